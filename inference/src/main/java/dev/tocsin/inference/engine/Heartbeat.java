package dev.tocsin.inference.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tracks the engine's health. It is unhealthy when it has work and has not finished a step for some
 * time, after ten failed steps in a row, and after ten requests in a row that the engine failed,
 * however many of their steps succeeded.
 */
final class Heartbeat {

  private static final int FAILURES = 10;

  private final LongSupplier nanos;
  private final Duration limit;
  private boolean working;
  private long last;
  private int failures;
  private int failedRequests;

  Heartbeat(LongSupplier nanos, Duration limit) {
    this.nanos = nanos;
    this.limit = limit;
  }

  /** The engine has got work, or has none left. */
  synchronized void working(boolean hasWork) {
    if (hasWork && !working) {
      last = nanos.getAsLong();
    }
    working = hasWork;
  }

  /** A step has finished. */
  synchronized void beat(boolean failed) {
    last = nanos.getAsLong();
    failures = failed ? failures + 1 : 0;
  }

  /** A request has ended, with an answer or with an error of the engine. */
  synchronized void ended(boolean failed) {
    failedRequests = failed ? failedRequests + 1 : 0;
  }

  /** Another model was loaded. */
  synchronized void fresh() {
    failures = 0;
    failedRequests = 0;
  }

  /** The problem, if there is one. */
  synchronized Optional<String> problem() {
    Duration silence = Duration.ofNanos(nanos.getAsLong() - last);
    if (working && silence.compareTo(limit) > 0) {
      return Optional.of(
          "the engine has work and has not finished a step for " + silence.toSeconds() + " s");
    }
    if (failures >= FAILURES) {
      return Optional.of("the engine's last " + failures + " steps have failed");
    }
    if (failedRequests >= FAILURES) {
      return Optional.of("the last " + failedRequests + " requests have failed in the engine");
    }
    return Optional.empty();
  }
}
