package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.Matcher;
import java.time.Duration;

/**
 * A <a href="https://prometheus.io/docs/concepts/metric_types/#counter">counter</a>: a value that
 * only grows, or is reset to 0 when its process restarts. Ask for a {@link #rate} or an {@link
 * #increase}.
 *
 * @param <U> the unit of its values
 */
public final class Counter<U extends Unit> implements Metric {
  private final Selection selection;

  Counter(Selection selection) {
    this.selection = selection;
  }

  @Override
  public Selection selection() {
    return selection;
  }

  /** Only the series that match all of these. */
  public Counter<U> where(Matcher... matchers) {
    return new Counter<>(selection.where(matchers));
  }

  /** {@code offset}: as it was that long ago. */
  public Counter<U> offset(Duration offset) {
    return new Counter<>(selection.offset(offset));
  }

  /**
   * The per-second increase over the range: <a
   * href="https://prometheus.io/docs/prometheus/latest/querying/functions/#rate">{@code rate}</a>.
   * A series that begins inside the range counts from its first value on, not from 0.
   */
  public InstantVector<Per<U, Seconds>> rate(Duration range) {
    return selection.over("rate", range);
  }

  /** The per-second increase between the last two samples of the range. */
  public InstantVector<Per<U, Seconds>> irate(Duration range) {
    return selection.over("irate", range);
  }

  /** The increase over the range, extrapolated to its edges, so not always an integer. */
  public InstantVector<U> increase(Duration range) {
    return selection.over("increase", range);
  }

  /** How often it was reset. */
  public InstantVector<Count> resets(Duration range) {
    return selection.over("resets", range);
  }

  /** Its samples over the range: {@code x[5m]}. */
  public RangeVector<U> range(Duration range) {
    return new RangeVector<>(selection.matrix("", range));
  }

  /** Its last value, which is the total since the process started: the plain selector. */
  public InstantVector<U> value() {
    return new InstantVector<>(selection.vector(""));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Counter<?> counter && counter.selection.equals(selection);
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
