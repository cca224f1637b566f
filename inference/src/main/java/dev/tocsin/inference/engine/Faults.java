package dev.tocsin.inference.engine;

/**
 * Where a fault can be brought in on purpose, on the paths that real faults take.
 *
 * <p>The default does nothing, and is all there is unless the service was started with its faults
 * enabled.
 */
public interface Faults {

  /**
   * Called in each step on the engine's thread, when those that waited have taken the slots that
   * are free, and before anything is computed; may take its time.
   */
  default void duringStep() {}

  /** Called before a sequence's prompt is read; what it throws fails the sequence. */
  default void beforePrompt() {}

  /** Called after each token of a sequence; what it throws fails the sequence. */
  default void afterToken(int tokens) {}

  /** No faults. */
  Faults NONE = new Faults() {};
}
