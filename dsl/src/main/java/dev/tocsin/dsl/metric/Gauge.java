package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.Matcher;
import dev.tocsin.dsl.metric.Unit.Count;
import dev.tocsin.dsl.metric.Unit.Per;
import dev.tocsin.dsl.metric.Unit.Seconds;
import dev.tocsin.dsl.promql.Expr;
import java.time.Duration;

/**
 * A metric that goes up and down. It has no rate: a gauge that falls would look like a counter that
 * started anew.
 *
 * @param <U> what it measures
 */
public final class Gauge<U extends Unit> extends Metric {
  Gauge(Selection selection) {
    super(selection);
  }

  /** Only the series that match. */
  public Gauge<U> where(Matcher... matchers) {
    return new Gauge<>(selection().where(matchers));
  }

  /** As it was that long ago. */
  public Gauge<U> ago(Duration age) {
    return new Gauge<>(selection().ago(age));
  }

  /** Its last value. */
  public InstantVector<U> now() {
    return new InstantVector<>(selection().vector(""));
  }

  /** All its values in the window, for what else is asked of them. */
  public RangeVector<U> over(Window window) {
    return new RangeVector<>(selection().matrix("", window));
  }

  /** The mean of its values in the window. */
  public InstantVector<U> averageOver(Window window) {
    return selection().over("avg_over_time", window);
  }

  /** The highest of its values in the window. */
  public InstantVector<U> highestOver(Window window) {
    return selection().over("max_over_time", window);
  }

  /** The lowest of its values in the window. */
  public InstantVector<U> lowestOver(Window window) {
    return selection().over("min_over_time", window);
  }

  /** The last of its values in the window, however old. */
  public InstantVector<U> lastOver(Window window) {
    return selection().over("last_over_time", window);
  }

  /** The value below which the share {@code quantile} (0 to 1) of its values in the window lies. */
  public InstantVector<U> quantileOver(double quantile, Window window) {
    return new InstantVector<>(
        Expr.Call.of(
            "quantile_over_time", Expr.NumberLiteral.of(quantile), selection().matrix("", window)));
  }

  /** How many samples the window holds. */
  public InstantVector<Count> samplesOver(Window window) {
    return selection().over("count_over_time", window);
  }

  /** The difference between the ends of the window, extrapolated to its edges. */
  public InstantVector<U> delta(Window window) {
    return selection().over("delta", window);
  }

  /** The slope of a straight line through the window's samples, per second. */
  public InstantVector<Per<U, Seconds>> slope(Window window) {
    return selection().over("deriv", window);
  }

  /** Where a straight line through the window's samples will be that far ahead. */
  public InstantVector<U> predicted(Window window, Duration ahead) {
    return selection()
        .over("predict_linear", window, Expr.NumberLiteral.of(ahead.toMillis() / 1000.0));
  }

  /** How often its value changed in the window. */
  public InstantVector<Count> changes(Window window) {
    return selection().over("changes", window);
  }

  /**
   * Holds when no series matches: <a
   * href="https://prometheus.io/docs/prometheus/latest/querying/functions/#absent">{@code
   * absent}</a>. It carries the labels of equality matchers only.
   */
  public Condition isAbsent() {
    return now().isAbsent();
  }

  /** Holds when no series matched at any time in the window. */
  public Condition isAbsentOver(Window window) {
    return new Condition(Expr.Call.of("absent_over_time", selection().matrix("", window)));
  }
}
