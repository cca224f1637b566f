package dev.tocsin.dsl.promql;

import java.util.Arrays;
import java.util.Optional;

/**
 * What Prometheus 3.5 knows only when it is started with <a
 * href="https://prometheus.io/docs/prometheus/latest/feature_flags/">{@code --enable-feature}</a>.
 */
public enum Feature {
  /** Functions and aggregations that may still change, such as {@code limitk} and {@code info}. */
  EXPERIMENTAL_FUNCTIONS("promql-experimental-functions"),
  /** Arithmetic in durations, such as {@code [5m + 30s]}. */
  DURATION_EXPRESSIONS("promql-duration-expr");

  private final String flag;

  Feature(String flag) {
    this.flag = flag;
  }

  /** The name behind {@code --enable-feature}. */
  public String flag() {
    return flag;
  }

  /** The feature that {@code --enable-feature} calls so; empty for one that is not PromQL's. */
  public static Optional<Feature> named(String flag) {
    return Arrays.stream(values()).filter(feature -> feature.flag.equals(flag)).findFirst();
  }
}
