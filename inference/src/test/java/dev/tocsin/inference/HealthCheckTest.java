package dev.tocsin.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the container engine runs in the service's container, which has no shell. */
class HealthCheckTest {

  @TempDir Path temp;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void isZeroOnlyWhileTheServiceIsReady() throws IOException {
    Path key = Files.writeString(temp.resolve("key"), "s3cr3t");
    int port;
    try (Running running = new Running("--enable-faults", "--api-key-file", key.toString())) {
      port = running.service.port();
      // No API key is needed.
      assertThat(check("--port", String.valueOf(port))).isZero();
      assertThat(printed()).isEqualTo("200 {\"status\":\"ok\"}\n");

      assertThat(running.faults("{\"unhealthy\": true}")).isEqualTo(200);
      assertThat(check("--port", String.valueOf(port))).isEqualTo(1);
      assertThat(printed()).startsWith("503 {\"status\":\"failing\",\"problem\":");

      // Alive, but not ready.
      assertThat(running.faults("{\"model_unloaded\": true}")).isEqualTo(200);
      assertThat(running.get("/health").statusCode()).isEqualTo(200);
      assertThat(check("--port", String.valueOf(port), "--host", "localhost")).isEqualTo(1);
      assertThat(printed()).contains("the model is not loaded");
    }
    assertThat(check("--port", String.valueOf(port))).isEqualTo(1);
    assertThat(printed()).contains("ConnectException");
  }

  /** Docker reserves 2. */
  @Test
  void isOneWhenItIsUsedWrongly() {
    for (List<String> wrong :
        List.of(List.of("--port"), List.of("--port", "x"), List.of("--url", "x"))) {
      assertThat(check(wrong.toArray(String[]::new))).isEqualTo(1);
      assertThat(printed()).isEqualTo("usage: HealthCheck [--host ADDRESS] [--port PORT]\n");
    }
  }

  private int check(String... arguments) {
    printed.reset();
    return HealthCheck.check(
        List.of(arguments), new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
