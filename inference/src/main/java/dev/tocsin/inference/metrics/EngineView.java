package dev.tocsin.inference.metrics;

/** What the metrics ask the engine for at each scrape. */
public interface EngineView {

  /** Sequences that hold a slot. */
  int active();

  /** How many slots there are. */
  int slots();

  /** Requests that wait. */
  int queued();

  /** Whether the model is loaded. */
  boolean loaded();

  /** Seconds with at least one sequence decoding, up to now. */
  double decodingSeconds();

  /** What {@code /health} says. */
  boolean healthy();
}
