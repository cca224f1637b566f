package dev.tocsin.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.inference.torch.TorchRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A service with the demo model on a free port, and a client for it. */
final class Running implements AutoCloseable {

  static final ObjectMapper JSON = new ObjectMapper();
  static final Path DEMO = Path.of(System.getProperty("tocsin.root"), "inference/models/demo");

  /** Where the tests' services compute: {@code gpu} with {@code -Pgpu}. */
  static final String DEVICE = System.getProperty("inference.device", "cpu");

  static final String ADMIN_TOKEN = "for-tests-only";

  final Service service;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Running(String... more) {
    TorchRuntime.prepare();
    List<String> arguments =
        new ArrayList<>(List.of("--model", DEMO.toString(), "--port", "0", "--device", DEVICE));
    arguments.addAll(List.of("--threads", "1"));
    arguments.addAll(List.of(more));
    try {
      if (arguments.contains("--enable-faults")) {
        arguments.addAll(List.of("--admin-port", "0", "--admin-token-file", tokenFile()));
      }
      service = new Service(Options.parse(arguments));
    } catch (IOException | UsageException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String tokenFile() throws IOException {
    Path file = Files.createTempFile("admin", ".token");
    file.toFile().deleteOnExit();
    return Files.writeString(file, ADMIN_TOKEN).toString();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + service.port() + path);
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> post(String path, String body) {
    return send(request(path, body));
  }

  CompletableFuture<HttpResponse<String>> postAsync(String path, String body) {
    return client.sendAsync(request(path, body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(uri(path))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .timeout(Duration.ofMinutes(2))
        .build();
  }

  /** Asks for faults and gives the status. */
  int faults(String plan) {
    return send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + service.adminPort().orElseThrow() + "/faults"))
            .header("Authorization", "Bearer " + ADMIN_TOKEN)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(plan))
            .build())
        .statusCode();
  }

  /** The value of a series, written as in the exposition format; NaN if it is not there. */
  double metric(String series) {
    for (String line : get("/metrics").body().split("\n")) {
      if (line.startsWith(series + " ")) {
        return Double.parseDouble(line.substring(series.length() + 1));
      }
    }
    return Double.NaN;
  }

  double requests(int code) {
    return metric("llm_requests_total{code=\"" + code + "\",model=\"demo\"}");
  }

  static String chat(String question, String more) {
    return "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\""
        + question
        + "\"}]"
        + more
        + "}";
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static String text(HttpResponse<String> response) {
    return json(response.body()).at("/choices/0/message/content").asText();
  }

  /** Waits until something holds; fails after half a minute. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain until " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
