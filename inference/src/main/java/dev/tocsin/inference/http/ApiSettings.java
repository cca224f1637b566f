package dev.tocsin.inference.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side's limits.
 *
 * @param host the address to listen on
 * @param port the port, 0 for a free one
 * @param bodyBytes the largest body of a request
 * @param connections the maximum number of connections
 * @param clientTime how long a request's header may take, and a body that arrives too slowly
 * @param requestTime the maximum duration of a request, queueing included
 * @param apiKey the bearer token that clients must send, or null for none
 */
public record ApiSettings(
    String host,
    int port,
    int bodyBytes,
    int connections,
    Duration clientTime,
    Duration requestTime,
    @Nullable String apiKey) {}
