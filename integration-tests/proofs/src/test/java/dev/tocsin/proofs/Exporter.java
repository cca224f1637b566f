package dev.tocsin.proofs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real program that exports metrics, started on a free port of loopback. */
final class Exporter implements AutoCloseable {
  /**
   * How the inference service, Prometheus, Alertmanager and node_exporter say where they listen.
   */
  private static final Pattern LISTENING =
      Pattern.compile(
          "(?:Ready at http://|msg=\"Listening on\".* address=)(127\\.0\\.0\\.1:[1-9][0-9]*)");

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String TEXT = "text/plain;version=0.0.4";
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

  private final Process process;
  private final Path log;
  private final Thread undertaker;
  private final HttpClient client =
      HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();

  private Exporter(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.undertaker = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(undertaker);
  }

  static Exporter start(Path folder, List<String> command) throws IOException {
    Path log = Files.createTempFile(folder, "exporter", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    return new Exporter(builder.start(), log);
  }

  /** Its metrics in the text format. */
  String text() throws IOException, InterruptedException {
    return page(TEXT);
  }

  /** Its metrics in OpenMetrics. */
  String openMetrics() throws IOException, InterruptedException {
    return page(OPEN_METRICS);
  }

  /** Waits until it says that it is ready: Prometheus listens before it has read its rules. */
  Exporter ready() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    HttpResponse<String> response = get("/-/ready", TEXT);
    while (response.statusCode() != 200) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it is not ready within " + PATIENCE + "\n" + log());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
      response = get("/-/ready", TEXT);
    }
    return this;
  }

  private String page(String accept) throws IOException, InterruptedException {
    HttpResponse<String> response = get("/metrics", accept);
    if (response.statusCode() != 200) {
      throw new AssertionError("/metrics answered " + response.statusCode() + "\n" + log());
    }
    return response.body();
  }

  private HttpResponse<String> get(String path, String accept)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address() + path))
            .header("Accept", accept)
            .timeout(PATIENCE)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String address() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      Matcher matcher = LISTENING.matcher(log());
      if (matcher.find()) {
        return matcher.group(1);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new AssertionError(
        (process.isAlive() ? "does not listen within " + PATIENCE : "has ended") + "\n" + log());
  }

  private String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      Runtime.getRuntime().removeShutdownHook(undertaker);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
