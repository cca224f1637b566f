package dev.tocsin.generator.write;

import java.time.Duration;

/**
 * Durations as <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/">Prometheus</a>
 * writes them: {@code 90s} is {@code 1m30s}.
 */
public final class DurationText {
  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};
  private static final long[] MILLISECONDS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

  private DurationText() {}

  /**
   * The shortest exact text, days being the largest unit.
   *
   * @throws IllegalArgumentException for a negative one, which no file can hold
   */
  public static String of(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration " + duration + " is negative: use zero or more");
    }
    long rest = duration.toMillis();
    if (rest == 0) {
      return "0s";
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < UNITS.length; i++) {
      long count = rest / MILLISECONDS[i];
      rest %= MILLISECONDS[i];
      if (count > 0) {
        text.append(count).append(UNITS[i]);
      }
    }
    return text.toString();
  }
}
