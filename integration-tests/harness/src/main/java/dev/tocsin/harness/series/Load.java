package dev.tocsin.harness.series;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a target exports from a point in time on. All rates are per second of virtual time; labels
 * are alternating names and values.
 *
 * <pre>{@code
 * load().gauge("llm_model_loaded", 1, "model", "small")
 *     .counter("llm_requests_total", 2, "model", "small", "code", "200")
 *     .histogram("llm_time_to_first_token_seconds", BUCKETS, observations().of(0.3, 2))
 * }</pre>
 *
 * <p>Counts are not rounded to whole events: at two per minute a counter has increased by one half
 * after 15 seconds, so Prometheus computes exactly the rates given here.
 */
public final class Load {
  private static final Load NOTHING = new Load(new TreeMap<>());

  private final SortedMap<SeriesId, Shape> shapes;

  private Load(SortedMap<SeriesId, Shape> shapes) {
    this.shapes = Collections.unmodifiableSortedMap(shapes);
  }

  /** No series: the target answers scrapes with an empty page. */
  public static Load load() {
    return NOTHING;
  }

  /** Adds a gauge with this value; it replaces an earlier one with the same labels. */
  public Load gauge(String name, double value, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Level(value, 0));
  }

  /** Adds a gauge that begins at a value and changes by this much per second. */
  public Load ramp(String name, double from, double perSecond, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Level(from, perSecond));
  }

  /**
   * Adds a gauge with the time of the target's last start, such as {@code
   * process_start_time_seconds}.
   */
  public Load startTime(String name, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Birth());
  }

  /**
   * Adds a gauge with a timestamp, such as when a certificate expires ({@code ofDays(13)}) or when
   * a backup last succeeded ({@code ofHours(26).negated()}), relative to the beginning of this load
   * on the clock of the case, which {@code time()} reads in every proof method. Its value is
   * constant.
   */
  public Load timestamp(String name, Duration fromBegin, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Moment(fromBegin, false));
  }

  /**
   * Adds a gauge with a timestamp that is always this far from now, as of a job that keeps
   * succeeding: {@code time() - gauge} is constant.
   */
  public Load movingTimestamp(String name, Duration fromNow, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Moment(fromNow, true));
  }

  /** Adds a counter with this increase per second; 0 for a constant one. */
  public Load counter(String name, double perSecond, String... labels) {
    return with(SeriesId.of(name, labels), growth(name, 0, perSecond));
  }

  /** Adds a counter that increases by this much once, when the load begins. */
  public Load burst(String name, double count, String... labels) {
    return with(SeriesId.of(name, labels), growth(name, count, 0));
  }

  private static Shape growth(String name, double atOnce, double perSecond) {
    if (atOnce < 0 || perSecond < 0) {
      throw new IllegalArgumentException(
          "invalid counter \""
              + name
              + "\": it would decrease; fix: use a gauge, or restart the target");
    }
    return new Shape.Growth(atOnce, perSecond);
  }

  /**
   * Adds a classic histogram with finite, ascending bucket boundaries; {@code +Inf} is added.
   * Prometheus 3 normalizes {@code le} when it scrapes; see {@link FloatLabels}.
   */
  public Load histogram(
      String name, List<Double> boundaries, Observations observations, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Distribution(boundaries, observations));
  }

  /**
   * Adds a summary. Its quantiles are those of the observations of this load alone; NaN without
   * observations, as in Go's client library.
   *
   * @param quantiles between 0 and 1
   */
  public Load summary(
      String name, List<Double> quantiles, Observations observations, String... labels) {
    return with(SeriesId.of(name, labels), new Shape.Quantiles(quantiles, observations));
  }

  /** Removes all series of this metric: a gap, if the target exported them before. */
  public Load without(String name) {
    SortedMap<SeriesId, Shape> fewer = new TreeMap<>(shapes);
    fewer.keySet().removeIf(id -> id.name().equals(name));
    return new Load(fewer);
  }

  /** Adds all series of another load, which replace those with the same name and labels. */
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
