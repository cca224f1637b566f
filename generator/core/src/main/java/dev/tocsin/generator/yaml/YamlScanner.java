package dev.tocsin.generator.yaml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.tokens.AliasToken;
import org.yaml.snakeyaml.tokens.AnchorToken;
import org.yaml.snakeyaml.tokens.BlockEndToken;
import org.yaml.snakeyaml.tokens.BlockEntryToken;
import org.yaml.snakeyaml.tokens.BlockMappingStartToken;
import org.yaml.snakeyaml.tokens.BlockSequenceStartToken;
import org.yaml.snakeyaml.tokens.DocumentEndToken;
import org.yaml.snakeyaml.tokens.DocumentStartToken;
import org.yaml.snakeyaml.tokens.FlowEntryToken;
import org.yaml.snakeyaml.tokens.FlowMappingEndToken;
import org.yaml.snakeyaml.tokens.FlowMappingStartToken;
import org.yaml.snakeyaml.tokens.FlowSequenceEndToken;
import org.yaml.snakeyaml.tokens.FlowSequenceStartToken;
import org.yaml.snakeyaml.tokens.KeyToken;
import org.yaml.snakeyaml.tokens.StreamEndToken;
import org.yaml.snakeyaml.tokens.StreamStartToken;
import org.yaml.snakeyaml.tokens.Token;
import org.yaml.snakeyaml.tokens.ValueToken;

/**
 * Splits YAML into tokens where Go's yaml.v3 does, so that the same files are refused: it takes
 * tabs where an indentation cannot stand, knows %YAML 1.1 only, names anchors in ASCII, and looks
 * two tokens ahead. SnakeYAML's parser works on the tokens.
 */
final class YamlScanner implements Scanner {
  /** As deep as yaml.v3 goes. */
  private static final int MAX_DEPTH = 10_000;

  private static final int MAX_KEY_LENGTH = 1024;

  private final Source source;
  private final ScalarScanner scalars;
  private final List<Token> tokens = new ArrayList<>();
  private final Deque<Integer> indents = new ArrayDeque<>();
  private final ArrayList<SimpleKey> keys = new ArrayList<>();

  /** Which of the keys begins with a token: the levels of flows can be many. */
  private final Map<Integer, Integer> keyOfToken = new HashMap<>();

  private int head;
  private int taken;
  private boolean available;
  private boolean started;
  private int indent = -1;
  private int flowLevel;
  private boolean keyAllowed = true;

  /** A place where a key without {@code ?} may have begun. */
  private record SimpleKey(boolean possible, boolean required, int token, Mark mark) {}

  YamlScanner(Source source) {
    this.source = source;
    this.scalars = new ScalarScanner(source);
  }

  // --- what the parser asks for ---------------------------------------------------------------

  @Override
  public boolean checkToken(Token.ID... choices) {
    Token.ID found = peekToken().getTokenId();
    if (choices.length == 0) {
      return true;
    }
    for (Token.ID choice : choices) {
      if (choice == found) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Token peekToken() {
    fetchMore();
    return tokens.get(head);
  }

  @Override
  public Token getToken() {
    Token token = peekToken();
    head++;
    taken++;
    available = false;
    if (head > 1024) {
      tokens.subList(0, head).clear();
      head = 0;
    }
    return token;
  }

  @Override
  public void resetDocumentIndex() {
    // Only SnakeYAML's own limits count within documents.
  }

  private void fetchMore() {
    if (available) {
      return;
    }
    while (head >= tokens.size() - 2 || headMayBecomeAKey()) {
      if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).getTokenId() == Token.ID.StreamEnd) {
        break;
      }
      fetchNext();
    }
    available = true;
  }

  private boolean headMayBecomeAKey() {
    Integer index = keyOfToken.get(taken);
    return index != null && isStillPossible(index);
  }

  // --- keys and indentation -------------------------------------------------------------------

  private boolean isStillPossible(int index) {
    SimpleKey key = keys.get(index);
    if (!key.possible()) {
      return false;
    }
    boolean tooFar =
        key.mark().getLine() < source.line()
            || key.mark().getIndex() + MAX_KEY_LENGTH < source.offset();
    if (!tooFar) {
      return true;
    }
    if (key.required()) {
      throw missingColon(key);
    }
    impossible(index);
    return false;
  }

  private ScannerException missingColon(SimpleKey key) {
    return new ScannerException(
        "while scanning a simple key", key.mark(), "could not find expected ':'", source.mark());
  }

