package dev.tocsin.dsl.labelflow;

import java.util.Map;

/**
 * What each function does to the labels of its vector, where that is not the common case of
 * dropping the metric's name; from <a
 * href="https://github.com/prometheus/prometheus/blob/v3.5.3/promql/functions.go">the engine's
 * functions</a>.
 */
enum Functions {
  /** The result has the vector's labels without the metric's name: nearly every function. */
  DROPS_NAME,
  /** The result has all of the vector's labels. */
  KEEPS_ALL,
  /** Drops the metric's name, and keeps what the engine calls metadata beside it. */
  DROPS_ONLY_NAME,
  /** The result has no labels, whatever the arguments. */
  NO_LABELS,
  /** The result is a scalar. */
  SCALAR,
  /** {@code absent}: the labels that the argument's matchers fix. */
  ABSENT,
  /** {@code histogram_quantile} and its like: drops the name and {@code le}. */
  BUCKETS,
  LABEL_REPLACE,
  LABEL_JOIN,
  INFO;

  private static final Map<String, Functions> EXCEPTIONS =
      Map.ofEntries(
          Map.entry("sort", KEEPS_ALL),
          Map.entry("sort_desc", KEEPS_ALL),
          Map.entry("sort_by_label", KEEPS_ALL),
          Map.entry("sort_by_label_desc", KEEPS_ALL),
          Map.entry("last_over_time", KEEPS_ALL),
          Map.entry("histogram_count", DROPS_ONLY_NAME),
          Map.entry("histogram_sum", DROPS_ONLY_NAME),
          Map.entry("histogram_avg", DROPS_ONLY_NAME),
          Map.entry("histogram_stddev", DROPS_ONLY_NAME),
          Map.entry("histogram_stdvar", DROPS_ONLY_NAME),
          Map.entry("vector", NO_LABELS),
          Map.entry("time", SCALAR),
          Map.entry("pi", SCALAR),
          Map.entry("scalar", SCALAR),
          Map.entry("absent", ABSENT),
          Map.entry("absent_over_time", ABSENT),
          Map.entry("histogram_quantile", BUCKETS),
          Map.entry("histogram_fraction", BUCKETS),
          Map.entry("label_replace", LABEL_REPLACE),
          Map.entry("label_join", LABEL_JOIN),
          Map.entry("info", INFO));

  static Functions of(String name) {
    return EXCEPTIONS.getOrDefault(name, DROPS_NAME);
  }
}
