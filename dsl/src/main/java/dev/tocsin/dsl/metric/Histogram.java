package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.Matcher;
import java.time.Duration;

/**
 * A <a href="https://prometheus.io/docs/concepts/metric_types/#histogram">classic histogram</a>:
 * {@code TTFT.rate(ofMinutes(5)).sum(by(JOB)).histogramQuantile(0.95)} is {@code
 * histogram_quantile(0.95, sum by (job, le) (rate(…_bucket[5m])))}.
 *
 * @param <U> the unit of the observations
 */
public final class Histogram<U extends Unit> implements Metric {
  private final Selection selection;

  Histogram(Selection selection) {
    this.selection = selection;
  }

  @Override
  public Selection selection() {
    return selection;
  }

  /** Only the series that match all of these. */
  public Histogram<U> where(Matcher... matchers) {
    return new Histogram<>(selection.where(matchers));
  }

  /** {@code offset}: as it was that long ago. */
  public Histogram<U> offset(Duration offset) {
    return new Histogram<>(selection.offset(offset));
  }

  /** The per-second increase of its buckets over the range. */
  public HistogramBuckets<U> rate(Duration range) {
    return new HistogramBuckets<>(selection.over("rate", "_bucket", range));
  }

  /** The increase of its buckets over the range. */
  public HistogramBuckets<U> increase(Duration range) {
    return new HistogramBuckets<>(selection.over("increase", "_bucket", range));
  }

  /** The number of observations: the counter {@code _count}. */
  public Counter<Count> count() {
    return new Counter<>(selection.named(name() + "_count", Count.class));
  }

  /** The sum of the observations: the counter {@code _sum}. */
  public Counter<U> sum() {
    return new Counter<>(selection.named(name() + "_sum", unit()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Histogram<?> histogram && histogram.selection.equals(selection);
  }

  @Override
  public int hashCode() {
    return selection.hashCode();
  }

  /** The name as a selector in PromQL. */
  @Override
  public String toString() {
    return selection.vector("").text();
  }
}
