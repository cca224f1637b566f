package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;

/**
 * A vector whose samples are native histograms, as {@link NativeHistogram#rate} gives it.
 *
 * @param <U> the unit of the observations
 */
public final class NativeHistogramVector<U extends Unit> {
  private final Expr expr;

  NativeHistogramVector(Expr expr) {
    this.expr = expr;
  }

  /** The sum of each group. */
  public NativeHistogramVector<U> sum(Grouping groups) {
    return new NativeHistogramVector<>(Expr.Aggregation.of(AggregationOp.SUM, groups, expr));
  }

  /** The sum over all series. */
  public NativeHistogramVector<U> sum() {
    return sum(Grouping.NONE);
  }

  /** The value below which the share {@code quantile} (0 to 1) of the observations lies. */
  public InstantVector<U> histogramQuantile(double quantile) {
    return new InstantVector<>(
        Expr.Call.of("histogram_quantile", InstantVector.number(quantile), expr));
  }

  /** The share of the observations between the two values. */
  public InstantVector<Ratio> histogramFraction(Quantity<U> lower, Quantity<U> upper) {
    return new InstantVector<>(
        Expr.Call.of("histogram_fraction", lower.expr(), upper.expr(), expr));
  }

  /** The average of the observations (Prometheus 2.51 or newer). */
  public InstantVector<U> histogramAvg() {
    return call("histogram_avg");
  }

  /** The number of observations, per second where this is a rate. */
  public InstantVector<Count> histogramCount() {
    return call("histogram_count");
  }

  /** The sum of the observations, per second where this is a rate. */
  public InstantVector<U> histogramSum() {
    return call("histogram_sum");
  }

  /** The standard deviation of the observations (Prometheus 2.47 or newer). */
  public InstantVector<U> histogramStddev() {
    return call("histogram_stddev");
  }

  /** The variance of the observations (Prometheus 2.47 or newer). */
  public InstantVector<Unknown> histogramStdvar() {
    return call("histogram_stdvar");
  }

  private <V extends Unit> InstantVector<V> call(String function) {
    return new InstantVector<>(Expr.Call.of(function, expr));
  }

  /** The expression in PromQL. */
  @Override
  public String toString() {
    return expr.text();
  }
}
