package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.origin.Origin;
import java.util.List;

/**
 * What a typed definition says of the metric that a selector selects, so that it can be held
 * against what is really exported. It stands beside the tree and is not part of it: two selectors
 * that are written alike are equal, by whatever they were made.
 *
 * @param name the metric's name; of a histogram, without {@code _bucket} and its siblings, so that
 *     it can be shorter than the selector's
 * @param type what kind of metric it is
 * @param unit the simple name of what it counts, such as {@code Seconds}
 * @param labels what the exporter gives it, without {@code job}, {@code instance} and {@code le}
 * @param origin the line that defined it
 */
public record DeclaredMetric(
    String name, Type type, String unit, List<String> labels, Origin origin) {
  public DeclaredMetric {
    labels = List.copyOf(labels);
  }

  /**
   * The <a href="https://prometheus.io/docs/concepts/metric_types/">types</a> that are
   * distinguished.
   */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM,
    /** One series that holds whole histograms; the text formats do not show them. */
    NATIVE_HISTOGRAM
  }
}
