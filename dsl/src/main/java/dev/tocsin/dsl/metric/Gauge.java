package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.Matcher;
import java.time.Duration;

/**
 * A <a href="https://prometheus.io/docs/concepts/metric_types/#gauge">gauge</a>: a value that goes
 * up and down. It is the instant vector of its last values, so {@code UP.isEqualTo(FALSE)} is
 * {@code up == 0}. It has no {@code rate}: a gauge that falls would look like a counter that was
 * reset.
 *
 * @param <U> the unit of its values
 */
public final class Gauge<U extends Unit> extends InstantVector<U> implements Metric {
  private final Selection selection;

  Gauge(Selection selection) {
    super(selection.vector(""));
    this.selection = selection;
  }

  @Override
  public Selection selection() {
    return selection;
  }

  /** Only the series that match all of these. */
  public Gauge<U> where(Matcher... matchers) {
    return new Gauge<>(selection.where(matchers));
  }

  /** {@code offset}: as it was that long ago. */
  public Gauge<U> offset(Duration offset) {
    return new Gauge<>(selection.offset(offset));
  }

  /** Its samples over the range: {@code x[5m]}. */
  public RangeVector<U> range(Duration range) {
    return new RangeVector<>(selection.matrix("", range));
  }

  /** The average of the samples. */
  public InstantVector<U> avgOverTime(Duration range) {
    return range(range).avgOverTime();
  }

  /** The smallest sample. */
  public InstantVector<U> minOverTime(Duration range) {
    return range(range).minOverTime();
  }

  /** The largest sample. */
  public InstantVector<U> maxOverTime(Duration range) {
    return range(range).maxOverTime();
  }

  /** The sum of the samples. */
  public InstantVector<U> sumOverTime(Duration range) {
    return range(range).sumOverTime();
  }

  /** The number of samples. */
  public InstantVector<Count> countOverTime(Duration range) {
    return range(range).countOverTime();
  }

  /** The last sample. */
  public InstantVector<U> lastOverTime(Duration range) {
    return range(range).lastOverTime();
  }

  /** 1 for each series that has a sample. */
  public InstantVector<Count> presentOverTime(Duration range) {
    return range(range).presentOverTime();
  }

  /** The population standard deviation of the samples. */
  public InstantVector<U> stddevOverTime(Duration range) {
    return range(range).stddevOverTime();
  }

  /** The population variance of the samples. */
  public InstantVector<Unknown> stdvarOverTime(Duration range) {
    return range(range).stdvarOverTime();
  }

  /** The median absolute deviation of the samples. Experimental in Prometheus. */
  public InstantVector<U> madOverTime(Duration range) {
    return range(range).madOverTime();
  }

  /** When the last sample was taken. Experimental in Prometheus. */
  public InstantVector<Timestamp> tsOfLastOverTime(Duration range) {
    return range(range).tsOfLastOverTime();
  }

  /** When the largest sample was taken. Experimental in Prometheus. */
  public InstantVector<Timestamp> tsOfMaxOverTime(Duration range) {
    return range(range).tsOfMaxOverTime();
  }

  /** When the smallest sample was taken. Experimental in Prometheus. */
  public InstantVector<Timestamp> tsOfMinOverTime(Duration range) {
    return range(range).tsOfMinOverTime();
  }

  /** The difference between the first and the last sample, extrapolated to the range. */
  public InstantVector<U> delta(Duration range) {
    return range(range).delta();
  }

  /** The difference between the last two samples. */
  public InstantVector<U> idelta(Duration range) {
    return range(range).idelta();
  }

  /** The slope per second, by linear regression. */
  public InstantVector<Per<U, Seconds>> deriv(Duration range) {
    return range(range).deriv();
  }

  /** How often the value changed. */
  public InstantVector<Count> changes(Duration range) {
    return range(range).changes();
  }

  /** Holds when no series has a sample; the result has the labels of equality matchers only. */
  public Condition absentOverTime(Duration range) {
    return range(range).absentOverTime();
  }

  /** The quantile (0 to 1) of the samples. */
  public InstantVector<U> quantileOverTime(double quantile, Duration range) {
    return range(range).quantileOverTime(quantile);
  }

  /** The value that much later, by linear regression over the range. */
  public InstantVector<U> predictLinear(Duration range, Duration ahead) {
    return range(range).predictLinear(ahead);
  }
}
