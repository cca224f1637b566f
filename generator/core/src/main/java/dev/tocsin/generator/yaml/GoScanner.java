package dev.tocsin.generator.yaml;

import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.AliasToken;
import org.yaml.snakeyaml.tokens.AnchorToken;
import org.yaml.snakeyaml.tokens.DirectiveToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * SnakeYAML's scanner with what a user of Go's yaml.v3 would miss: tabs between tokens, which
 * yaml.v3 accepts after the first token of a line and anywhere within brackets; its limit on depth;
 * its names of anchors; and its refusal of {@code %YAML 1.2}.
 */
final class GoScanner implements Scanner {
  /** Deeper than any file that is meant; SnakeYAML's scanner gets slow with open brackets. */
  private static final int MAX_DEPTH = 1_000;

  /** The only version that yaml.v3 accepts in a {@code %YAML} directive. */
  private static final List<Integer> YAML_1_1 = List.of(1, 1);

  /** What a line begins with where a key may follow, so that a tab would be indentation. */
  private static final Pattern INDENTATION = Pattern.compile("(?:.*\\s)?[-?]\\s*|\\s*:?\\s*");

  private static final Pattern ANCHOR = Pattern.compile("[A-Za-z0-9_-]+");

  private final StreamReader reader;
  private final Scanner scanner;
  private final Offsets offsets;
  private int flowLevel;
  private int depth;

  GoScanner(Offsets offsets, LoaderOptions options) {
    this.offsets = offsets;
    this.reader = new StreamReader(offsets.text());
    this.scanner = new ScannerImpl(reader, options);
  }

  @Override
  public boolean checkToken(Token.ID... choices) {
    skipTabs();
    return scanner.checkToken(choices);
  }

  @Override
  public Token peekToken() {
    skipTabs();
    return scanner.peekToken();
  }

  @Override
  public Token getToken() {
    skipTabs();
    Token token = scanner.getToken();
    switch (token.getTokenId()) {
      case FlowSequenceStart, FlowMappingStart -> {
        flowLevel++;
        deeper(token);
      }
      case FlowSequenceEnd, FlowMappingEnd -> {
        flowLevel--;
        depth--;
      }
      case BlockSequenceStart, BlockMappingStart -> deeper(token);
      case BlockEnd -> depth--;
      case Directive -> check((DirectiveToken<?>) token);
      case Anchor -> checkName(((AnchorToken) token).getValue(), token);
      case Alias -> checkName(((AliasToken) token).getValue(), token);
      default -> {}
    }
    return token;
  }

  @Override
  public void resetDocumentIndex() {
    scanner.resetDocumentIndex();
  }

  private void deeper(Token token) {
    depth++;
    if (depth > MAX_DEPTH) {
      throw problem(token, "exceeded max depth of " + MAX_DEPTH);
    }
  }

  private static void check(DirectiveToken<?> directive) {
    if (directive.getName().equals("YAML")) {
      if (!YAML_1_1.equals(directive.getValue())) {
        throw problem(directive, "found a YAML version other than 1.1");
      }
    } else if (!directive.getName().equals("TAG")) {
      throw problem(directive, "found unknown directive name");
    }
  }

  private static void checkName(String anchor, Token token) {
    if (!ANCHOR.matcher(anchor).matches()) {
      throw problem(token, "found an anchor whose name has other characters than A-Z a-z 0-9 _ -");
    }
  }

  private static ScannerException problem(Token token, String said) {
    return new ScannerException(null, null, said, token.getStartMark());
  }

  /** Passes over tabs until the next token is found. */
  private void skipTabs() {
    while (true) {
      try {
        scanner.peekToken();
        return;
      } catch (ScannerException e) {
        if (!isTab(e)) {
          throw e;
        }
      }
      try {
        // At the start of a line all tokens before the tab come first, and give the flow level.
        scanner.peekToken();
        return;
      } catch (ScannerException e) {
        if (!isTab(e) || !isSeparation(offsets.of(e.getProblemMark()))) {
          throw e;
        }
        reader.forward();
      }
    }
  }

  private static boolean isTab(ScannerException e) {
    return String.valueOf(e.getProblem()).startsWith("found character '\\t(TAB)'");
  }

  private boolean isSeparation(int tab) {
    String text = offsets.text();
    int lineStart = text.lastIndexOf('\n', tab - 1) + 1;
    if (flowLevel > 0 || !INDENTATION.matcher(text.substring(lineStart, tab)).matches()) {
      return true;
    }
    // Below a comment, the next one may be indented by anything.
    int lineBefore = text.lastIndexOf('\n', lineStart - 2) + 1;
    return isComment(text, tab) && isComment(text, lineBefore);
  }

  private static boolean isComment(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return text.startsWith("#", at);
  }
}
