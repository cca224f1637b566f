package dev.tocsin.inference.fault;

import dev.tocsin.inference.engine.Faults;
import java.util.Optional;

/**
 * Carries the plan out inside the engine. A share is kept exactly, not by chance: 7 of 100 is every
 * fourteenth or fifteenth, so that a share between two thresholds is between them on any machine
 * and over any window.
 */
public final class InjectedFaults implements Faults {

  /** A broken stream has shown some tokens before it breaks. */
  private static final int BREAKS_AFTER = 3;

  /** Above this a fault is due: sums of shares are a little off. */
  private static final double DUE = 1 - 1e-9;

  private FaultPlan plan = FaultPlan.NONE;
  private double failuresDue;
  private double breaksDue;
  private boolean closed;

  synchronized FaultPlan plan() {
    return plan;
  }

  synchronized void become(FaultPlan wanted) {
    plan = wanted;
    failuresDue = 0;
    breaksDue = 0;
    notifyAll();
  }

  /** Ends a freeze for good, so that the service can stop. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  @Override
  public synchronized void duringStep() {
    long end = System.nanoTime() + plan.slowStepMillis() * 1_000_000;
    try {
      while (!closed && plan.freeze()) {
        wait();
      }
      long left = end - System.nanoTime();
      // A change of plan ends the waiting, so that a slow service recovers at once.
      while (!closed && plan.slowStepMillis() > 0 && left > 0) {
        wait(left / 1_000_000, (int) (left % 1_000_000));
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void beforePrompt() {
    failuresDue += plan.failProbability();
    if (failuresDue >= DUE) {
      failuresDue -= 1;
      throw new IllegalStateException("a fault was asked for");
    }
  }

  @Override
  public synchronized void afterToken(int tokens) {
    if (tokens != BREAKS_AFTER) {
      return;
    }
    breaksDue += plan.breakProbability();
    if (breaksDue >= DUE) {
      breaksDue -= 1;
      throw new IllegalStateException("a fault was asked for");
    }
  }

  /** What the health check is to say, if it is to fail. */
  public synchronized Optional<String> problem() {
    return plan.unhealthy() ? Optional.of("a fault was asked for") : Optional.empty();
  }
}
