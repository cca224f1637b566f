package dev.tocsin.proofs;

import dev.tocsin.harness.servers.Instance;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A real program that exports metrics, started on a free port of loopback. */
final class Exporter implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String TEXT = "text/plain;version=0.0.4";
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

  private final Instance instance;
  private final String address;
  private final HttpClient client =
      HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

  private Exporter(Instance instance, String address) {
    this.instance = instance;
    this.address = address;
  }

  /**
   * Starts it and does not wait.
   *
   * @param command by the port that it is to listen on
   */
  static Exporter start(String name, Path folder, Function<Integer, List<String>> command) {
    int port = Instance.freePort();
    Instance instance = Instance.process(name, folder, command.apply(port), Map.of());
    instance.start();
    return new Exporter(instance, "127.0.0.1:" + port);
  }

  /** Its metrics in the text format. */
  String text() throws IOException, InterruptedException {
    instance.await("shows its metrics", () -> answers("/metrics"));
    return page(TEXT);
  }

  /** Its metrics in OpenMetrics. */
  String openMetrics() throws IOException, InterruptedException {
    return page(OPEN_METRICS);
  }

  /** Waits until it says that it is ready: Prometheus listens before it has read its rules. */
  Exporter ready() {
    instance.await("is ready", () -> answers("/-/ready"));
    return this;
  }

  private boolean answers(String path) {
    try {
      return get(path, TEXT).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String page(String accept) throws IOException, InterruptedException {
    HttpResponse<String> response = get("/metrics", accept);
    if (response.statusCode() != 200) {
      throw new AssertionError(
          "/metrics answered " + response.statusCode() + "\n" + instance.tail());
    }
    return response.body();
  }

  private HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .header("Accept", accept)
            .timeout(PATIENCE)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Override
  public void close() {
    instance.close();
  }
}
