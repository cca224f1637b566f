package dev.tocsin.inference.engine;

import java.time.Duration;

/**
 * The engine's limits.
 *
 * @param slots how many sequences are computed together
 * @param queue how many more may wait
 * @param chunk how many prompt tokens are read between two decoding steps
 * @param cacheBytes the most bytes for keys and values
 * @param hangTime after how long without a finished step the engine counts as hanging
 */
public record EngineSettings(int slots, int queue, int chunk, long cacheBytes, Duration hangTime) {}
