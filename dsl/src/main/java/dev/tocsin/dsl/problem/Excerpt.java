package dev.tocsin.dsl.problem;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * The source that a problem shows: one line, and carets under the part that is wrong. A long line
 * is cut around the carets. Tabs count as one space; characters that a terminal shows over two
 * columns, or over none, do not move the carets.
 */
public final class Excerpt {
  /** Replaces text that must not be shown. */
  static final String HIDDEN = "<hidden>";

  private static final int WIDTH = 120;
  private static final String CUT = "…";

  /** First and last code points of the blocks whose characters take two columns. */
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x2E80, 0x303E, 0x3041, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF,
    0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x1F300, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F900,
    0x1F9FF, 0x20000, 0x3FFFD
  };

  private Excerpt() {}

  /**
   * The line of a text in which a span begins, and its carets; the first line alone where the span
   * is not known.
   */
  public static List<String> of(String text, Span span) {
    if (!span.isKnown()) {
      List<String> first = of(text, 0, 0);
      return first.isEmpty() ? first : first.subList(0, 1);
    }
    int start = Math.min(span.start(), text.length());
    if (start == text.length()) {
      start = text.stripTrailing().length(); // Where people see the text end.
    }
    return of(text, start, Math.max(start + 1, span.end()));
  }

  /** The line in which a part of a text begins, and its carets. */
  public static List<String> of(String text, int from, int to) {
    return of(text, from, to, offset -> false);
  }

  /**
   * The same, for a text that may hold secrets.
   *
   * @param hidden whether the character at an offset must not be shown
   */
  public static List<String> of(String text, int from, int to, IntPredicate hidden) {
    int start = from == 0 ? 0 : text.lastIndexOf('\n', from - 1) + 1;
    int newline = text.indexOf('\n', start);
    int end = newline < 0 ? text.length() : newline;
    if (from > end) {
      return List.of();
    }
    StringBuilder line = new StringBuilder();
    int caret = -1;
    int caretEnd = 0;
    int hiding = -1;
    for (int at = start; at < end; at += Character.charCount(text.codePointAt(at))) {
      if (!hidden.test(at)) {
        hiding = -1;
      } else if (hiding < 0) {
        hiding = line.length();
        line.append(HIDDEN);
      }
      if (at >= from && caret < 0) {
        caret = hiding < 0 ? line.length() : hiding;
      }
      if (hiding < 0) {
        line.appendCodePoint(printable(text.codePointAt(at)));
      }
      if (at < to) {
        caretEnd = line.length();
      }
    }
    if (caret < 0) {
      caret = line.length();
    }
    return line.toString().isBlank()
        ? List.of()
        : cut(line.toString(), caret, Math.max(caret, caretEnd));
  }

  private static List<String> cut(String line, int caret, int caretEnd) {
    int points = line.codePointCount(0, line.length());
    int from = 0;
    int to = line.length();
    if (points > WIDTH) {
      int middle = line.codePointCount(0, caret);
      from = line.offsetByCodePoints(0, Math.max(0, Math.min(middle - WIDTH / 2, points - WIDTH)));
      to = line.offsetByCodePoints(from, WIDTH);
    }
    String before = (from > 0 ? CUT : "") + line.substring(from, caret);
    String marked = line.substring(caret, Math.max(caret, Math.min(caretEnd, to)));
    String behind = line.substring(caret + marked.length(), to) + (to < line.length() ? CUT : "");
    return List.of(
        before + marked + behind,
        " ".repeat(columns(before)) + "^".repeat(Math.max(1, columns(marked))));
  }

  private static int printable(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR
        ? ' '
        : c;
  }

  /** How many columns of a terminal a text takes. */
  private static int columns(String text) {
    return text.codePoints().map(Excerpt::columns).sum();
  }

  private static int columns(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    for (int i = 0; i < WIDE.length; i += 2) {
      if (c >= WIDE[i] && c <= WIDE[i + 1]) {
        return 2;
      }
    }
    return 1;
  }
}
