package dev.tocsin.generator.yaml;

import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * A text with a place in it: the characters before the scanner, and the line and column it is at.
 */
final class Source {
  private static final int[] NOTHING = {};

  /** How far Go's reader looks for a comment. */
  private static final int COMMENT_REACH = 512;

  /** How much Go's reader reads at once. */
  private static final int BLOCK_BYTES = 512;

  private static final long[] ALWAYS_PLAIN = alwaysPlain();

  private final String text;

  /** The same as the text, which is slower to read in code that is not yet compiled. */
  private final char[] chars;

  private final boolean hasSurrogates;

  /** The first character that YAML does not allow, or the text's end. */
  private final int limit;

  private int at;
  private int line;
  private int column;
  private int newlines;

  Source(String text) {
    this.text = text;
    this.chars = text.toCharArray();
    this.limit = firstForbidden(chars);
    this.hasSurrogates = hasSurrogates(chars);
  }

  private static boolean hasSurrogates(char[] chars) {
    for (char c : chars) {
      if (c >= 0xd800 && c < 0xe000) {
        return true;
      }
    }
    return false;
  }

  /** What <a href="https://yaml.org/spec/1.1/#c-printable">YAML calls printable</a> is allowed. */
  private static int firstForbidden(char[] chars) {
    for (int i = 0; i < chars.length; i++) {
      char c = chars[i];
      boolean allowed =
          (c >= ' ' && c < 0x7f)
              || c == '\n'
              || c == '\t'
              || c == '\r'
              || c == 0x85
              || (c >= 0xa0 && c <= 0xfffd);
      if (!allowed) {
        return i;
      }
    }
    return chars.length;
  }

  // --- characters -----------------------------------------------------------------------------

  char peek() {
    return peek(0);
  }

  /** A character ahead; NUL behind the end, as no text has a NUL. */
  char peek(int ahead) {
    int index = at + ahead;
    if (index < limit) {
      return chars[index];
    }
    if (index >= chars.length) {
      return '\0';
    }
    throw new ReaderException("the file", limit, chars[limit], "not allowed");
  }

  /**
   * Fails for a forbidden character behind the first document, if Go would have seen it: it reads
   * in blocks.
   */
  void checkBlock() {
    if (limit < chars.length && block(limit) <= block(at)) {
      peek(limit - at);
    }
  }

  private int block(int offset) {
    return text.substring(0, offset).getBytes(StandardCharsets.UTF_8).length / BLOCK_BYTES;
  }

  boolean atEnd() {
    return peek() == '\0';
  }

  boolean atBreak() {
    return isBreak(peek());
  }

  /** {@code ---} or {@code ...} alone at the start of a line. */
  boolean isDocumentIndicator() {
    char c = peek();
    return column == 0
        && (c == '-' || c == '.')
        && peek(1) == c
        && peek(2) == c
        && isBlankOrEnd(peek(3));
  }

