package dev.tocsin.generator.imports;

import java.time.Duration;

/** Durations as Java writes them, such as {@code ofMinutes(5)}. */
final class Durations {
  private static final String[] UNITS = {"ofDays", "ofHours", "ofMinutes", "ofSeconds", "ofMillis"};
  private static final long[] MILLISECONDS = {86_400_000, 3_600_000, 60_000, 1_000, 1};

  private Durations() {}

  /** So many milliseconds, in the largest unit that holds a whole number of them. */
  static Term of(long milliseconds) {
    if (milliseconds == 0) {
      return Term.of(Code.constant("java.time.Duration", "ZERO"), Duration.ZERO);
    }
    int unit = 0;
    while (milliseconds % MILLISECONDS[unit] != 0) {
      unit++;
    }
    // 24 hours read better than a day, and 90 minutes better than 5400 seconds.
    if (unit == 0 && Math.abs(milliseconds) < 2 * MILLISECONDS[0]) {
      unit = 1;
    }
    long count = milliseconds / MILLISECONDS[unit];
    boolean isLong = Math.abs(count) > Integer.MAX_VALUE;
    return Term.of(
        Code.call("java.time.Duration", UNITS[unit], Code.atom(isLong ? count + "L" : "" + count)),
        Duration.ofMillis(milliseconds));
  }

  static Term of(Duration duration) {
    return of(duration.toMillis());
  }
}
