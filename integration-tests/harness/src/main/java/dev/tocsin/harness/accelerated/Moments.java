package dev.tocsin.harness.accelerated;

import java.time.Duration;
import java.util.Locale;

/** How moments of a case, and long texts, are written for people. */
final class Moments {
  private static final int LONGEST = 300;

  private Moments() {}

  /** {@code 7m12s}, {@code 45s}, {@code 1h0m5s}: whole seconds. */
  static String text(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    if (seconds < 0) {
      return "-" + text(duration.negated());
    }
    long hours = seconds / 3600;
    long minutes = seconds % 3600 / 60;
    return (hours > 0 ? hours + "h" : "")
        + (seconds >= 60 ? minutes + "m" : "")
        + String.format(Locale.ROOT, "%ds", seconds % 60);
  }

  /** On one line, and not too long. */
  static String oneLine(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
