/**
 * The HTTP side: OpenAI's requests and answers, health, metrics, and the admin port for faults.
 *
 * <p>Requests to the API are handled on threads of their own; the web server's threads only accept
 * them, and answer for health and metrics. Start at {@link dev.tocsin.inference.http.ApiServer}.
 */
@NullMarked
package dev.tocsin.inference.http;

import org.jspecify.annotations.NullMarked;
