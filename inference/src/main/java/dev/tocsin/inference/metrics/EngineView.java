package dev.tocsin.inference.metrics;

/** The engine's state, as each scrape reads it. */
public interface EngineView {

  /** Sequences that hold a slot. */
  int active();

  /** The number of slots. */
  int slots();

  /** Requests that wait for a slot. */
  int queued();

  /** Whether the model is loaded. */
  boolean loaded();

  /** Seconds with at least one sequence decoding, up to now. */
  double decodingSeconds();

  /** Whether {@code /health} answers 200. */
  boolean healthy();
}
