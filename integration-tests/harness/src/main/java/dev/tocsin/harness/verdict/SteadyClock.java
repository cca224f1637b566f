package dev.tocsin.harness.verdict;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices when the machine's clock is set while something is played by it. Servers and scripts go
 * by that clock, so that nothing that was seen across a step can be judged; how long something took
 * is measured without it.
 */
public final class SteadyClock {
  /** More than a time daemon slews away in a run, and less than anybody sets a clock by. */
  private static final Duration TOLERATED = Duration.ofSeconds(2);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Instant start;
  private final long startNanos;

  private SteadyClock(Clock clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.start = clock.instant();
    this.startNanos = nanoTime.getAsLong();
  }

  /** Watches from now on. */
  public static SteadyClock start() {
    return of(Clock.systemUTC(), System::nanoTime);
  }

  /** With other clocks; for tests. */
  static SteadyClock of(Clock clock, LongSupplier nanoTime) {
    return new SteadyClock(clock, nanoTime);
  }

  /** How long it has been, whatever was done to the machine's clock. */
  public Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
  }

  /** By how much the clock was set meanwhile, or the machine was suspended; empty if neither. */
  public Optional<String> jump() {
    Duration step = Duration.between(start, clock.instant()).minus(elapsed());
    return step.abs().compareTo(TOLERATED) > 0
        ? Optional.of(
            "the machine's clock jumped by "
                + (step.isNegative() ? "-" : "+")
                + step.abs().toSeconds()
                + " s while alerts were played, and the servers go by it; fix: run it again while"
                + " nothing sets the clock or suspends the machine")
        : Optional.empty();
  }

  /**
   * Passes if the machine's clock went on evenly.
   *
   * @throws MachineTooSlowError when it {@linkplain #jump jumped}
   */
  public void requireSteady() {
    jump()
        .ifPresent(
            jump -> {
              throw new MachineTooSlowError("inconclusive: " + jump);
            });
  }
}
