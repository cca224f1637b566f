package dev.tocsin.harness.series;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a target exports from a moment on. All rates are per second of virtual time; labels are
 * names and values in turn.
 *
 * <pre>{@code
 * load().gauge("llm_model_loaded", 1, "model", "small")
 *     .counter("llm_requests_total", 2, "model", "small", "code", "200")
 *     .histogram("llm_time_to_first_token_seconds", BUCKETS, observations().of(0.3, 2))
 * }</pre>
 *
 * <p>Counts are not rounded to whole events: two a minute have grown by one half after 15 seconds,
 * so that what Prometheus computes is exactly what is written here.
 */
public final class Load {
  private static final Load NOTHING = new Load(new TreeMap<>());

  private final SortedMap<SeriesId, Shape> shapes;

  private Load(SortedMap<SeriesId, Shape> shapes) {
    this.shapes = Collections.unmodifiableSortedMap(shapes);
  }

  /** No series at all: the target answers, and says nothing. */
  public static Load load() {
    return NOTHING;
  }

  /** With a gauge that stays at this value; it replaces an earlier one of these labels. */
  public Load gauge(String name, double value, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Level(value, 0));
  }

  /** With a gauge that begins at a value and changes by so much a second. */
  public Load ramp(String name, double from, double perSecond, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Level(from, perSecond));
  }

  /**
   * With a gauge that tells when the target last started, such as {@code
   * process_start_time_seconds}.
   */
  public Load startTime(String name, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Birth());
  }

  /**
   * With a gauge that tells a moment, such as when a certificate expires ({@code ofDays(13)}) or
   * when a backup last succeeded ({@code ofHours(26).negated()}): so far from the beginning of this
   * load by the clock of the case, which {@code time()} reads in every way of proving. It stays the
   * same while time goes on.
   */
  public Load timestamp(String name, Duration fromBegin, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Moment(fromBegin, false));
  }

  /**
   * With a gauge that tells a moment which is so far from now all the time, as that of a job that
   * succeeds again and again: {@code time()} less it stays the same.
   */
  public Load movingTimestamp(String name, Duration fromNow, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Moment(fromNow, true));
  }

  /** With a counter that grows by so much a second; 0 for one that is there and stands still. */
  public Load counter(String name, double perSecond, String... labels) {
    return with(SeriesId.of(name, labels), growth(name, 0, perSecond));
  }

  /** With a counter that grows by so much at the moment at which the load begins, and then not. */
  public Load burst(String name, double count, String... labels) {
    return with(SeriesId.of(name, labels), growth(name, count, 0));
  }

  private static Shape growth(String name, double atOnce, double perSecond) {
    if (atOnce < 0 || perSecond < 0) {
      throw new IllegalArgumentException(
          "counter \"" + name + "\" would fall: counters only grow; use a gauge, or restart");
    }
    return new Shape.Growth(atOnce, perSecond);
  }

  /**
   * With a classic histogram. Its bucket boundaries are finite and ascend; the one to infinity is
   * added. Prometheus 3 stores {@code le} otherwise than it is exported; see {@link FloatLabels}.
   */
  public Load histogram(
      String name, List<Double> boundaries, Observations observations, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Distribution(boundaries, observations));
  }

  /**
   * With a summary, whose quantiles are those of what this load observes, without what was observed
   * before it; NaN while it observes nothing, as Go's client library has it.
   *
   * @param quantiles between 0 and 1
   */
  public Load summary(
      String name, List<Double> quantiles, Observations observations, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Quantiles(quantiles, observations));
  }

  /** Without any series of this metric: a gap, if the target had them before. */
  public Load without(String name) {
    SortedMap<SeriesId, Shape> fewer = new TreeMap<>(shapes);
    fewer.keySet().removeIf(id -> id.name().equals(name));
    return new Load(fewer);
  }

  /** With all of the other's series, which replace those of the same name and labels. */
  public Load and(Load other) {
    SortedMap<SeriesId, Shape> more = new TreeMap<>(shapes);
    more.putAll(other.shapes);
    return new Load(more);
  }

  private Load with(SeriesId id, Shape shape) {
    SortedMap<SeriesId, Shape> more = new TreeMap<>(shapes);
    more.put(id, shape);
    return new Load(more);
  }

  Map<SeriesId, Shape> shapes() {
    return shapes;
  }

  @Override
  public String toString() {
    return "load" + shapes;
  }
}
