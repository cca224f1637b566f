package dev.tocsin.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as users have it: {@code java -jar}. */
class ProgramIT {

  private static final Path JAR = Program.JAR;
  private static final Path MODULE = Path.of(System.getProperty("tocsin.root"), "inference");

  @TempDir Path temp;

  @Test
  void servesUntilASignalStopsIt() throws Exception {
    try (Program program = new Program(temp, List.of(), "--model", demo(), "--port", "0")) {
      String url = program.url();
      HttpResponse<String> health =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url + "/health")).build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(health.body()).isEqualTo("{\"status\":\"ok\"}");
      // Threads that wait for work sleep, although the environment does not say so.
      assertThat(program.errors()).contains("OMP_WAIT_POLICY = 'PASSIVE'");
      program.process.destroy();
      assertThat(program.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(program.errors()).contains("All requests have ended, stopping");
    }
  }

  /** The image's health check, as the image has it, but for where Java and the jar are. */
  @Test
  void theImagesHealthCheckPassesWhileItServes() throws Exception {
    String script = Files.readString(MODULE.resolve("src/image/build.sh"));
    Matcher check = Pattern.compile("(?m)^health_check='(\\[.*])'$").matcher(script);
    assertThat(check.find()).isTrue();
    List<String> command = new ArrayList<>();
    for (JsonNode word : new ObjectMapper().readTree(check.group(1))) {
      command.add(
          switch (word.asText()) {
            case "/opt/java/bin/java" -> System.getProperty("java.home") + "/bin/java";
            // A copy without the libraries beside it, which the check does not need.
            case "/opt/tocsin/tocsin-inference.jar" ->
                Files.copy(JAR, temp.resolve("alone.jar")).toString();
            default -> word.asText();
          });
    }
    int port;
    try (Program program = new Program(temp, List.of(), "--model", demo(), "--port", "0")) {
      port = URI.create(program.url()).getPort();
      command.addAll(List.of("--port", String.valueOf(port)));
      assertThat(Programs.run(temp, command)).isEqualTo("200 {\"status\":\"ok\"}\n");
    }
    assertThatThrownBy(() -> Programs.run(temp, command))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("java.net.ConnectException");
  }

  @Test
  void worksWithOpenAisClient() throws Exception {
    Programs.need("node");
    Programs.need("npm");
    Path folder = JAR.resolveSibling("openai-client");
    Files.createDirectories(folder);
    for (String file : List.of("package.json", "client.mjs")) {
      Files.copy(
          MODULE.resolve("src/test/openai").resolve(file),
          folder.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.isDirectory(folder.resolve("node_modules/openai"))) {
      Programs.run(
          folder, List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"));
    }
    try (Program program = new Program(temp, List.of(), "--model", demo(), "--port", "0")) {
      assertThat(Programs.run(folder, List.of("node", "client.mjs", program.url() + "/v1")))
          .contains("completed, streamed");
    }
  }

  @Test
  void saysWhatIsWrongAndNoMore() throws Exception {
    try (Program program =
        new Program(temp, List.of(), "--model", temp.resolve("none").toString())) {
      assertThat(program.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(program.process.exitValue()).isEqualTo(1);
      assertThat(program.errors().strip())
          .endsWith(
              "none is not a folder: name one with config.json, tokenizer.json and safetensors")
          .doesNotContain("\n");
    }
    try (Program program = new Program(temp, List.of(), "--prot", "1")) {
      assertThat(program.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(program.process.exitValue()).isEqualTo(2);
      assertThat(program.errors()).startsWith("unknown option --prot\n");
    }
  }

  @Test
  void aPortThatIsInUseIsReported() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Program program =
            new Program(
                temp,
                List.of(),
                "--model",
                demo(),
                "--port",
                String.valueOf(taken.getLocalPort()))) {
      assertThat(program.process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(program.process.exitValue()).isEqualTo(1);
      assertThat(program.errors()).contains("Port").doesNotContain("\tat ");
    }
  }

  private static String demo() {
    return MODULE.resolve("models/demo").toString();
  }
}
