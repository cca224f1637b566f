package dev.tocsin.harness.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How the value that an alert looks at went, for its timeline: the left side of its comparison, as
 * Prometheus itself calculated it.
 *
 * @param expression what was calculated, as it ships
 * @param labels of the series
 * @param unit of the values, such as {@code s}; empty when it has none or nobody knows
 * @param limit what it is compared with; empty where the condition has no number
 * @param points in the order of time; where the series had no value, or one that is no number,
 *     there is none
 */
public record Curve(
    String expression,
    Map<String, String> labels,
    String unit,
    Optional<Limit> limit,
    List<Point> points) {

  /**
   * The number on the right of the comparison.
   *
   * @param operator such as {@code >}: the alert's condition holds where {@code value > limit}
   */
  public record Limit(String operator, double value) {}

  /**
   * A value at a moment.
   *
   * @param virtualSeconds how long virtual time had run by then, on the clock of {@link
   *     Evidence.Event}
   */
  public record Point(double virtualSeconds, double value) {}

  public Curve {
    labels = new TreeMap<>(labels);
    points = points.stream().filter(point -> Double.isFinite(point.value())).toList();
  }
}
