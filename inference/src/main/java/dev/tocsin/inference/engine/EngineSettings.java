package dev.tocsin.inference.engine;

/**
 * The engine's limits.
 *
 * @param slots how many sequences are computed together
 * @param queue how many more may wait
 * @param chunk how many prompt tokens are read between two decoding steps
 * @param cacheBytes the most bytes for keys and values
 */
public record EngineSettings(int slots, int queue, int chunk, long cacheBytes) {}
