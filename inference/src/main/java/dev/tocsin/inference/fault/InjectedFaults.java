package dev.tocsin.inference.fault;

import dev.tocsin.inference.engine.Faults;
import java.util.Optional;
import java.util.SplittableRandom;

/** Carries the plan out inside the engine. */
public final class InjectedFaults implements Faults {

  /** A broken stream has shown some tokens before it breaks. */
  private static final int BREAKS_AFTER = 3;

  private final SplittableRandom random = new SplittableRandom();
  private FaultPlan plan = FaultPlan.NONE;
  private boolean closed;

  synchronized FaultPlan plan() {
    return plan;
  }

  synchronized void become(FaultPlan wanted) {
    plan = wanted;
    notifyAll();
  }

  /** Ends a freeze for good, so that the service can stop. */
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  @Override
  public synchronized void beforeStep() {
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
    if (plan.failProbability() > 0 && random.nextDouble() < plan.failProbability()) {
      throw new IllegalStateException("a fault was asked for");
    }
  }

  @Override
  public synchronized void afterToken(int tokens) {
    if (tokens == BREAKS_AFTER
        && plan.breakProbability() > 0
        && random.nextDouble() < plan.breakProbability()) {
      throw new IllegalStateException("a fault was asked for");
    }
  }

  /** What the health check is to say, if it is to fail. */
  public synchronized Optional<String> problem() {
    return plan.unhealthy() ? Optional.of("a fault was asked for") : Optional.empty();
  }
}
