package dev.tocsin.harness.scenario;

import dev.tocsin.harness.series.Timeline;

/**
 * A target's part in a case: all that it does from the beginning of the case to its end.
 *
 * @param name unlike any other in its suite; a way to prove gives the target an address
 * @param job the scrape job that it belongs to
 */
public record Part(String name, String job, Timeline timeline) {}
