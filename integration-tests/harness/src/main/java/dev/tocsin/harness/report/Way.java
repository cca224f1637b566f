package dev.tocsin.harness.report;

import java.util.Locale;

/** How a scenario was proven. */
public enum Way {
  /** By promtool, in virtual time: exact durations, and rules alone. */
  VIRTUAL("promtool's unit tests, in virtual time"),
  /** The shipped rule file, byte for byte, on a real Prometheus that wakes up with a history. */
  BACKFILLED("the shipped rule file on a real Prometheus with prepared history"),
  /** On the real servers, with durations divided. */
  COMPRESSED("real servers, with time running faster"),
  /** By a fault on the real service, with its own metrics. */
  SERVICE("a real fault on the real service");

  private final String description;

  Way(String description) {
    this.description = description;
  }

  /** The word for it in reports: {@code virtual}, {@code backfilled}… */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For people. */
  public String description() {
    return description;
  }

  @Override
  public String toString() {
    return word();
  }
}
