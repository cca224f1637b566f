package dev.tocsin.proofs.service;

import dev.tocsin.harness.servers.Instance;
import dev.tocsin.proofs.Gpus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The real inference service with its demo model: one instance. */
final class Inference implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  /** What the admin ports of all instances ask for: they listen on loopback, for one run. */
  private static final String TOKEN = UUID.randomUUID().toString();

  private final Instance process;
  private final String address;
  private final String admin;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  private Inference(Instance process, String address, String admin) {
    this.process = process;
    this.address = address;
    this.admin = admin;
  }

  /** Where instances run: processes of this machine, or containers from the service's image. */
  interface Runner {
    /**
     * An instance that is not started yet.
     *
     * @param options of its Java
     * @param environment its variables
     * @param arguments the service's own
     */
    Instance instance(
        String name,
        Path folder,
        List<String> options,
        Map<String, String> environment,
        List<String> arguments);

    /**
     * Processes.
     *
     * @param module the folder of the module {@code inference}, which has been packaged
     */
    static Runner processes(Path module) {
      return (name, folder, options, environment, arguments) -> {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", module.resolve("target/tocsin-inference.jar").toString()));
        command.addAll(List.of("--model", module.resolve("models/demo").toString()));
        command.addAll(arguments);
        return Instance.process(name, folder, command, environment);
      };
    }

    /** Containers from this image, which brings the demo model. */
    static Runner containers(String image) {
      return (name, folder, options, environment, arguments) -> {
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_TOOL_OPTIONS", String.join(" ", options));
        List<String> command = new ArrayList<>(List.of("--model", "/models/demo"));
        command.addAll(arguments);
        return Instance.container(name, folder, image, command, all);
      };
    }
  }

  /**
   * Starts it and does not wait.
   *
   * @param gpus what its GPUs say; none without it
   * @param more arguments of its own
   */
  static Inference start(
      Runner runner, Path folder, String name, List<Gpus> gpus, List<String> more) {
    // Seven of them share few cores, and none lives long enough for more than a quick start.
    List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    Map<String, String> environment = new HashMap<>();
    for (Gpus some : gpus) {
      options.add("-Djna.library.path=" + some.library().getParent());
      environment.put("NVML_STAND_IN", some.readings().toString());
    }
    return start(runner, folder, name, "cpu", options, environment, more);
  }

  /** Starts one that computes on a real GPU, and does not wait. */
  static Inference startOn(RealGpu gpu, Runner runner, Path folder, String name) {
    return start(runner, folder, name, "gpu", List.of(), gpu.environment(), List.of());
  }

  private static Inference start(
      Runner runner,
      Path folder,
      String name,
      String device,
      List<String> moreOptions,
      Map<String, String> variables,
      List<String> more) {
    int port = Instance.freePort();
    int adminPort = Instance.freePort();
    List<String> options = new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    options.addAll(moreOptions);
    Map<String, String> environment = new HashMap<>(variables);
    // Many of them share few cores: a thread that waits must not spin.
    environment.put("OMP_WAIT_POLICY", "PASSIVE");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--device",
                device,
                "--threads",
                "1",
                "--port",
                Integer.toString(port),
                "--enable-faults",
                "--admin-port",
                Integer.toString(adminPort),
                "--admin-token-file",
                tokenFile(folder).toString()));
    arguments.addAll(more);
    Instance instance = runner.instance(name, folder, options, environment, arguments);
    instance.start();
    return new Inference(instance, "127.0.0.1:" + port, "127.0.0.1:" + adminPort);
  }

  /** Where a container reads it too: it has the folder at the same place, as another user. */
  private static Path tokenFile(Path folder) {
    try {
      Path file = folder.toAbsolutePath().resolve("admin.token");
      Files.createDirectories(folder);
      Files.writeString(file, TOKEN);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code host:port}, which is its {@code instance}. */
  String address() {
    return address;
  }

  void awaitReady() {
    process.await("is ready", this::isReady);
  }

  private boolean isReady() {
    try {
      return send("http://" + address + "/health/ready", HttpRequest.newBuilder()) == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Its page of metrics. */
  String metrics() {
    try {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                  .timeout(PATIENCE)
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new AssertionError(address + " does not show its metrics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Asks for these faults, as JSON; see the module's README. */
  void breakWith(String plan) {
    admin(HttpRequest.newBuilder().PUT(HttpRequest.BodyPublishers.ofString(plan)));
  }

  /** Ends all faults. */
  void mend() {
    admin(HttpRequest.newBuilder().DELETE());
  }

  private void admin(HttpRequest.Builder request) {
    request.header("Authorization", "Bearer " + TOKEN).header("Content-Type", "application/json");
    try {
      int status = send("http://" + admin + "/faults", request);
      if (status / 100 != 2) {
        throw new AssertionError("the admin port answered " + status);
      }
    } catch (IOException e) {
      throw new AssertionError("the admin port does not answer", e);
    }
  }

  /** A metric of its model, as it is now. */
  double metric(String name) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
            .timeout(PATIENCE)
            .build();
    try {
      return client
          .send(request, HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(name + "{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new AssertionError(address + " does not tell its metrics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  void kill() {
    process.kill();
  }

  void restart() {
    process.start();
    awaitReady();
  }

  /**
   * Asks for some tokens.
   *
   * @return the HTTP status, or 0 where the answer broke off
   */
  int complete(int tokens, boolean streaming) {
    String body =
        "{\"model\":\"demo\",\"prompt\":\"Once upon a time\",\"max_tokens\":"
            + tokens
            + ",\"stream\":"
            + streaming
            + "}";
    try {
      return send(
          "http://" + address + "/v1/completions",
          HttpRequest.newBuilder()
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body)));
    } catch (IOException e) {
      return 0;
    }
  }

  private int send(String url, HttpRequest.Builder builder) throws IOException {
    try {
      return client
          .send(
              builder.uri(URI.create(url)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
