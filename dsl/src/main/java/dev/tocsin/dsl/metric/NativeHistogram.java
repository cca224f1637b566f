package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.Matcher;
import java.time.Duration;

/**
 * A <a href="https://prometheus.io/docs/specs/native_histograms/">native histogram</a>: one series
 * whose samples are whole histograms.
 *
 * @param <U> the unit of the observations
 */
public final class NativeHistogram<U extends Unit> implements Metric {
  private final Selection selection;

  NativeHistogram(Selection selection) {
    this.selection = selection;
  }

  @Override
  public Selection selection() {
    return selection;
  }

  /** Only the series that match all of these. */
  public NativeHistogram<U> where(Matcher... matchers) {
    return new NativeHistogram<>(selection.where(matchers));
  }

  /** {@code offset}: as it was that long ago. */
  public NativeHistogram<U> offset(Duration offset) {
    return new NativeHistogram<>(selection.offset(offset));
  }

  /** The per-second increase over the range. */
  public NativeHistogramVector<U> rate(Duration range) {
    return new NativeHistogramVector<>(selection.over("rate", range).expr());
  }

  /** The increase over the range. */
  public NativeHistogramVector<U> increase(Duration range) {
    return new NativeHistogramVector<>(selection.over("increase", range).expr());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NativeHistogram<?> histogram && histogram.selection.equals(selection);
  }

  @Override
  public int hashCode() {
    return selection.hashCode();
  }

  /** The selector in PromQL. */
  @Override
  public String toString() {
    return selection.vector("").text();
  }
}
