package dev.tocsin.dsl.problem;

/**
 * Where in a text a node was read: offsets in UTF-16 code units, {@code start} inclusive, {@code
 * end} exclusive.
 *
 * <p>A span tells where a node came from and is not part of what it is: all spans are equal, so
 * that two trees are equal when they say the same, wherever it was written.
 */
public final class Span {
  /** The span of a node that was built, not read. */
  public static final Span NONE = new Span(-1, -1);

  private final int start;
  private final int end;

  private Span(int start, int end) {
    this.start = start;
    this.end = end;
  }

  /** The span from {@code start}, inclusive, to {@code end}, exclusive. */
  public static Span of(int start, int end) {
    return new Span(start, end);
  }

  /** Offset of the first code unit, or -1 for a node that was built, not read. */
  public int start() {
    return start;
  }

  /** Offset behind the last code unit, or -1 for a node that was built, not read. */
  public int end() {
    return end;
  }

  /** Whether the node was read from a text. */
  public boolean isKnown() {
    return start >= 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Span;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return isKnown() ? start + ".." + end : "built";
  }
}
