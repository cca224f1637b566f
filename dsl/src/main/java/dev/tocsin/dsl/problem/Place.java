package dev.tocsin.dsl.problem;

import dev.tocsin.dsl.origin.Origin;
import java.util.Objects;

/** Where a problem is: a file, and a line and column in it where they are known. */
public final class Place {
  private final String file;
  private final int line;
  private final int column;

  private Place(String file, int line, int column) {
    this.file = Objects.requireNonNull(file, "file");
    this.line = line;
    this.column = column;
  }

  /** Not known yet. */
  static final Place NONE = new Place("", 0, 0);

  /** A whole file. */
  public static Place file(String file) {
    return new Place(file, 0, 0);
  }

  /** A line of a file, counting from 1. */
  public static Place line(String file, int line) {
    return new Place(file, line, 0);
  }

  /** A column of a line, both counting from 1, columns in Unicode code points. */
  public static Place column(String file, int line, int column) {
    return new Place(file, line, column);
  }

  /**
   * Where a code unit of a file's text is; an offset outside of the text gives its first or last
   * place.
   */
  public static Place in(String file, String text, int offset) {
    int end = Math.max(0, Math.min(offset, text.length()));
    int line = 1;
    int lineStart = 0;
    for (int i = text.indexOf('\n'); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    return new Place(file, line, 1 + text.codePointCount(lineStart, end));
  }

  /** The Java line where something was defined. */
  public static Place of(Origin origin) {
    return origin.isKnown() ? line(origin.fileName(), origin.line()) : file(origin.toString());
  }

  /** The same place in a file of another name. */
  Place in(String name) {
    return name.equals(file) ? this : new Place(name, line, column);
  }

  public String file() {
    return file;
  }

  /** The line, counting from 1, or 0 for the whole file. */
  public int line() {
    return line;
  }

  /** The column, counting from 1, or 0 for the whole line. */
  public int column() {
    return column;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place place
        && place.file.equals(file)
        && place.line == line
        && place.column == column;
  }

  @Override
  public int hashCode() {
    return Objects.hash(file, line, column);
  }

  /** {@code file:line:column}, as compilers write it; without the file where it has no name. */
  @Override
  public String toString() {
    String lineAndColumn = (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
    return file.isEmpty() && line > 0 ? lineAndColumn.substring(1) : file + lineAndColumn;
  }
}
