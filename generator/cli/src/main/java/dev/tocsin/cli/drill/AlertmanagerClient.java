package dev.tocsin.cli.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Asks an Alertmanager through its <a
 * href="https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml">API v2</a>. What
 * goes wrong is a {@link DrillException} that never shows what the headers hold.
 */
final class AlertmanagerClient {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int SHOWN = 300;

  private final String base;
  private final Map<String, String> headers;
  private final ObjectMapper mapper = new ObjectMapper();
  private final HttpClient client;

  /**
   * Creates a client that sends these headers.
   *
   * @param authority the CA certificates to trust instead of those of the Java installation
   */
  AlertmanagerClient(URI address, Map<String, String> headers, Optional<SSLContext> authority) {
    String text = address.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.headers = Map.copyOf(headers);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .followRedirects(HttpClient.Redirect.NEVER);
    authority.ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  String base() {
    return base;
  }

  /** Reads the status, and fails if the server is not an Alertmanager with the API v2. */
  JsonNode status() throws DrillException {
    HttpResponse<String> response = send("/api/v2/status", Optional.empty());
    if (response.statusCode() == 404) {
      throw new DrillException(
          base
              + " has no /api/v2; fix: check that it is the URL of an Alertmanager, including its path"
              + " prefix, and of version 0.16 or newer (older versions have only the API v1, which is"
              + " not supported)");
    }
    return json("/api/v2/status", accepted("GET /api/v2/status", response));
  }

  JsonNode get(String path) throws DrillException {
    return json(path, accepted("GET " + path, send(path, Optional.empty())));
  }

  /** Its own metrics; empty where they are not served at this address. */
  Optional<String> metrics() throws DrillException {
    HttpResponse<String> response = send("/metrics", Optional.empty());
    return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
  }

  void postAlert(Map<String, Object> alert) throws DrillException {
    try {
      String body = mapper.writeValueAsString(new Object[] {alert});
      accepted("POST /api/v2/alerts", send("/api/v2/alerts", Optional.of(body)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String query(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private JsonNode json(String path, String body) throws DrillException {
    try {
      return mapper.readTree(body);
    } catch (JsonProcessingException e) {
      throw new DrillException(
          base
              + path
              + " did not return JSON; fix: check that it is the URL of an Alertmanager, including its path"
              + " prefix");
    }
  }

  private String accepted(String what, HttpResponse<String> response) throws DrillException {
    int status = response.statusCode();
    if (status == 200) {
      return response.body();
    }
    String hint =
        switch (status) {
          case 401, 403 -> "; fix: pass credentials with --basic-auth-file or --headers-file";
          case 301, 302, 303, 307, 308 ->
              "; fix: use the URL that it redirects to"
                  + response
                      .headers()
                      .firstValue("Location")
                      .map(location -> ", " + location.replaceFirst("[?#].*", ""))
                      .orElse("");
          default -> "";
        };
    String body = response.body().strip().replaceAll("\\s+", " ");
    throw new DrillException(
        base
            + " refused "
            + what
            + " with status "
            + status
            + hint
            + (body.isEmpty() || !hint.isEmpty()
                ? ""
                : ": " + (body.length() > SHOWN ? body.substring(0, SHOWN) + "…" : body)));
  }

  private HttpResponse<String> send(String path, Optional<String> body) throws DrillException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      try {
        request.header(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        // The message contains the value, which may be a password.
        throw new DrillException(
            "cannot send the header "
                + header.getKey()
                + ": Java sets it itself, or its name or value contains a character that is not"
                + " allowed in a header");
      }
    }
    body.ifPresent(
        text ->
            request
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(text)));
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new DrillException(
          base
              + " cannot be reached: "
              + (isOfAName(e)
                  ? "the host name cannot be resolved"
                  : "no connection; fix: check that Alertmanager runs there, and the port"));
    } catch (SSLException e) {
      throw new DrillException(base + " cannot be reached over TLS: " + reason(e));
    } catch (HttpTimeoutException e) {
      throw new DrillException(base + " did not respond within " + PATIENCE.toSeconds() + " s");
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      throw new DrillException(
          base
              + ": the request failed: "
              + (e.getMessage() == null ? e : message)
              + (base.startsWith("http:") && message.contains("header parser received no bytes")
                  ? "; if the server expects TLS, use https://"
                  : ""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DrillException("interrupted");
    }
  }

  private static boolean isOfAName(Throwable e) {
    Throwable cause = e;
    while (cause != null) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String reason(SSLException e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("unable to find valid certification path")) {
      return "certificate signed by an unknown CA; pass --ca-file";
    }
    if (message.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
      return "server does not speak TLS; use http://?";
    }
    return message;
  }
}
