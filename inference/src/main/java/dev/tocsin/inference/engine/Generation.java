package dev.tocsin.inference.engine;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A request that the engine has accepted: its events, and how to cancel it. */
public final class Generation {

  private final GenerationRequest request;
  // Never longer than the answer, so that a slow reader cannot block the engine.
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

  void publish(Event event) {
    events.add(event);
  }

  boolean cancelled() {
    return cancelled;
  }

  /** The next event, or null after the timeout. */
  public @Nullable Event next(long timeout, TimeUnit unit) throws InterruptedException {
    return events.poll(timeout, unit);
  }

  /**
   * Releases the slot or the place in the queue, at the next token at the latest; {@link #next}
   * then returns a failure.
   */
  public void cancel() {
    cancelled = true;
    onCancel.run();
    publish(new Event.Failure(Event.Kind.CANCELLED, "cancelled"));
  }
}
