package dev.tocsin.harness.series;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A series of a target: a metric's name and the labels that the exporter gives it.
 *
 * @param name the metric's name
 * @param labels sorted by name
 */
public record SeriesId(String name, SortedMap<String, String> labels)
    implements Comparable<SeriesId> {
  private static final Set<String> TARGET_LABELS = Set.of("job", "instance");

  public SeriesId {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /**
   * From alternating names and values.
   *
   * @throws IllegalArgumentException if a value is missing or a label is duplicate
   */
  public static SeriesId of(String name, String... labels) {
    if (labels.length % 2 != 0) {
      throw new IllegalArgumentException(
          "series \""
              + name
              + "\": label \""
              + labels[labels.length - 1]
              + "\" has no value; fix: pass names and values alternately");
    }
    SortedMap<String, String> all = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      if (all.put(labels[i], labels[i + 1]) != null) {
        throw new IllegalArgumentException(
            "series \"" + name + "\": duplicate label \"" + labels[i] + "\"");
      }
    }
    return new SeriesId(name, all);
  }

  /**
   * As Prometheus labels it when it scrapes it; a label of the target's own that is named like one
   * of Prometheus' <a
   * href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config">steps
   * aside</a>.
   */
  public SeriesId scraped(String job, String instance) {
    SortedMap<String, String> more = new TreeMap<>();
    labels.forEach(
        (label, value) ->
            more.put(TARGET_LABELS.contains(label) ? "exported_" + label : label, value));
    more.put("job", job);
    more.put("instance", instance);
    return new SeriesId(name, more);
  }

  /** The same with another name and one more label. */
  SeriesId derived(String otherName, String label, String value) {
    SortedMap<String, String> more = new TreeMap<>(labels);
    more.put(label, value);
    return new SeriesId(otherName, more);
  }

  /** The same with another name. */
  SeriesId named(String otherName) {
    return new SeriesId(otherName, labels);
  }

  @Override
  public int compareTo(SeriesId other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : toString().compareTo(other.toString());
  }

  /** As the text format writes it: {@code name{label="value"}}. */
  @Override
  public String toString() {
    return labels.isEmpty() ? name : name + Texts.labels(labels);
  }
}
