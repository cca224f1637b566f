package dev.tocsin.harness.servers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something that will happen, instead of for a time that should be long enough. */
public final class Await {
  /** Often enough to lose no time, seldom enough to leave the machine to the servers. */
  private static final Duration PAUSE = Duration.ofMillis(40);

  private Await() {}

  /**
   * Asks again and again until there is an answer. A server that cannot be asked this time has not
   * answered yet.
   *
   * @param what what is awaited, for the message; "the target is scraped"
   * @param atMost when to give up; be generous, for it costs nothing when all is well
   * @param attempt the question
   * @param onTimeout what to say besides when time is up, such as what was seen instead
   * @throws AssertionError when time is up
   */
  public static <T> T until(
      String what, Duration atMost, Supplier<Optional<T>> attempt, Supplier<String> onTimeout) {
    return until(what, atMost, PAUSE, attempt, onTimeout);
  }

  /** With this pause between questions, where many ask at the same time. */
  public static <T> T until(
      String what,
      Duration atMost,
      Duration pause,
      Supplier<Optional<T>> attempt,
      Supplier<String> onTimeout) {
    long start = System.nanoTime();
    while (true) {
      String unanswered = "";
      try {
        Optional<T> answer = attempt.get();
        if (answer.isPresent()) {
          return answer.get();
        }
      } catch (ServerException e) {
        unanswered = "\n" + e.getMessage();
      }
      if (System.nanoTime() - start > atMost.toNanos()) {
        throw new AssertionError(
            "expected within "
                + atMost.toMillis() / 1000.0
                + " s, and it did not happen: "
                + what
                + unanswered
                + "\n"
                + notified(onTimeout));
      }
      pause(pause);
    }
  }

  private static String notified(Supplier<String> onTimeout) {
    try {
      return onTimeout.get();
    } catch (ServerException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Asks again and again until it holds; see {@link #until}. */
  public static void that(
      String what, Duration atMost, BooleanSupplier condition, Supplier<String> onTimeout) {
    until(
        what,
        atMost,
        () -> condition.getAsBoolean() ? Optional.of(what) : Optional.empty(),
        onTimeout);
  }

  /** Lets this much time pass, for proofs that nothing happens meanwhile. */
  public static void passing(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      pause(Duration.ofNanos(left));
    }
  }

  private static void pause(Duration time) {
    LockSupport.parkNanos(time.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted while waiting");
    }
  }
}
