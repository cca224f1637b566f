package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.DurationExpr;
import java.time.Duration;
import java.util.Objects;

/** The stretch of time that a range covers, such as the {@code [5m]} of {@code rate(x[5m])}. */
public final class Window {
  private final Duration duration;

  private Window(Duration duration) {
    this.duration = duration;
  }

  /**
   * The last {@code duration} before each evaluation.
   *
   * @throws IllegalArgumentException when it is shorter than a millisecond, which PromQL cannot say
   */
  public static Window over(Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(
          "window " + duration + " is too short: PromQL counts in whole milliseconds above zero");
    }
    return new Window(duration);
  }

  public Duration duration() {
    return duration;
  }

  DurationExpr inPromql() {
    return DurationExpr.of(duration);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Window && ((Window) other).duration.equals(duration);
  }

  @Override
  public int hashCode() {
    return Objects.hash(duration);
  }

  @Override
  public String toString() {
    return duration.toString();
  }
}
