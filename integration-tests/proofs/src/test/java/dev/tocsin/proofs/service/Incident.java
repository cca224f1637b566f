package dev.tocsin.proofs.service;

import dev.tocsin.harness.faults.FaultTest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One real cause that makes several alerts fire. It begins when the first of its fault tests does,
 * and ends when all of them have seen what they wait for, or have failed.
 */
final class Incident {
  private final String cause;
  private final Duration showsAfter;
  private final Runnable fault;
  private final String recovery;
  private final Runnable mending;
  private final Gate seen;
  private final Once begun = new Once();
  private final Once mended = new Once();

  /**
   * @param showsAfter how long after it began it can be seen in the metrics at the latest
   */
  Incident(String cause, Duration showsAfter, Runnable fault, String recovery, Runnable mending) {
    this.cause = cause;
    this.showsAfter = showsAfter;
    this.fault = fault;
    this.recovery = recovery;
    this.mending = mending;
    this.seen = new Gate("all have seen that " + cause);
  }

  String cause() {
    return cause;
  }

  Duration showsAfter() {
    return showsAfter;
  }

  /** It does not end before this fault test has seen it. */
  void needs(String test) {
    seen.needs(test);
  }

  /** Lets it happen, if it has not. */
  Instant begin(FaultTest test) {
    return begun.of(test, cause, fault);
  }

  /** This fault test has seen all that it waits for, or has failed. */
  void seen(String test) {
    seen.done(test);
  }

  /** Waits for the other fault tests, and ends it, if it has not ended. */
  void mend(FaultTest test) {
    seen.pass();
    mended.of(test, recovery, mending);
  }

  /** What several fault tests ask for happens once; where it fails, it fails for all. */
  private static final class Once {
    private @Nullable Instant when;
    private @Nullable Throwable failure;

    synchronized Instant of(FaultTest test, String what, Runnable action) {
      if (failure != null) {
        throw new IllegalStateException("it could not be brought about: " + what, failure);
      }
      Instant before = when;
      if (before != null) {
        return before;
      }
      Instant now = Instant.now();
      try {
        test.causes(what, action);
      } catch (RuntimeException | Error e) {
        failure = e;
        throw e;
      }
      when = now;
      return now;
    }
  }
}
