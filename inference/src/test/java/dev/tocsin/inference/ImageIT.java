package dev.tocsin.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * The container image, in a container: with {@code -Pimage}, which builds it, where docker runs.
 */
@EnabledIfSystemProperty(
    named = "inference.image",
    matches = ".+",
    disabledReason = "needs the image: run it with -Pimage")
class ImageIT {

  private static final String IMAGE = System.getProperty("inference.image", "");
  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final long PAUSE_NANOS = 100_000_000L;

  @TempDir Path temp;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void servesAsNobodyUntilASignalStopsIt() throws Exception {
    needEngine();
    long start = System.nanoTime();
    String container =
        Programs.run(
                temp, List.of("docker", "run", "--detach", "--publish", "127.0.0.1::8000", IMAGE))
            .strip();
    try {
      String url =
          "http://" + docker("port", container, "8000/tcp").lines().findFirst().orElseThrow();
      while (!isOk(url + "/health/ready")) {
        assertThat(System.nanoTime() - start)
            .as("waiting for the service:%n%s", docker("logs", container))
            .isLessThan(PATIENCE_NANOS);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      System.out.printf(
          "%s is ready %.1f s after docker run%n", IMAGE, (System.nanoTime() - start) / 1e9);

      assertThat(send(HttpRequest.newBuilder(URI.create(url + "/health"))).body())
          .isEqualTo("{\"status\":\"ok\"}");
      HttpResponse<String> completion =
          send(
              HttpRequest.newBuilder(URI.create(url + "/v1/completions"))
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          """
                          {"model": "demo", "prompt": "Once upon a time", "max_tokens": 8}
                          """)));
      assertThat(completion.statusCode()).as(completion.body()).isEqualTo(200);
      assertThat(completion.body()).contains("\"completion_tokens\":8");
      assertThat(send(HttpRequest.newBuilder(URI.create(url + "/metrics"))).body())
          .contains("llm_generated_tokens_total{model=\"demo\"} 8.0", "llm_model_loaded");
      assertThat(docker("inspect", "--format", "{{.Config.User}}", container).strip())
          .isEqualTo("nobody");

      // The image has no shell: the engine runs the image's own health check.
      await(
          "healthy",
          () -> docker("inspect", "--format", "{{.State.Health.Status}}", container).strip());

      docker("stop", "--time", "30", container);
      assertThat(docker("logs", container)).contains("Ready at http://0.0.0.0:8000");
      // 143: by the signal, and not by the kill that comes after it.
      assertThat(docker("inspect", "--format", "{{.State.ExitCode}}", container).strip())
          .isEqualTo("143");
    } finally {
      docker("rm", "--force", "--volumes", container);
    }
  }

  private static void await(String wanted, Supplier<String> state) {
    long start = System.nanoTime();
    for (String now = state.get(); !now.equals(wanted); now = state.get()) {
      assertThat(System.nanoTime() - start).as("still " + now).isLessThan(PATIENCE_NANOS);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void needEngine() {
    Programs.need("docker");
    try {
      docker("image", "inspect", IMAGE);
    } catch (AssertionError e) {
      String message = "SKIPPED: docker does not answer or lacks " + IMAGE + ": " + e.getMessage();
      System.err.println(message);
      throw new TestAbortedException(message, e);
    }
  }

  private String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return Programs.run(temp, command);
  }

  private boolean isOk(String url) {
    try {
      return send(HttpRequest.newBuilder(URI.create(url))).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
