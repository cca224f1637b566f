package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.Expr;
import java.util.Objects;

/**
 * A single number that belongs to no series, computed at each evaluation: a <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#expression-language-data-types">scalar</a>.
 *
 * @param <U> what it counts
 */
public final class Scalar<U extends Unit> {
  private final Expr expr;

  Scalar(Expr expr) {
    this.expr = Objects.requireNonNull(expr, "expr");
  }

  /** The tree that it stands for. */
  public Expr expr() {
    return expr;
  }

  /** One series without labels, of this number. */
  public InstantVector<U> asVector() {
    return new InstantVector<>(Expr.Call.of("vector", expr));
  }

  /** The same number, taken for another unit. */
  public <V extends Unit> Scalar<V> as(Class<V> unit) {
    return new Scalar<>(expr);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scalar && ((Scalar<?>) other).expr.equals(expr);
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
