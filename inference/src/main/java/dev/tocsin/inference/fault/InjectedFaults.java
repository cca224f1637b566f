package dev.tocsin.inference.fault;

import dev.tocsin.inference.engine.Faults;
import java.util.Optional;

/**
 * Injects the plan's faults into the engine. Shares are exact, not random: 7 % is every fourteenth
 * or fifteenth request, so that a share between two thresholds is between them on any machine and
 * over any window.
 */
public final class InjectedFaults implements Faults {

  /** How many tokens a stream has sent before it breaks. */
  private static final int BREAKS_AFTER = 3;

  /** Above this sum of shares a fault is due; sums have rounding errors. */
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
      // A new plan ends the wait, so that a slow service recovers immediately.
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
      throw new IllegalStateException("injected fault");
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
      throw new IllegalStateException("injected fault");
    }
  }

  /** The problem that the health check reports, if it is to fail. */
  public synchronized Optional<String> problem() {
    return plan.unhealthy() ? Optional.of("injected fault") : Optional.empty();
  }
}
