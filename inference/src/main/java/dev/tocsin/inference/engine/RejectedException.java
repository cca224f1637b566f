package dev.tocsin.inference.engine;

/** A request that the engine rejects. */
public final class RejectedException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Why {
    /** The queue is full. */
    QUEUE_FULL,
    /** No model is loaded, or the service is stopping. */
    UNAVAILABLE,
    /** It could never run: the sequence is longer than the model or the cache allows. */
    TOO_LONG
  }

  private final Why why;

  RejectedException(Why why, String message) {
    super(message);
    this.why = why;
  }

  /** Why it was rejected. */
  public Why why() {
    return why;
  }
}
