package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.Matcher;
import dev.tocsin.dsl.metric.Unit.Count;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A <a href="https://prometheus.io/docs/concepts/metric_types/#histogram">classic histogram</a>.
 *
 * @param <U> what is observed
 */
public final class Histogram<U extends Unit> extends Metric {
  private static final String BUCKET_BOUNDARY = "le";

  Histogram(Selection selection) {
    super(selection);
  }

  /** Only the series that match. */
  public Histogram<U> where(Matcher... matchers) {
    return new Histogram<>(selection().where(matchers));
  }

  /** As it was that long ago. */
  public Histogram<U> ago(Duration age) {
    return new Histogram<>(selection().ago(age));
  }

  /**
   * The value below which the share {@code quantile} (0 to 1) of the window's observations lies,
   * one for each group. The bucket boundary {@code le} need not be named. No observations give NaN,
   * which no comparison holds for.
   */
  public InstantVector<U> quantile(double quantile, Window window, Grouping groups) {
    return new InstantVector<>(
        Expr.Call.of(
            "histogram_quantile",
            Expr.NumberLiteral.of(quantile),
            Expr.Aggregation.of(
                AggregationOp.SUM,
                withBoundary(groups),
                Expr.Call.of("rate", selection().matrix("_bucket", window)))));
  }

  private static Grouping withBoundary(Grouping groups) {
    if (groups.without()) {
      return groups;
    }
    List<String> labels = new ArrayList<>(groups.labels());
    labels.add(BUCKET_BOUNDARY);
    return Grouping.by(labels);
  }

  /** How many observations there were: {@code _count}. */
  public Counter<Count> observations() {
    return new Counter<>(selection().named(name() + "_count", Count.class));
  }

  /** What they add up to: {@code _sum}. */
  public Counter<U> sum() {
    return new Counter<>(selection().named(name() + "_sum", unit()));
  }

  /** The mean of the window's observations, one for each group. */
  public InstantVector<U> average(Window window, Grouping groups) {
    return new InstantVector<>(
        Expr.Binary.of(
            dev.tocsin.dsl.promql.BinaryOp.DIVIDE,
            sum().rate(window).sum(groups).expr(),
            observations().rate(window).sum(groups).expr()));
  }
}
