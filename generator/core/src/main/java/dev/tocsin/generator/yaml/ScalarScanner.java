package dev.tocsin.generator.yaml;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.tokens.ScalarToken;

/** Reads scalars: plain, quoted, and blocks behind {@code |} and {@code >}. */
final class ScalarScanner {
  private final Source source;
  private boolean endedOnNewLine;

  ScalarScanner(Source source) {
    this.source = source;
  }

  /** Whether the last plain scalar ended at the start of a line, where a key may follow. */
  boolean endedOnNewLine() {
    return endedOnNewLine;
  }

  private ScannerException problem(String context, Mark start, String said) {
    return new ScannerException(context, start, said, source.mark());
  }

  // --- plain ----------------------------------------------------------------------------------

  ScalarToken plain(int parentIndent, boolean flow) {
    StringBuilder text = new StringBuilder();
    Folding folding = new Folding();
    Mark start = source.mark();
    Mark end = start;
    while (!source.isDocumentIndicator() && source.peek() != '#') {
      int from = source.offset();
      while (!Source.isBlankOrEnd(source.peek()) && !endsPlain(flow)) {
        if (source.offset() == from) {
          folding.flush(text);
        }
        source.read(text);
        source.readPlainRun(text);
      }
      if (source.offset() > from) {
        end = source.mark();
      }
      if (!Source.isBlank(source.peek()) && !source.atBreak()) {
        break;
      }
      while (Source.isBlank(source.peek()) || source.atBreak()) {
        if (folding.hasBreak() && source.column() <= parentIndent && source.peek() == '\t') {
          throw problem(
              "while scanning a plain scalar", start, "found a TAB that violates indentation");
        }
        folding.take(source);
      }
      if (!flow && source.column() <= parentIndent) {
        break;
      }
    }
    endedOnNewLine = folding.hasBreak();
    return new ScalarToken(text.toString(), true, start, end, ScalarStyle.PLAIN);
  }

  private boolean endsPlain(boolean flow) {
    char c = source.peek();
    return (c == ':' && Source.isBlankOrEnd(source.peek(1))) || (flow && ",?[]{}".indexOf(c) >= 0);
  }

  /** Blanks and line breaks between words, of which only the breaks count once there is one. */
  private static final class Folding {
    private final StringBuilder blanks = new StringBuilder();
    private final StringBuilder firstBreak = new StringBuilder();
    private final StringBuilder moreBreaks = new StringBuilder();
    private boolean broken;

    boolean hasBreak() {
      return broken;
    }

    /** An escaped line break, which leaves nothing. */
    void escapedBreak() {
      broken = true;
    }

    void take(Source source) {
      if (Source.isBlank(source.peek())) {
        if (broken) {
          source.skip();
        } else {
          source.read(blanks);
        }
      } else if (!broken) {
        blanks.setLength(0);
        source.readLine(firstBreak);
        broken = true;
      } else {
        source.readLine(moreBreaks);
      }
    }

    /** Writes what stood between two words, and forgets it. */
    void flush(StringBuilder text) {
      if (!broken) {
        text.append(blanks);
      } else if (firstBreak.length() > 0 && firstBreak.charAt(0) == '\n') {
        text.append(moreBreaks.length() == 0 ? " " : moreBreaks);
      } else {
        text.append(firstBreak).append(moreBreaks);
      }
      blanks.setLength(0);
      firstBreak.setLength(0);
      moreBreaks.setLength(0);
      broken = false;
    }
  }

  // --- quoted ---------------------------------------------------------------------------------

  ScalarToken quoted() {
    char quote = source.peek();
    Mark start = source.mark();
    source.skip();
    StringBuilder text = new StringBuilder();
    while (true) {
      if (source.isDocumentIndicator()) {
        throw problem(
            "while scanning a quoted scalar", start, "found unexpected document indicator");
      }
      if (source.atEnd()) {
        throw problem("while scanning a quoted scalar", start, "found unexpected end of stream");
      }
      Folding folding = new Folding();
      while (!Source.isBlankOrEnd(source.peek()) && !folding.hasBreak()) {
        char c = source.peek();
        if (c == quote && quote == '\'' && source.peek(1) == '\'') {
          source.skip();
          source.read(text);
        } else if (c == quote) {
          break;
        } else if (c == '\\' && quote == '"' && Source.isBreak(source.peek(1))) {
          source.skip();
          source.skipLine();
          folding.escapedBreak();
        } else if (c == '\\' && quote == '"') {
          escape(text, start);
        } else {
          source.read(text);
          source.readPlainRun(text);
        }
      }
      if (source.peek() == quote) {
        break;
      }
      while (Source.isBlank(source.peek()) || source.atBreak()) {
        folding.take(source);
      }
      folding.flush(text);
    }
    source.skip();
    return new ScalarToken(
        text.toString(),
        false,
        start,
        source.mark(),
        quote == '"' ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.SINGLE_QUOTED);
  }