  private void saveKey() {
    if (keyAllowed) {
      boolean required = flowLevel == 0 && indent == source.column();
      removeKey();
      int number = taken + tokens.size() - head;
      keys.set(keys.size() - 1, new SimpleKey(true, required, number, source.mark()));
      keyOfToken.put(number, keys.size() - 1);
    }
  }

  private void removeKey() {
    int last = keys.size() - 1;
    SimpleKey key = keys.get(last);
    if (key.possible()) {
      if (key.required()) {
        throw missingColon(key);
      }
      impossible(last);
    }
  }

  private void impossible(int index) {
    SimpleKey key = keys.get(index);
    keys.set(index, new SimpleKey(false, false, key.token(), key.mark()));
    keyOfToken.remove(key.token());
  }

  /** Opens a block collection, if this stands further right than all that is open. */
  private void roll(int column, int tokenNumber, boolean mapping, Mark mark) {
    if (flowLevel > 0 || indent >= column) {
      return;
    }
    indents.push(indent);
    indent = column;
    if (indents.size() > MAX_DEPTH) {
      throw problem("while increasing indent level", "exceeded max depth of " + MAX_DEPTH);
    }
    Token token =
        mapping ? new BlockMappingStartToken(mark, mark) : new BlockSequenceStartToken(mark, mark);
    if (tokenNumber < 0) {
      tokens.add(token);
    } else {
      tokens.add(head + tokenNumber - taken, token);
    }
  }

  private void unroll(int column) {
    while (flowLevel == 0 && indent > column) {
      Mark mark = source.mark();
      tokens.add(new BlockEndToken(mark, mark));
      indent = indents.pop();
    }
  }

  private ScannerException problem(@Nullable String context, String said) {
    return new ScannerException(
        context, context == null ? null : source.mark(), said, source.mark());
  }

  // --- the next token -------------------------------------------------------------------------

  private void fetchNext() {
    if (!started) {
      started = true;
      keys.add(new SimpleKey(false, false, -1, source.mark()));
      tokens.add(new StreamStartToken(source.mark(), source.mark()));
      return;
    }
    toNextToken();
    unroll(source.column());
    if (source.atEnd()) {
      fetchStreamEnd();
      return;
    }
    if (source.column() == 0) {
      if (source.peek() == '%') {
        fetchDirective();
        return;
      }
      if (source.isDocumentIndicator()) {
        fetchDocumentIndicator();
        return;
      }
    }
    fetchContent();
    if (tokens.get(tokens.size() - 1).getTokenId() != Token.ID.BlockEntry) {
      source.skipLineComment();
    }
  }

  private void fetchContent() {
    char c = source.peek();
    char next = source.peek(1);
    boolean blankNext = Source.isBlankOrEnd(next);
    boolean flow = flowLevel > 0;
    switch (c) {
      case '[', '{' -> fetchFlowStart(c == '{');
      case ']', '}' -> fetchFlowEnd(c == '}');
      case ',' -> fetchFlowEntry();
      case '*', '&' -> fetchAnchor(c == '*');
      case '!' -> {
        saveKey();
        keyAllowed = false;
        tokens.add(new TagScanner(source).tag());
      }
      case '\'', '"' -> {
        saveKey();
        keyAllowed = false;
        tokens.add(scalars.quoted());
      }
      default -> {
        if (c == '-' && blankNext) {
          fetchBlockEntry();
        } else if (c == '?' && (flow || blankNext)) {
          fetchKey();
        } else if (c == ':' && (flow || blankNext)) {
          fetchValue();
        } else if ((c == '|' || c == '>') && !flow) {
          removeKey();
          keyAllowed = true;
          tokens.add(scalars.block(indent));
        } else if (Source.isBlank(c) || "?:#|>%@`".indexOf(c) >= 0 && !startsPlain(c, flow)) {
          throw problem(
              "while scanning for the next token",
              "found character " + Source.shown(c) + " that cannot start any token");
        } else {
          saveKey();
          keyAllowed = false;
          tokens.add(scalars.plain(indent, flow));
          keyAllowed = scalars.endedOnNewLine();
        }
      }
    }
  }

  /** A {@code ?} or {@code :} with something right behind it is text, outside of flows. */
  private static boolean startsPlain(char c, boolean flow) {
    return !flow && (c == '?' || c == ':');
  }

