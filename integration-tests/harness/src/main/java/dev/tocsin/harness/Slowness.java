package dev.tocsin.harness;

import java.util.List;

/**
 * Whether the machine kept up. One that did not cannot judge an alert: what Prometheus did not see
 * it cannot fire on, and what it saw late it fires on late.
 *
 * @param missedEvaluations rule evaluations that were left out
 * @param failedScrapes targets that were to answer, and whose scrapes failed or were left out
 */
public record Slowness(long missedEvaluations, List<String> failedScrapes) {
  public Slowness {
    failedScrapes = List.copyOf(failedScrapes);
  }

  /** Whether nothing can be judged by what was seen. */
  public boolean isTooSlow() {
    return missedEvaluations > 0 || !failedScrapes.isEmpty();
  }

  @Override
  public String toString() {
    return isTooSlow()
        ? "the machine did not keep up: "
            + missedEvaluations
            + " evaluations missed; scrapes that failed: "
            + (failedScrapes.isEmpty() ? "none" : String.join(", ", failedScrapes))
        : "the machine kept up: no evaluation missed, no scrape failed";
  }
}
