package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.VectorMatching;

/**
 * The right-hand side of {@code and}, {@code or} and {@code unless}: a {@link Condition}, alone or
 * with its matching ({@link Condition#on}, {@link Condition#ignoring}).
 */
public sealed interface SetOperand permits Condition, SetOperand.Matched {
  /** The expression. */
  Expr expr();

  /** Which series of the two sides belong together. */
  default VectorMatching matching() {
    return VectorMatching.DEFAULT;
  }

  /** A condition with the labels by which its series are matched. */
  record Matched(Expr expr, VectorMatching matching) implements SetOperand {}
}
