package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.VectorMatching;

/**
 * A vector on the right-hand side of an operator, with its <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/operators/#vector-matching">vector
 * matching</a>: {@code a.dividedBy(b.on(JOB).groupLeft())} is {@code a / on (job) group_left () b}.
 *
 * @param <U> the unit of its values
 */
public final class MatchedVector<U extends Unit> implements VectorOperand<U> {
  private final Expr expr;
  private final VectorMatching matching;

  MatchedVector(Expr expr, VectorMatching matching) {
    this.expr = expr;
    this.matching = matching;
  }

  /**
   * Many series on the left match one here, whose labels {@code include} are copied to the result.
   */
  public MatchedVector<U> groupLeft(Label... include) {
    return new MatchedVector<>(expr, matching.groupLeft(InstantVector.names(include)));
  }

  /**
   * One series on the left, whose labels {@code include} are copied to the result, matches many
   * here.
   */
  public MatchedVector<U> groupRight(Label... include) {
    return new MatchedVector<>(expr, matching.groupRight(InstantVector.names(include)));
  }

  @Override
  public Expr expr() {
    return expr;
  }

  @Override
  public VectorMatching matching() {
    return matching;
  }
}