  static boolean isBreak(char c) {
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  static boolean isBreakOrEnd(char c) {
    return isBreak(c) || c == '\0';
  }

  static boolean isBlankOrEnd(char c) {
    return isBlank(c) || isBreakOrEnd(c);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** What names of anchors and directives are made of. */
  static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_' || c == '-';
  }

  /** A character as a message shows it. */
  static String shown(char c) {
    return c == '\t' ? "TAB" : "'" + c + "'";
  }

  // --- moving ---------------------------------------------------------------------------------

  void skip() {
    char c = peek();
    if (!isBlank(c)) {
      newlines = 0;
    }
    at += Character.isHighSurrogate(c) && Character.isLowSurrogate(peek(1)) ? 2 : 1;
    column++;
  }

  /** Passes over a line break, if there is one. */
  void skipLine() {
    if (atBreak()) {
      at += peek() == '\r' && peek(1) == '\n' ? 2 : 1;
      line++;
      column = 0;
      newlines++;
    }
  }

  /** Adds the character that is here, and passes over it. */
  void read(StringBuilder into) {
    int from = at;
    skip();
    into.append(chars, from, at - from);
  }

  /** Adds what is left of the line, and passes over it. */
  void readToEndOfLine(StringBuilder into) {
    int from = at;
    int i = at;
    while (i < limit && !isBreak(chars[i])) {
      i++;
    }
    move(i);
    into.append(chars, from, at - from);
    peek(); // Fails where a forbidden character ended the run.
  }

  /**
   * Adds a run of characters that are plain in every kind of scalar, and passes over it; there may
   * be none.
   */
  void readPlainRun(StringBuilder into) {
    int from = at;
    int i = at;
    while (i < limit && isAlwaysPlain(chars[i])) {
      i++;
    }
    if (i > from) {
      move(i);
      into.append(chars, from, at - from);
    }
  }

  private static boolean isAlwaysPlain(char c) {
    return c < 0x80 ? (ALWAYS_PLAIN[c >> 6] >>> c & 1) != 0 : c > 0x85 && !isBreak(c);
  }

  /** The ASCII characters that mean nothing in any scalar: not blanks, quotes, and indicators. */
  private static long[] alwaysPlain() {
    long[] bits = new long[2];
    for (char c = '!'; c < 0x7f; c++) {
      if ("'\"\\:,?[]{}#".indexOf(c) < 0) {
        bits[c >> 6] |= 1L << c;
      }
    }
    return bits;
  }

  /** Passes over spaces, up to a column. */
  void skipSpaces(int upTo) {
    int i = at;
    int most = at + Math.max(0, Math.min(limit - at, upTo - column));
    while (i < most && chars[i] == ' ') {
      i++;
    }
    column += i - at;
    at = i;
  }

  /** Goes to an offset on the same line, over something that is not all blank. */
  private void move(int offset) {
    if (offset > at) {
      column += hasSurrogates ? text.codePointCount(at, offset) : offset - at;
      at = offset;
      newlines = 0;
    }
  }

  /** Adds a line break as YAML reads it, and passes over it. */
  void readLine(StringBuilder into) {
    char c = peek();
    if (isBreak(c)) {
      into.append(c == 0x2028 || c == 0x2029 ? c : '\n');
      skipLine();
    }
  }

  /** The end of the text counts as a line of its own. */
  void endLine() {
    if (column != 0) {
      column = 0;
      line++;
    }
  }

  /** Passes over what is left of the line. */
  void toEndOfLine() {
    int i = at;
    while (i < limit && !isBreak(chars[i])) {
      i++;
    }
    move(i);
    peek();
  }

  /** A comment behind a token, on its line. */
  void skipLineComment() {
    if (newlines > 0) {
      return;
    }
    int ahead = 0;
    while (ahead < COMMENT_REACH && isBlank(peek(ahead))) {
      ahead++;
    }
    if (ahead < COMMENT_REACH && peek(ahead) == '#') {
      toEndOfLine();
    }
  }

  /**
   * A comment and those on the lines below it, whatever their indentation is made of; ends at the
   * last one's line break.
   */
  void skipComments() {
    while (true) {
      toEndOfLine();
      int ahead = 0;
      while (ahead < COMMENT_REACH && (isBlank(peek(ahead)) || isBreak(peek(ahead)))) {
        ahead++;
      }
      if (ahead >= COMMENT_REACH || peek(ahead) != '#') {
        return;
      }
      int comment = at + ahead;
      while (at < comment) {
        if (atBreak()) {
          skipLine();
        } else {
          skip();
        }
      }
    }
  }

  // --- places ---------------------------------------------------------------------------------

  int offset() {
    return at;
  }

  int line() {
    return line;
  }

  int column() {
    return column;
  }

  /** The text from an offset up to here. */
  String text(int from) {
    return text.substring(from, at);
  }

  Mark mark() {
    return new Mark("the file", at, line, column, NOTHING, 0);
  }
}