  private void escape(StringBuilder text, Mark start) {
    char c = source.peek(1);
    int simple = "0abt\tnvfre \"'\\N_LP".indexOf(c);
    if (simple >= 0 && c != '\0') {
      text.append("\0\u0007\b\t\t\n\u000b\f\r\u001b \"'\\\u0085\u00a0\u2028\u2029".charAt(simple));
      source.skip();
      source.skip();
      return;
    }
    int length = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (length == 0) {
      throw problem("while parsing a quoted scalar", start, "found unknown escape character");
    }
    source.skip();
    source.skip();
    long code = 0;
    for (int i = 0; i < length; i++) {
      int digit = source.peek() < 0x80 ? Character.digit(source.peek(), 16) : -1;
      if (digit < 0) {
        throw problem(
            "while parsing a quoted scalar", start, "did not find expected hexdecimal number");
      }
      code = code * 16 + digit;
      source.skip();
    }
    if (code > Character.MAX_CODE_POINT || (code >= 0xd800 && code <= 0xdfff)) {
      throw problem(
          "while parsing a quoted scalar", start, "found invalid Unicode character escape code");
    }
    text.appendCodePoint((int) code);
  }

  // --- blocks ---------------------------------------------------------------------------------

  ScalarToken block(int parentIndent) {
    Mark start = source.mark();
    boolean literal = source.peek() == '|';
    source.skip();
    char chomping = ' ';
    int increment = 0;
    for (int i = 0; i < 2; i++) {
      char c = source.peek();
      if ((c == '+' || c == '-') && chomping == ' ') {
        chomping = c;
        source.skip();
      } else if (Source.isDigit(c) && increment == 0) {
        if (c == '0') {
          throw problem(
              "while scanning a block scalar", start, "found an indentation indicator equal to 0");
        }
        increment = c - '0';
        source.skip();
      }
    }
    while (Source.isBlank(source.peek())) {
      source.skip();
    }
    if (source.peek() == '#') {
      source.toEndOfLine();
    }
    if (!Source.isBreakOrEnd(source.peek())) {
      throw problem(
          "while scanning a block scalar", start, "did not find expected comment or line break");
    }
    source.skipLine();
    return content(literal, chomping, parentIndent, increment, start);
  }

  private ScalarToken content(
      boolean literal, char chomping, int parentIndent, int increment, Mark start) {
    StringBuilder text = new StringBuilder();
    StringBuilder lineBreak = new StringBuilder();
    StringBuilder emptyLines = new StringBuilder();
    int indent = increment == 0 ? 0 : Math.max(parentIndent, 0) + increment;
    indent = emptyLines(indent, parentIndent, emptyLines, start);
    boolean blankBefore = false;
    Mark end = source.mark();
    while (source.column() == indent && !source.atEnd()) {
      boolean blank = Source.isBlank(source.peek());
      boolean folds =
          !literal
              && !blankBefore
              && !blank
              && lineBreak.length() > 0
              && lineBreak.charAt(0) == '\n';
      if (!folds) {
        text.append(lineBreak);
      } else if (emptyLines.length() == 0) {
        text.append(' ');
      }
      lineBreak.setLength(0);
      text.append(emptyLines);
      emptyLines.setLength(0);
      blankBefore = blank;
      source.readToEndOfLine(text);
      end = source.mark();
      source.readLine(lineBreak);
      emptyLines(indent, parentIndent, emptyLines, start);
    }
    if (chomping != '-') {
      text.append(lineBreak);
    }
    if (chomping == '+') {
      text.append(emptyLines);
    }
    return new ScalarToken(
        text.toString(), false, start, end, literal ? ScalarStyle.LITERAL : ScalarStyle.FOLDED);
  }

  /** Reads indentation and empty lines; gives the block's indentation, found out if it was 0. */
  private int emptyLines(int known, int parentIndent, StringBuilder breaks, Mark start) {
    int widest = 0;
    while (true) {
      source.skipSpaces(known == 0 ? Integer.MAX_VALUE : known);
      widest = Math.max(widest, source.column());
      if ((known == 0 || source.column() < known) && source.peek() == '\t') {
        throw problem(
            "while scanning a block scalar",
            start,
            "found a TAB where an indentation space is expected");
      }
      if (!source.atBreak()) {
        break;
      }
      source.readLine(breaks);
    }
    return known != 0 ? known : Math.max(1, Math.max(widest, parentIndent + 1));
  }
}
