package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.VectorMatching;
import java.util.Objects;

/**
 * What an alert fires on: an expression that returns a series for everything that is wrong, and
 * none when nothing is. Comparing an {@link InstantVector} makes one; the comparison filters, as
 * PromQL's does without {@code bool}.
 */
public final class Condition implements SetOperand {
  private final Expr expr;

  Condition(Expr expr) {
    this.expr = Objects.requireNonNull(expr, "expr");
  }

  @Override
  public Expr expr() {
    return expr;
  }

  /**
   * {@code and}: the series of this side that have a match on the other, with this side's values.
   */
  public Condition and(SetOperand other) {
    return binary(BinaryOp.AND, other);
  }

  /** {@code or}: the series of this side, and those of the other that have no match here. */
  public Condition or(SetOperand other) {
    return binary(BinaryOp.OR, other);
  }

  /** {@code unless}: the series of this side that have no match on the other. */
  public Condition unless(SetOperand other) {
    return binary(BinaryOp.UNLESS, other);
  }

  /** As the right-hand side of an operator: series match when they agree on these labels. */
  public SetOperand on(Label... labels) {
    return new Matched(expr, VectorMatching.on(InstantVector.names(labels)));
  }

  /** As the right-hand side of an operator: series match when they agree on all other labels. */
  public SetOperand ignoring(Label... labels) {
    return new Matched(expr, VectorMatching.ignoring(InstantVector.names(labels)));
  }

  /**
   * The comparison with the modifier {@code bool}: 1 where it holds and 0 where it does not,
   * instead of filtering.
   *
   * @throws IllegalStateException when this is not a single comparison
   */
  public InstantVector<Bool> bool() {
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
        "bool() of \""
            + this
            + "\": only a comparison takes the modifier bool; fix: call bool() on each comparison");
  }

  /** The values of the series for which it holds. */
  public InstantVector<Unknown> values() {
    return new InstantVector<>(expr);
  }

  private Condition binary(BinaryOp op, SetOperand other) {
    return new Condition(Expr.Binary.of(op, expr, other.expr(), other.matching()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.expr.equals(expr);
  }

  @Override
  public int hashCode() {
    return expr.hashCode();
  }

  /** The expression in PromQL. */
  @Override
  public String toString() {
    return expr.text();
  }
}
