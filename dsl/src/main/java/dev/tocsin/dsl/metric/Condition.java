package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.VectorMatching;
import java.util.Objects;

/**
 * What an alert fires on: an expression that has a series for each thing that is wrong, and none
 * when nothing is. Made by comparing an {@link InstantVector}.
 */
public final class Condition {
  private final Expr expr;

  Condition(Expr expr) {
    this.expr = Objects.requireNonNull(expr, "expr");
  }

  /** The tree that it stands for. */
  public Expr expr() {
    return expr;
  }

  /** Holds where both do, for series that have the same labels; keeps this one's numbers. */
  public Condition and(Condition other) {
    return binary(BinaryOp.AND, other, VectorMatching.DEFAULT);
  }

  /** Holds where both do, for series that {@code matching} brings together. */
  public Condition and(Condition other, VectorMatching matching) {
    return binary(BinaryOp.AND, other, matching);
  }

  /** Holds where either does. */
  public Condition or(Condition other) {
    return binary(BinaryOp.OR, other, VectorMatching.DEFAULT);
  }

  /**
   * Holds where this does, and where the other does without one of this that {@code matching}
   * brings.
   */
  public Condition or(Condition other, VectorMatching matching) {
    return binary(BinaryOp.OR, other, matching);
  }

  /** Holds where this does and the other does not, for series that have the same labels. */
  public Condition unless(Condition other) {
    return binary(BinaryOp.UNLESS, other, VectorMatching.DEFAULT);
  }

  /** Holds where this does and none that {@code matching} brings does. */
  public Condition unless(Condition other, VectorMatching matching) {
    return binary(BinaryOp.UNLESS, other, matching);
  }

  /**
   * 1 where the comparison holds and 0 where it does not, instead of no series: {@code bool}.
   *
   * @throws IllegalStateException when this is no comparison, but put together of several
   */
  public InstantVector<Unit.Count> asNumber() {
    if (expr instanceof Expr.Binary comparison && comparison.op().isComparison()) {
      return new InstantVector<>(
          new Expr.Binary(
              comparison.op(),
              comparison.left(),
              comparison.right(),
              true,
              comparison.matching(),
              comparison.span()));
    }
    throw new IllegalStateException(
        "only a single comparison is a number, and this is "
            + this
            + ": ask each part for its own");
  }

  /** The numbers of the series for which it holds. */
  public InstantVector<Unit.Unknown> values() {
    return new InstantVector<>(expr);
  }

  private Condition binary(BinaryOp op, Condition other, VectorMatching matching) {
    return new Condition(Expr.Binary.of(op, expr, other.expr, matching));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition && ((Condition) other).expr.equals(expr);
  }

  @Override
  public int hashCode() {
    return expr.hashCode();
  }

  /** The expression as PromQL writes it. */
  @Override
  public String toString() {
    return expr.text();
  }
}
