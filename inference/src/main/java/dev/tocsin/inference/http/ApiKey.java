package dev.tocsin.inference.http;

import dev.tocsin.inference.metrics.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Authenticates clients by an API key; without one, every client is accepted. */
public final class ApiKey {

  private final byte @Nullable [] expected;

  /** Requires this key; null requires none. */
  public ApiKey(@Nullable String key) {
    expected = key == null ? null : ("Bearer " + key).getBytes(StandardCharsets.UTF_8);
  }

  /** Checks an {@code Authorization} header. */
  public void check(@Nullable String authorization) throws ApiException {
    if (expected == null) {
      return;
    }
    byte[] given =
        authorization == null ? new byte[0] : authorization.getBytes(StandardCharsets.UTF_8);
    // Takes the same time wherever the first difference is.
    if (!MessageDigest.isEqual(expected, given)) {
      throw ApiException.of(
          Outcome.UNAUTHORIZED,
          "invalid_api_key",
          "Send the API key as 'Authorization: Bearer KEY'.");
    }
  }
}
