package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.Expr;
import java.time.Duration;
import java.util.Objects;

/**
 * A <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#range-vector-selectors">range
 * vector</a>: the samples of each series over a range, from a metric or a subquery. Functions have
 * PromQL's names. It has no {@code rate}: only a {@link Counter} has.
 *
 * @param <U> the unit of the samples
 */
public final class RangeVector<U extends Unit> {
  private final Expr expr;

  RangeVector(Expr expr) {
    this.expr = Objects.requireNonNull(expr, "expr");
  }

  /** The expression. */
  public Expr expr() {
    return expr;
  }

  /** The average of the samples. */
  public InstantVector<U> avgOverTime() {
    return call("avg_over_time");
  }

  /** The smallest sample. */
  public InstantVector<U> minOverTime() {
    return call("min_over_time");
  }

  /** The largest sample. */
  public InstantVector<U> maxOverTime() {
    return call("max_over_time");
  }

  /** The sum of the samples. */
  public InstantVector<U> sumOverTime() {
    return call("sum_over_time");
  }

  /** The number of samples. */
  public InstantVector<Count> countOverTime() {
    return call("count_over_time");
  }

  /** The last sample. */
  public InstantVector<U> lastOverTime() {
    return call("last_over_time");
  }

  /** 1 for each series that has a sample. */
  public InstantVector<Count> presentOverTime() {
    return call("present_over_time");
  }

  /** The population standard deviation of the samples. */
  public InstantVector<U> stddevOverTime() {
    return call("stddev_over_time");
  }

  /** The population variance of the samples. */
  public InstantVector<Unknown> stdvarOverTime() {
    return call("stdvar_over_time");
  }

  /** The median absolute deviation of the samples. Experimental in Prometheus. */
  public InstantVector<U> madOverTime() {
    return call("mad_over_time");
  }

  /** When the last sample was taken. Experimental in Prometheus. */
  public InstantVector<Timestamp> tsOfLastOverTime() {
    return call("ts_of_last_over_time");
  }

  /** When the largest sample was taken. Experimental in Prometheus. */
  public InstantVector<Timestamp> tsOfMaxOverTime() {
    return call("ts_of_max_over_time");
  }

  /** When the smallest sample was taken. Experimental in Prometheus. */
  public InstantVector<Timestamp> tsOfMinOverTime() {
    return call("ts_of_min_over_time");
  }

  /** The difference between the first and the last sample, extrapolated to the range. */
  public InstantVector<U> delta() {
    return call("delta");
  }

  /** The difference between the last two samples. */
  public InstantVector<U> idelta() {
    return call("idelta");
  }

  /** The slope per second, by linear regression. */
  public InstantVector<Per<U, Seconds>> deriv() {
    return call("deriv");
  }

  /** How often the value changed. */
  public InstantVector<Count> changes() {
    return call("changes");
  }

  /** How often the value decreased, as a counter does when its process restarts. */
  public InstantVector<Count> resets() {
    return call("resets");
  }

  /** Holds when no series has a sample; the result has the labels of equality matchers only. */
  public Condition absentOverTime() {
    return new Condition(Expr.Call.of("absent_over_time", expr));
  }

  /** The quantile (0 to 1) of the samples. */
  public InstantVector<U> quantileOverTime(double quantile) {
    return new InstantVector<>(
        Expr.Call.of("quantile_over_time", Expr.NumberLiteral.of(quantile), expr));
  }

  /** The value that much later, by linear regression. */
  public InstantVector<U> predictLinear(Duration ahead) {
    return new InstantVector<>(
        Expr.Call.of("predict_linear", expr, Expr.NumberLiteral.of(ahead.toMillis() / 1000.0)));
  }

  /**
   * Smoothed by the smoothing factor and the trend factor, both between 0 and 1 ({@code
   * holt_winters} before Prometheus 3.0). Experimental in Prometheus.
   */
  public InstantVector<U> doubleExponentialSmoothing(double smoothing, double trend) {
    return new InstantVector<>(
        Expr.Call.of(
            "double_exponential_smoothing",
            expr,
            Expr.NumberLiteral.of(smoothing),
            Expr.NumberLiteral.of(trend)));
  }

  private <V extends Unit> InstantVector<V> call(String function) {
    return new InstantVector<>(Expr.Call.of(function, expr));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RangeVector<?> range && range.expr.equals(expr);
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
