package dev.tocsin.dsl.promql;

/**
 * A place in a text as people count it.
 *
 * @param line counts from 1
 * @param column counts from 1, in Unicode code points
 */
public record Position(int line, int column) {

  /** The place of a code unit; an offset outside of the text gives its first or last place. */
  public static Position of(String text, int offset) {
    int end = Math.max(0, Math.min(offset, text.length()));
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    return new Position(line, 1 + text.codePointCount(lineStart, end));
  }
}
