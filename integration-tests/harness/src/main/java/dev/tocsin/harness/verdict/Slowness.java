package dev.tocsin.harness.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether the machine kept up. One that did not cannot judge an alert: what Prometheus did not see
 * it cannot fire on, and what it saw late it fires on late.
 *
 * @param reasons what was missed, failed or late, each in a phrase; empty where nothing was
 * @param cpuPressure the share of the time, between 0 and 1, in which something on the machine
 *     waited for a processor; 0 where that is not judged, or not known
 */
public record Slowness(List<String> reasons, double cpuPressure) {
  /** A machine that kept up. */
  public static final Slowness NONE = new Slowness(List.of(), 0);

  /** More reasons than these explain no more. */
  private static final int MOST = 4;

  public Slowness {
    reasons = List.copyOf(reasons);
  }

  /** For this reason. */
  public static Slowness because(String reason) {
    return new Slowness(List.of(reason), 0);
  }

  /** For the reasons of both. */
  public Slowness and(Slowness other) {
    List<String> all = new ArrayList<>(reasons);
    all.addAll(other.reasons);
    return new Slowness(all, Math.max(cpuPressure, other.cpuPressure));
  }

  /** And by the share of the time in which something waited for a processor. */
  public Slowness under(double pressure) {
    return new Slowness(reasons, pressure);
  }

  /** Whether nothing can be judged by what was seen. */
  public boolean isTooSlow() {
    return !reasons.isEmpty() || cpuPressure > Tolerance.CPU_PRESSURE;
  }

  @Override
  public String toString() {
    List<String> shown = new ArrayList<>(reasons.subList(0, Math.min(MOST, reasons.size())));
    if (reasons.size() > MOST) {
      shown.add((reasons.size() - MOST) + " more");
    }
    if (shown.isEmpty() && !isTooSlow()) {
      shown.add("no evaluation missed, no scrape failed");
    }
    if (cpuPressure > 0) {
      shown.add(
          String.format(
              Locale.ROOT,
              "something waited for a processor %.0f %% of the time",
              100 * cpuPressure));
    }
    return (isTooSlow() ? "the machine did not keep up: " : "the machine kept up: ")
        + String.join("; ", shown);
  }
}
