package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.Matcher;
import dev.tocsin.dsl.metric.Unit.Count;
import dev.tocsin.dsl.metric.Unit.Per;
import dev.tocsin.dsl.metric.Unit.Ratio;
import dev.tocsin.dsl.metric.Unit.Seconds;
import dev.tocsin.dsl.metric.Unit.Unknown;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import java.time.Duration;

/**
 * A <a href="https://prometheus.io/docs/specs/native_histograms/">native histogram</a>: one series
 * whose samples are whole histograms.
 *
 * @param <U> what is observed
 */
public final class NativeHistogram<U extends Unit> extends Metric {
  NativeHistogram(Selection selection) {
    super(selection);
  }

  /** Only the series that match. */
  public NativeHistogram<U> where(Matcher... matchers) {
    return new NativeHistogram<>(selection().where(matchers));
  }

  /** As it was that long ago. */
  public NativeHistogram<U> ago(Duration age) {
    return new NativeHistogram<>(selection().ago(age));
  }

  /** The value below which the share {@code quantile} (0 to 1) of the observations lies. */
  public InstantVector<U> quantile(double quantile, Window window, Grouping groups) {
    return new InstantVector<>(
        Expr.Call.of("histogram_quantile", Expr.NumberLiteral.of(quantile), grown(window, groups)));
  }

  /** The share of the observations that lie between the two, the lower not included. */
  public InstantVector<Ratio> shareBetween(
      Quantity<U> lower, Quantity<U> upper, Window window, Grouping groups) {
    return new InstantVector<>(
        Expr.Call.of(
            "histogram_fraction",
            Expr.NumberLiteral.of(lower.value()),
            Expr.NumberLiteral.of(upper.value()),
            grown(window, groups)));
  }

  /** The mean of the observations (from Prometheus 2.51 on). */
  public InstantVector<U> average(Window window, Grouping groups) {
    return call("histogram_avg", window, groups);
  }

  /** How many observations there were per second. */
  public InstantVector<Per<Count, Seconds>> observations(Window window, Grouping groups) {
    return call("histogram_count", window, groups);
  }

  /** What they added up to per second. */
  public InstantVector<Per<U, Seconds>> sum(Window window, Grouping groups) {
    return call("histogram_sum", window, groups);
  }

  /** The standard deviation of the observations (from Prometheus 2.47 on). */
  public InstantVector<U> deviation(Window window, Grouping groups) {
    return call("histogram_stddev", window, groups);
  }

  /** The variance of the observations (from Prometheus 2.47 on). */
  public InstantVector<Unknown> variance(Window window, Grouping groups) {
    return call("histogram_stdvar", window, groups);
  }

  private <V extends Unit> InstantVector<V> call(String function, Window window, Grouping groups) {
    return new InstantVector<>(Expr.Call.of(function, grown(window, groups)));
  }

  private Expr grown(Window window, Grouping groups) {
    return Expr.Aggregation.of(
        AggregationOp.SUM, groups, Expr.Call.of("rate", selection().matrix("", window)));
  }
}
