package dev.tocsin.inference.engine;

import java.time.Duration;

/**
 * The engine's limits.
 *
 * @param slots the number of sequences in a batch
 * @param queue how many requests can wait for a slot
 * @param chunk how many prompt tokens are processed between two decoding steps
 * @param cacheBytes the maximum size of the key-value cache
 * @param hangTime after how long without a finished step the engine counts as hung
 */
public record EngineSettings(int slots, int queue, int chunk, long cacheBytes, Duration hangTime) {}
