package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.Matcher;
import dev.tocsin.dsl.metric.Unit.Count;
import dev.tocsin.dsl.metric.Unit.Per;
import dev.tocsin.dsl.metric.Unit.Seconds;
import java.time.Duration;

/**
 * A metric that only grows. Its value says little; ask for a {@link #rate} or an {@link #increase}.
 *
 * @param <U> what it counts
 */
public final class Counter<U extends Unit> extends Metric {
  Counter(Selection selection) {
    super(selection);
  }

  /** Only the series that match. */
  public Counter<U> where(Matcher... matchers) {
    return new Counter<>(selection().where(matchers));
  }

  /** As it was that long ago. */
  public Counter<U> ago(Duration age) {
    return new Counter<>(selection().ago(age));
  }

  /**
   * Growth per second over the window: <a
   * href="https://prometheus.io/docs/prometheus/latest/querying/functions/#rate">{@code rate}</a>.
   * A series that is born inside the window counts from its first value on, not from 0.
   */
  public InstantVector<Per<U, Seconds>> rate(Window window) {
    return selection().over("rate", window);
  }

  /** Growth per second between the last two samples of the window. */
  public InstantVector<Per<U, Seconds>> instantRate(Window window) {
    return selection().over("irate", window);
  }

  /** Growth over the window, extrapolated to its edges, so not always whole. */
  public InstantVector<U> increase(Window window) {
    return selection().over("increase", window);
  }

  /** How often it started anew in the window. */
  public InstantVector<Count> resets(Window window) {
    return selection().over("resets", window);
  }

  /** The running totals of the window, for what is asked of all samples. */
  public RangeVector<U> over(Window window) {
    return new RangeVector<>(selection().matrix("", window));
  }

  /** The running total since the exporter started. */
  public InstantVector<U> total() {
    return new InstantVector<>(selection().vector(""));
  }
}