  private void toNextToken() {
    while (true) {
      source.skipSpaces(Integer.MAX_VALUE);
      while (source.peek() == '\t' && (flowLevel > 0 || !keyAllowed)) {
        source.skip();
        source.skipSpaces(Integer.MAX_VALUE);
      }
      if (source.peek() == '#') {
        source.skipComments();
      }
      if (!source.atBreak()) {
        return;
      }
      source.skipLine();
      if (flowLevel == 0) {
        keyAllowed = true;
      }
    }
  }

  private void fetchStreamEnd() {
    source.endLine();
    unroll(-1);
    removeKey();
    keyAllowed = false;
    tokens.add(new StreamEndToken(source.mark(), source.mark()));
  }

  private void fetchDirective() {
    unroll(-1);
    removeKey();
    keyAllowed = false;
    tokens.add(new TagScanner(source).directive());
  }

  private void fetchDocumentIndicator() {
    unroll(-1);
    removeKey();
    keyAllowed = false;
    boolean begins = source.peek() == '-';
    Mark start = source.mark();
    source.skip();
    source.skip();
    source.skip();
    Mark end = source.mark();
    tokens.add(begins ? new DocumentStartToken(start, end) : new DocumentEndToken(start, end));
  }

  private void fetchFlowStart(boolean mapping) {
    saveKey();
    keys.add(new SimpleKey(false, false, -1, source.mark()));
    flowLevel++;
    if (flowLevel > MAX_DEPTH) {
      throw problem("while increasing flow level", "exceeded max depth of " + MAX_DEPTH);
    }
    keyAllowed = true;
    Mark start = source.mark();
    source.skip();
    Mark end = source.mark();
    tokens.add(
        mapping ? new FlowMappingStartToken(start, end) : new FlowSequenceStartToken(start, end));
  }

  private void fetchFlowEnd(boolean mapping) {
    removeKey();
    if (flowLevel > 0) {
      flowLevel--;
      impossible(keys.size() - 1);
      keys.remove(keys.size() - 1);
    }
    keyAllowed = false;
    Mark start = source.mark();
    source.skip();
    Mark end = source.mark();
    tokens.add(
        mapping ? new FlowMappingEndToken(start, end) : new FlowSequenceEndToken(start, end));
  }

  private void fetchFlowEntry() {
    removeKey();
    keyAllowed = true;
    Mark start = source.mark();
    source.skip();
    tokens.add(new FlowEntryToken(start, source.mark()));
  }

  private void fetchBlockEntry() {
    if (flowLevel == 0) {
      if (!keyAllowed) {
        throw problem(null, "block sequence entries are not allowed in this context");
      }
      roll(source.column(), -1, false, source.mark());
    }
    removeKey();
    keyAllowed = true;
    Mark start = source.mark();
    source.skip();
    tokens.add(new BlockEntryToken(start, source.mark()));
  }

  private void fetchKey() {
    if (flowLevel == 0) {
      if (!keyAllowed) {
        throw problem(null, "mapping keys are not allowed in this context");
      }
      roll(source.column(), -1, true, source.mark());
    }
    removeKey();
    keyAllowed = flowLevel == 0;
    Mark start = source.mark();
    source.skip();
    tokens.add(new KeyToken(start, source.mark()));
  }

  private void fetchValue() {
    int last = keys.size() - 1;
    if (isStillPossible(last)) {
      SimpleKey key = keys.get(last);
      tokens.add(head + key.token() - taken, new KeyToken(key.mark(), key.mark()));
      roll(key.mark().getColumn(), key.token(), true, key.mark());
      impossible(last);
      keyAllowed = false;
    } else {
      if (flowLevel == 0) {
        if (!keyAllowed) {
          throw problem(null, "mapping values are not allowed in this context");
        }
        roll(source.column(), -1, true, source.mark());
      }
      keyAllowed = flowLevel == 0;
    }
    Mark start = source.mark();
    source.skip();
    tokens.add(new ValueToken(start, source.mark()));
  }

  private void fetchAnchor(boolean alias) {
    saveKey();
    keyAllowed = false;
    Mark start = source.mark();
    source.skip();
    int from = source.offset();
    while (Source.isWord(source.peek())) {
      source.skip();
    }
    String name = source.text(from);
    char c = source.peek();
    if (name.isEmpty() || !(Source.isBlankOrEnd(c) || "?:,]}%@`".indexOf(c) >= 0)) {
      throw new ScannerException(
          alias ? "while scanning an alias" : "while scanning an anchor",
          start,
          "did not find expected alphabetic or numeric character",
          source.mark());
    }
    tokens.add(
        alias
            ? new AliasToken(name, start, source.mark())
            : new AnchorToken(name, start, source.mark()));
  }
}
