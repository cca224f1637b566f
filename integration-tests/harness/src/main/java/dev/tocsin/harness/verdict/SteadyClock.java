package dev.tocsin.harness.verdict;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/**
 * Detects that the machine's clock is set while something is played. Servers and scripts use that
 * clock, so nothing seen across such a step can be judged. How long something took is measured by
 * {@link System#nanoTime}, which never jumps.
 */
@API(status = API.Status.INTERNAL)
public final class SteadyClock {
  /** More than a time daemon slews the clock in one run, and less than a usual step. */
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

  /** Starts now. */
  public static SteadyClock start() {
    return of(Clock.systemUTC(), System::nanoTime);
  }

  /** With other clocks; for tests. */
  public static SteadyClock of(Clock clock, LongSupplier nanoTime) {
    return new SteadyClock(clock, nanoTime);
  }

  /** The time since the start, independent of the machine's clock. */
  public Duration elapsed() {
    return Duration.ofNanos(nanoTime.getAsLong() - startNanos);
  }

  /** Says by how much the clock was set since the start; empty if it was not. */
  public Optional<String> jump() {
    Duration step = Duration.between(start, clock.instant()).minus(elapsed());
    return step.abs().compareTo(TOLERATED) > 0
        ? Optional.of(
            "the machine's clock jumped by "
                + (step.isNegative() ? "-" : "+")
                + step.abs().toSeconds()
                + " s while alerts were played, and the servers use that clock; fix: run again"
                + " while nothing sets the clock or suspends the machine")
        : Optional.empty();
  }

  /**
   * Does something that is judged by the machine's clock. If the clock jumped meanwhile, neither
   * success nor failure counts.
   *
   * @throws MachineTooSlowError when it {@linkplain #jump jumped}, whatever the work itself threw
   */
  public <T> T judging(Supplier<T> work) {
    T result;
    try {
      result = work.get();
    } catch (RuntimeException | AssertionError e) {
      jump()
          .ifPresent(
              jump -> {
                throw new MachineTooSlowError(jump, e);
              });
      throw e;
    }
    requireSteady();
    return result;
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
              throw new MachineTooSlowError(jump);
            });
  }
}
