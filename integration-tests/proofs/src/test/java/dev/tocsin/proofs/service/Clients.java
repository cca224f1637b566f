package dev.tocsin.proofs.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Real clients: each asks, waits for the answer, and asks again, until this is closed. */
final class Clients implements AutoCloseable {
  /** Who finds nobody does not ask again at once. */
  private static final long BACKOFF = 200_000_000L;

  private final Inference service;
  private final int tokens;
  private final boolean streaming;
  private final long pause;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean gone;

  /**
   * None yet.
   *
   * @param tokens how many each asks for
   * @param pauseMillis how long each waits before it asks again
   */
  Clients(Inference service, int tokens, boolean streaming, int pauseMillis) {
    this.service = service;
    this.tokens = tokens;
    this.streaming = streaming;
    this.pause = pauseMillis * 1_000_000L;
  }

  /** Lets so many more begin. */
  synchronized Clients come(int count) {
    for (int i = 0; i < count && !gone; i++) {
      Thread thread = new Thread(this::ask, "client-" + threads.size());
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    return this;
  }

  private void ask() {
    while (!gone) {
      boolean answered = service.complete(tokens, streaming) != 0;
      LockSupport.parkNanos(answered ? pause : Math.max(pause, BACKOFF));
    }
  }

  @Override
  public synchronized void close() {
    gone = true;
    threads.forEach(Thread::interrupt);
  }
}
