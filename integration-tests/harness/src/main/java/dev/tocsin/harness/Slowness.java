package dev.tocsin.harness;

import java.util.List;
import java.util.Locale;

/**
 * Whether the machine kept up. One that did not cannot judge an alert: what Prometheus did not see
 * it cannot fire on, and what it saw late it fires on late.
 *
 * @param missedEvaluations rule evaluations that were left out
 * @param failedScrapes targets that were to answer, and whose scrapes failed or were left out
 * @param cpuPressure the share of the time, between 0 and 1, in which something on the machine
 *     waited for a processor; 0 where that is not judged, or not known
 */
public record Slowness(long missedEvaluations, List<String> failedScrapes, double cpuPressure) {
  /** Above it, what a service takes says more about the machine than about the service. */
  private static final double MOST_PRESSURE = 0.95;

  public Slowness {
    failedScrapes = List.copyOf(failedScrapes);
  }

  /** By what Prometheus saw alone. */
  Slowness(long missedEvaluations, List<String> failedScrapes) {
    this(missedEvaluations, failedScrapes, 0);
  }

  /** And by the share of the time in which something waited for a processor. */
  Slowness under(double pressure) {
    return new Slowness(missedEvaluations, failedScrapes, pressure);
  }

  /** Whether nothing can be judged by what was seen. */
  public boolean isTooSlow() {
    return missedEvaluations > 0 || !failedScrapes.isEmpty() || cpuPressure > MOST_PRESSURE;
  }

  @Override
  public String toString() {
    String pressure =
        cpuPressure == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; something waited for a processor %.0f %% of the time",
                100 * cpuPressure);
    return isTooSlow()
        ? "the machine did not keep up: "
            + missedEvaluations
            + " evaluations missed; scrapes that failed: "
            + (failedScrapes.isEmpty() ? "none" : String.join(", ", failedScrapes))
            + pressure
        : "the machine kept up: no evaluation missed, no scrape failed" + pressure;
  }
}
