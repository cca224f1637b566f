package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import java.util.Objects;

/**
 * A single number that belongs to no series: a <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#expression-language-data-types">scalar</a>.
 * A {@link Quantity} is one that is written down.
 *
 * @param <U> its unit
 */
public sealed class Scalar<U extends Unit> implements Operand<U> permits Quantity {
  private final Expr expr;

  Scalar(Expr expr) {
    this.expr = Objects.requireNonNull(expr, "expr");
  }

  @Override
  public final Expr expr() {
    return expr;
  }

  /** One series without labels that has this value: {@code vector}. */
  public final InstantVector<U> vector() {
    return new InstantVector<>(Expr.Call.of("vector", expr));
  }

  /** The same number in another unit. */
  public <V extends Unit> Scalar<V> as(Class<V> unit) {
    return new Scalar<>(expr);
  }

  /** {@code scalar + vector}. */
  public final InstantVector<U> plus(InstantVector<U> vector) {
    return before(BinaryOp.ADD, vector);
  }

  /** {@code scalar - vector}, such as 1 - idle. */
  public final InstantVector<U> minus(InstantVector<U> vector) {
    return before(BinaryOp.SUBTRACT, vector);
  }

  /** {@code scalar * vector}; the scalar counts as a factor, so the vector's unit stays. */
  public final <V extends Unit> InstantVector<V> times(InstantVector<V> vector) {
    return before(BinaryOp.MULTIPLY, vector);
  }

  /** {@code scalar / vector} of one unit. */
  public final InstantVector<Ratio> dividedBy(InstantVector<U> vector) {
    return before(BinaryOp.DIVIDE, vector);
  }

  /** {@code scalar % vector}. */
  public final InstantVector<U> modulo(InstantVector<U> vector) {
    return before(BinaryOp.MODULO, vector);
  }

  /** {@code scalar ^ vector}. */
  public final InstantVector<Unknown> pow(InstantVector<?> vector) {
    return before(BinaryOp.POWER, vector);
  }

  private <V extends Unit> InstantVector<V> before(BinaryOp op, InstantVector<?> vector) {
    return new InstantVector<>(Expr.Binary.of(op, expr, vector.expr()));
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof Scalar<?> scalar && scalar.expr.equals(expr);
  }

  @Override
  public final int hashCode() {
    return expr.hashCode();
  }

  /** The expression in PromQL. */
  @Override
  public final String toString() {
    return expr.text();
  }
}
