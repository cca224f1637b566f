package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import java.util.ArrayList;
import java.util.List;

/**
 * The buckets of a classic histogram, as {@link Histogram#rate} gives them.
 *
 * @param <U> the unit of the observations
 */
public final class HistogramBuckets<U extends Unit> {
  private static final String BUCKET_BOUNDARY = "le";

  private final Expr expr;

  HistogramBuckets(InstantVector<?> buckets) {
    this(buckets.expr());
  }

  private HistogramBuckets(Expr expr) {
    this.expr = expr;
  }

  /** The sum of each group; {@code le} is kept and need not be named. */
  public HistogramBuckets<U> sum(Grouping groups) {
    return new HistogramBuckets<>(
        Expr.Aggregation.of(AggregationOp.SUM, withBoundary(groups), expr));
  }

  /** The sum over all series: {@code sum by (le)}. */
  public HistogramBuckets<U> sum() {
    return sum(Grouping.NONE);
  }

  private static Grouping withBoundary(Grouping groups) {
    if (groups.without()) {
      return groups;
    }
    List<String> labels = new ArrayList<>(groups.labels());
    labels.add(BUCKET_BOUNDARY);
    return Grouping.by(labels);
  }

  /**
   * The value below which the share {@code quantile} (0 to 1) of the observations lies. No
   * observations give NaN, for which no comparison holds.
   */
  public InstantVector<U> histogramQuantile(double quantile) {
    return new InstantVector<>(
        Expr.Call.of("histogram_quantile", InstantVector.number(quantile), expr));
  }

  /** The share of the observations between the two values. */
  public InstantVector<Ratio> histogramFraction(Quantity<U> lower, Quantity<U> upper) {
    return new InstantVector<>(
        Expr.Call.of("histogram_fraction", lower.expr(), upper.expr(), expr));
  }

  /** The buckets as a plain vector, for what has no method here. */
  public InstantVector<Unknown> vector() {
    return new InstantVector<>(expr);
  }

  /** The expression in PromQL. */
  @Override
  public String toString() {
    return expr.text();
  }
}
