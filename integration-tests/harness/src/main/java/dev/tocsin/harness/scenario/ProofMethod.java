package dev.tocsin.harness.scenario;

import java.util.Locale;

/** How a scenario is proven. */
public enum ProofMethod {
  /** By promtool's unit tests: virtual time, exact durations, and rules alone. */
  PROMTOOL("promtool's unit tests, in virtual time"),
  /** The shipped rule file, byte for byte, on a real Prometheus with prepared history. */
  BACKFILLED("the shipped rule file on a real Prometheus with prepared history"),
  /** On a real Prometheus and Alertmanager, with durations divided. */
  ACCELERATED("a real Prometheus and Alertmanager, with durations divided"),
  /** By a real fault on the live service, with its own metrics. */
  LIVE("a real fault on the live service");

  private final String description;

  ProofMethod(String description) {
    this.description = description;
  }

  /** Its name in reports: {@code promtool}, {@code backfilled}, {@code accelerated}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How it proves, in a few words. */
  public String description() {
    return description;
  }

  @Override
  public String toString() {
    return word();
  }
}
