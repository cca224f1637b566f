package dev.tocsin.inference.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Knows whether the engine gets on: no step finished for some time with work waiting is a hang, and
 * ten failed steps one after another are a fault, and so are ten requests one after another that
 * failed by the engine's fault, however many of their steps succeeded.
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

  /** Work has come, or none is left. */
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

  /** A request has ended, with an answer or by the engine's fault. */
  synchronized void ended(boolean failed) {
    failedRequests = failed ? failedRequests + 1 : 0;
  }

  /** The model is another one. */
  synchronized void fresh() {
    failures = 0;
    failedRequests = 0;
  }

  /** What is wrong, if something is. */
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
