package dev.tocsin.dsl.alertmanager;

import java.time.Duration;

/** Values as Go reads them in Alertmanager's configuration. */
final class GoText {
  private GoText() {}

  /**
   * A duration as Go's {@code time.ParseDuration} reads it, which knows no days: {@code 36h0m0s}.
   *
   * @throws IllegalArgumentException for one below zero
   */
  static String of(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration " + duration + " is negative: use zero or more");
    }
    String text = "";
    if (duration.toHours() > 0) {
      text += duration.toHours() + "h";
    }
    if (duration.toMinutesPart() > 0) {
      text += duration.toMinutesPart() + "m";
    }
    if (duration.toSecondsPart() > 0) {
      text += duration.toSecondsPart() + "s";
    }
    if (duration.toMillisPart() > 0) {
      text += duration.toMillisPart() + "ms";
    }
    return text.isEmpty() ? "0s" : text;
  }
}
