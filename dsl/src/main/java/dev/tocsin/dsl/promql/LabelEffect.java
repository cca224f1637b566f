package dev.tocsin.dsl.promql;

/**
 * What a function does to the labels of its vector, after <a
 * href="https://github.com/prometheus/prometheus/blob/v3.5.3/promql/functions.go">the engine's
 * functions</a>.
 */
public enum LabelEffect {
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
  /** {@code label_replace}: sets one label, by a regular expression on another. */
  LABEL_REPLACE,
  /** {@code label_join}: sets one label to the values of others. */
  LABEL_JOIN,
  /** {@code info}: adds labels of info series. */
  INFO
}
