package dev.tocsin.inference.engine;

/**
 * Hooks for fault injection, on the paths of real faults.
 *
 * <p>The default does nothing, and is used unless the service was started with {@code
 * --enable-faults}.
 */
public interface Faults {

  /**
   * Called in each step on the engine's thread, after waiting requests have taken free slots and
   * before anything is computed; may block.
   */
  default void duringStep() {}

  /** Called before a sequence's prompt is processed; an exception fails the sequence. */
  default void beforePrompt() {}

  /** Called after each token of a sequence; an exception fails the sequence. */
  default void afterToken(int tokens) {}

  /** No faults. */
  Faults NONE = new Faults() {};
}
