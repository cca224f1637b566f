package dev.tocsin.inference.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP side's limits.
 *
 * @param host the address to listen on
 * @param port the port, 0 for a free one
 * @param bodyBytes the largest body of a request
 * @param connections how many connections there may be
 * @param clientTime how long a client may be slow with a request's header, or with its body
 * @param requestTime the longest that a request may take, waiting included
 * @param apiKey what clients must send as a bearer token, if anything
 */
public record ApiSettings(
    String host,
    int port,
    int bodyBytes,
    int connections,
    Duration clientTime,
    Duration requestTime,
    @Nullable String apiKey) {}
