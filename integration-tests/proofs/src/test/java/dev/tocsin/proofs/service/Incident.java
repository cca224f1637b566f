package dev.tocsin.proofs.service;

import dev.tocsin.harness.Scene;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One real cause that rings several bells. It begins when the first of its scenes does, and ends
 * when all of them have seen what they wait for, or have failed.
 */
final class Incident {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final String cause;
  private final Runnable fault;
  private final String recovery;
  private final Runnable mending;
  private final CountDownLatch seen;
  private final AtomicReference<@Nullable Instant> began = new AtomicReference<>();
  private boolean mended;

  Incident(String cause, Runnable fault, String recovery, Runnable mending, int scenes) {
    this.cause = cause;
    this.fault = fault;
    this.recovery = recovery;
    this.mending = mending;
    this.seen = new CountDownLatch(scenes);
  }

  String cause() {
    return cause;
  }

  /** Lets it happen, if it has not. */
  synchronized Instant begin(Scene scene) {
    Instant when = began.get();
    if (when == null) {
      when = Instant.now();
      began.set(when);
      scene.happens(cause, fault);
    }
    return when;
  }

  /** This scene has seen all that it waits for, or has failed. */
  void seen() {
    seen.countDown();
  }

  /** Waits for the other scenes, and ends it, if it has not ended. */
  void mend(Scene scene) {
    try {
      seen.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (!mended) {
        mended = true;
        scene.happens(recovery, mending);
      }
    }
  }
}
