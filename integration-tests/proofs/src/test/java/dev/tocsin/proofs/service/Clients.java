package dev.tocsin.proofs.service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Real clients: each asks, waits for the answer, and asks again, until this is closed. */
final class Clients implements AutoCloseable {
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong answers = new AtomicLong();
  private volatile boolean gone;

  private Clients() {}

  /**
   * Lets so many begin.
   *
   * @param tokens how many each asks for
   * @param pauseMillis how long each waits before it asks again
   * @param apartMillis how much later than the one before each begins: those who begin together are
   *     answered together, and for a moment nobody waits
   */
  static Clients ask(
      Inference service,
      int count,
      int tokens,
      boolean streaming,
      int pauseMillis,
      int apartMillis) {
    Clients clients = new Clients();
    for (int i = 0; i < count; i++) {
      long later = i * apartMillis * 1_000_000L;
      Thread thread =
          new Thread(
              () -> {
                LockSupport.parkNanos(later);
                while (!clients.gone) {
                  service.complete(tokens, streaming);
                  clients.answers.incrementAndGet();
                  LockSupport.parkNanos(pauseMillis * 1_000_000L);
                }
              },
              "client-" + i);
      thread.setDaemon(true);
      thread.start();
      clients.threads.add(thread);
    }
    return clients;
  }

  /** How many answers, good and bad, have come. */
  long answers() {
    return answers.get();
  }

  @Override
  public void close() {
    gone = true;
    threads.forEach(Thread::interrupt);
  }
}
