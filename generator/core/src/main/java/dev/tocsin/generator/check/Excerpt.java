package dev.tocsin.generator.check;

import dev.tocsin.dsl.promql.Span;
import java.util.List;

/** The line of a text where something is wrong, and carets under it. */
final class Excerpt {
  private static final int WIDTH = 100;
  private static final String CUT = "…";

  private Excerpt() {}

  /**
   * The line and its carets; nothing where the place is not known. A long line is cut around it.
   */
  static List<String> of(String text, Span span) {
    if (!span.isKnown()) {
      return text.isEmpty() || text.contains("\n") || text.length() > WIDTH
          ? List.of()
          : List.of(text);
    }
    int at = Math.min(span.start(), text.length());
    int start = text.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
    if (at < start) {
      start = at;
    }
    int end = text.indexOf('\n', at);
    end = end < 0 ? text.length() : end;
    int from = Math.max(start, Math.min(at - WIDTH / 2, end - WIDTH));
    int to = Math.min(end, from + WIDTH);
    String before = from > start ? CUT : "";
    String line = before + text.substring(from, to) + (to < end ? CUT : "");
    int carets = Math.max(1, Math.min(span.end(), to) - at);
    return List.of(
        line.replace('\t', ' '), " ".repeat(before.length() + at - from) + "^".repeat(carets));
  }
}
