package dev.tocsin.dsl.go;

import java.util.List;

/**
 * An expression as it was read. What is greedy is left out: it changes neither whether a text
 * matches nor which texts a group can match.
 */
sealed interface RegexpNode {
  /** Nothing. */
  record Empty() implements RegexpNode {}

  /** One code point out of a set. */
  record One(CharSet set) implements RegexpNode {
    /** Whether every code point is in the set, as {@code .} has it where it matches line feeds. */
    boolean isAny() {
      return set == CharSet.ANY;
    }
  }

  /**
   * A group that captures what it matches.
   *
   * @param name empty where it has only a number
   */
  record Capture(String name, RegexpNode part) implements RegexpNode {}

  /** A place between code points. */
  record At(Place place) implements RegexpNode {}

  /** One after the other. */
  record Concat(List<RegexpNode> parts) implements RegexpNode {}

  /** One of them. */
  record Either(List<RegexpNode> parts) implements RegexpNode {}

  /** Repeated; a {@code max} of -1 is without limit. */
  record Repeat(RegexpNode part, int min, int max) implements RegexpNode {}

  /** Places between code points that expressions can name. */
  enum Place {
    BEGIN_TEXT,
    END_TEXT,
    BEGIN_LINE,
    END_LINE,
    WORD_BOUNDARY,
    NO_WORD_BOUNDARY
  }
}
