package dev.tocsin.inference.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request that the engine has taken: its events, and the way to end it early. */
public final class Generation {

  private final GenerationRequest request;
  // Never longer than the answer, so that a slow reader cannot hold the engine up.
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Runnable onCancel;
  private volatile boolean cancelled;

  Generation(GenerationRequest request, Runnable onCancel) {
    this.request = request;
    this.onCancel = onCancel;
  }

  GenerationRequest request() {
    return request;
  }

  void tell(Event event) {
    events.add(event);
  }

  boolean cancelled() {
    return cancelled;
  }

  /** The next event, or null if none comes in time. */
  public @Nullable Event next(long timeout, TimeUnit unit) throws InterruptedException {
    return events.poll(timeout, unit);
  }

  /**
   * Gives the slot or the place in the queue back, at the next token at the latest; whoever waits
   * for the next event has a failure.
   */
  public void cancel() {
    cancelled = true;
    onCancel.run();
    tell(new Event.Failure(Event.Kind.CANCELLED, "cancelled"));
  }
}
