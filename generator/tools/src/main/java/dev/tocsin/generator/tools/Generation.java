package dev.tocsin.generator.tools;

import java.util.Locale;

/**
 * The three generations of Prometheus and Alertmanager that generated files must work on.
 *
 * <p>They are the ones that three successive Debian suites carry, about two years apart, so that a
 * file that all of them accept is good for what is found in production. What exactly is installed
 * for each is in {@code pins.tsv}.
 */
public enum Generation {
  /** Prometheus 2.42 and Alertmanager 0.25 (Debian 12, bookworm). */
  OLDEST("2.42.0", "0.25.0", "1.5.0"),
  /** Prometheus 2.53 and Alertmanager 0.28 (Debian 13, trixie). */
  MIDDLE("2.53.3", "0.28.1", "1.9.0"),
  /** Prometheus 3.5 and Alertmanager 0.33 (Debian 14, forky). */
  NEWEST("3.5.3", "0.33.1", "1.11.1");

  private final String prometheus;
  private final String alertmanager;
  private final String nodeExporter;

  Generation(String prometheus, String alertmanager, String nodeExporter) {
    this.prometheus = prometheus;
    this.alertmanager = alertmanager;
    this.nodeExporter = nodeExporter;
  }

  /** The version of Prometheus and promtool, such as {@code 3.5.3}. */
  public String prometheus() {
    return prometheus;
  }

  /** The version of Alertmanager and amtool, such as {@code 0.33.1}. */
  public String alertmanager() {
    return alertmanager;
  }

  /** The version of node_exporter, such as {@code 1.11.1}. */
  public String nodeExporter() {
    return nodeExporter;
  }

  /**
   * The name in the pin table and of the folder: {@code oldest}, {@code middle}, {@code newest}.
   */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The generation of that name in the pin table.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Generation named(String id) {
    for (Generation generation : values()) {
      if (generation.id().equals(id)) {
        return generation;
      }
    }
    throw new IllegalArgumentException("unknown generation \"" + id + "\"");
  }

  /** The version that {@code tool} must report in this generation. */
  String versionOf(Tool tool) {
    return switch (tool) {
      case PROMETHEUS, PROMTOOL -> prometheus;
      case ALERTMANAGER, AMTOOL -> alertmanager;
      case NODE_EXPORTER -> nodeExporter;
    };
  }

  /** For people: {@code newest (Prometheus 3.5.3, Alertmanager 0.33.1)}. */
  String description() {
    return id() + " (Prometheus " + prometheus + ", Alertmanager " + alertmanager + ")";
  }
}
