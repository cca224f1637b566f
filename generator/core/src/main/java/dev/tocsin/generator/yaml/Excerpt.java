package dev.tocsin.generator.yaml;

import java.util.List;
import java.util.function.IntPredicate;

/** A line of a file for a problem: the source, and carets under the part that is meant. */
public final class Excerpt {
  /** What stands for text that must not be shown. */
  static final String HIDDEN = "<hidden>";

  private static final int WIDTH = 160;

  private Excerpt() {}

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
        int c = text.codePointAt(at);
        line.appendCodePoint(c == '\r' || c == '\t' ? ' ' : c);
      }
      if (at < to) {
        caretEnd = line.length();
      }
    }
    if (caret < 0) {
      caret = line.length();
    }
    String shown = line.toString();
    if (shown.isBlank()) {
      return List.of();
    }
    int before = shown.codePointCount(0, caret);
    int length = Math.max(1, shown.codePointCount(caret, Math.max(caret, caretEnd)));
    int points = shown.codePointCount(0, shown.length());
    int shift = 0;
    if (points > WIDTH) {
      shift = Math.max(0, Math.min(before - WIDTH / 2, points - WIDTH));
      int cutFrom = shown.offsetByCodePoints(0, shift);
      shown = shown.substring(cutFrom, shown.offsetByCodePoints(cutFrom, WIDTH));
      length = Math.min(length, WIDTH - (before - shift));
    }
    return List.of(shown, " ".repeat(before - shift) + "^".repeat(Math.max(1, length)));
  }
}
