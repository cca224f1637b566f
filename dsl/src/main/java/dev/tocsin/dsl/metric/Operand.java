package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.VectorMatching;

/**
 * The right-hand side of an operator: a {@link Quantity}, a {@link Scalar}, an {@link
 * InstantVector}, or a vector with its matching ({@link InstantVector#on}, {@link
 * InstantVector#ignoring}).
 *
 * @param <U> the unit of its values
 */
public sealed interface Operand<U extends Unit> permits Scalar, VectorOperand {
  /** The expression. */
  Expr expr();

  /** Which series of the two sides belong together; the default for a scalar. */
  default VectorMatching matching() {
    return VectorMatching.DEFAULT;
  }
}
