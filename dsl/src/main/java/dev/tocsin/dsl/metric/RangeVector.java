package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.metric.Unit.Count;
import dev.tocsin.dsl.metric.Unit.Per;
import dev.tocsin.dsl.metric.Unit.Seconds;
import dev.tocsin.dsl.metric.Unit.Timestamp;
import dev.tocsin.dsl.metric.Unit.Unknown;
import dev.tocsin.dsl.promql.Expr;
import java.time.Duration;
import java.util.Objects;

/**
 * All samples of a window, for each series: a <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#range-vector-selectors">range
 * vector</a>. It comes from a metric, or from an expression that is asked for again and again.
 *
 * <p>It has no rate: only a {@link Counter} does.
 *
 * @param <U> what the samples count
 */
public final class RangeVector<U extends Unit> {
  private final Expr expr;

  RangeVector(Expr expr) {
    this.expr = Objects.requireNonNull(expr, "expr");
  }

  /** The tree that it stands for. */
  public Expr expr() {
    return expr;
  }

  /** The mean of the samples. */
  public InstantVector<U> average() {
    return call("avg_over_time");
  }

  /** The highest sample. */
  public InstantVector<U> highest() {
    return call("max_over_time");
  }

  /** The lowest sample. */
  public InstantVector<U> lowest() {
    return call("min_over_time");
  }

  /** The last sample. */
  public InstantVector<U> last() {
    return call("last_over_time");
  }

  /** The sum of the samples. */
  public InstantVector<U> sum() {
    return call("sum_over_time");
  }

  /** How many samples there are. */
  public InstantVector<Count> samples() {
    return call("count_over_time");
  }

  /** 1 for each series that has a sample. */
  public InstantVector<Count> presence() {
    return call("present_over_time");
  }

  /** Holds when no series has a sample; it carries the labels of equality matchers only. */
  public Condition isAbsent() {
    return new Condition(Expr.Call.of("absent_over_time", expr));
  }

  /** The value below which the share {@code quantile} (0 to 1) of the samples lies. */
  public InstantVector<U> quantile(double quantile) {
    return new InstantVector<>(
        Expr.Call.of("quantile_over_time", Expr.NumberLiteral.of(quantile), expr));
  }

  /** The standard deviation of the samples. */
  public InstantVector<U> deviation() {
    return call("stddev_over_time");
  }

  /** The variance of the samples. */
  public InstantVector<Unknown> variance() {
    return call("stdvar_over_time");
  }

  /** The difference between the ends of the window, extrapolated to its edges. */
  public InstantVector<U> delta() {
    return call("delta");
  }

  /** The difference between the last two samples. */
  public InstantVector<U> instantDelta() {
    return call("idelta");
  }

  /** The slope of a straight line through the samples, per second. */
  public InstantVector<Per<U, Seconds>> slope() {
    return call("deriv");
  }

  /** Where a straight line through the samples will be that far ahead. */
  public InstantVector<U> predicted(Duration ahead) {
    return new InstantVector<>(
        Expr.Call.of("predict_linear", expr, Expr.NumberLiteral.of(ahead.toMillis() / 1000.0)));
  }

  /** How often the value changed. */
  public InstantVector<Count> changes() {
    return call("changes");
  }

  /** How often the value fell, as a counter's does when it starts anew. */
  public InstantVector<Count> resets() {
    return call("resets");
  }

  /**
   * The last sample, smoothed: {@code level} (0 to 1) is how much the newest counts, {@code trend}
   * how much its slope does. Experimental in Prometheus.
   */
  public InstantVector<U> smoothed(double level, double trend) {
    return new InstantVector<>(
        Expr.Call.of(
            "double_exponential_smoothing",
            expr,
            Expr.NumberLiteral.of(level),
            Expr.NumberLiteral.of(trend)));
  }

  /** The median absolute deviation of the samples. Experimental in Prometheus. */
  public InstantVector<U> medianDeviation() {
    return call("mad_over_time");
  }

  /** When the last sample was taken. Experimental in Prometheus. */
  public InstantVector<Timestamp> momentOfLast() {
    return call("ts_of_last_over_time");
  }

  /** When the highest sample was taken. Experimental in Prometheus. */
  public InstantVector<Timestamp> momentOfHighest() {
    return call("ts_of_max_over_time");
  }

  /** When the lowest sample was taken. Experimental in Prometheus. */
  public InstantVector<Timestamp> momentOfLowest() {
    return call("ts_of_min_over_time");
  }

  private <V extends Unit> InstantVector<V> call(String function) {
    return new InstantVector<>(Expr.Call.of(function, expr));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RangeVector && ((RangeVector<?>) other).expr.equals(expr);
  }

  @Override
  public int hashCode() {
    return expr.hashCode();
  }

  /** The range as PromQL writes it. */
  @Override
  public String toString() {
    return expr.text();
  }
}
