package dev.tocsin.harness.receivers;

import java.time.Instant;

/**
 * A notification that was sent and not taken.
 *
 * @param at when it was answered, or given up
 * @param service who was to take it
 * @param status the answer's HTTP status; 0 where there was none
 */
public record Refusal(Instant at, Service service, int status) {}
