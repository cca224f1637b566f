package dev.tocsin.dsl.regex;

import java.util.List;

/** An expression as it was read. What captures and what is greedy does not matter for finding. */
sealed interface Node {
  /** Nothing. */
  record Empty() implements Node {}

  /** One code point out of a set. */
  record One(CharSet set) implements Node {}

  /** A place between code points. */
  record At(Place place) implements Node {}

  /** One after the other. */
  record Concat(List<Node> parts) implements Node {}

  /** One of them. */
  record Either(List<Node> parts) implements Node {}

  /** Again and again; a {@code max} of -1 is without end. */
  record Repeat(Node part, int min, int max) implements Node {}

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
