package dev.tocsin.harness.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.harness.servers.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A headless Chromium with one page, driven by its <a
 * href="https://chromedevtools.github.io/devtools-protocol/">DevTools protocol</a>, on loopback and
 * without network.
 */
final class Chromium implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome", "headless_shell");

  private final Process process;
  private final Path profile;
  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private final WebSocket socket;
  private int commands;

  private Chromium(Process process, Path profile) throws IOException, InterruptedException {
    this.process = process;
    this.profile = profile;
    Path portFile = profile.resolve("DevToolsActivePort");
    List<String> lines =
        Await.until(
            "Chromium listens",
            PATIENCE,
            () -> Optional.of(lines(portFile)).filter(all -> all.size() > 1),
            () -> "alive: " + process.isAlive());
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lines.get(0) + "/json/list"))
            .build();
    JsonNode targets =
        MAPPER.readTree(http.send(list, HttpResponse.BodyHandlers.ofString()).body());
    String address = "";
    for (JsonNode target : targets) {
      if (target.path("type").asText().equals("page")) {
        address = target.path("webSocketDebuggerUrl").asText();
      }
    }
    socket = http.newWebSocketBuilder().buildAsync(URI.create(address), new Listener()).join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      command(domain + ".enable", Map.of());
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The browser of this machine: {@code -Dtocsin.chromium=…}, or one on the path. */
  static Optional<Path> installed() {
    String named = System.getProperty("tocsin.chromium", "");
    if (!named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Chromium start(Path program, Path profile) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                // It reads nothing but our own page, and root has no sandbox.
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return new Chromium(process, profile);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      kill(process);
      throw e;
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        try {
          received.add(MAPPER.readTree(message.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        message.setLength(0);
      }
      from.request(1);
      return null;
    }
  }

  private JsonNode command(String method, Map<String, ?> parameters) {
    int id = ++commands;
    ObjectNode command = MAPPER.createObjectNode().put("id", id).put("method", method);
    command.set("params", MAPPER.valueToTree(parameters));
    socket.sendText(command.toString(), true).join();
    return await(method, message -> message.path("id").asInt() == id).path("result");
  }

  private JsonNode await(String what, Predicate<JsonNode> wanted) {
    try {
      while (true) {
        JsonNode message = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("Chromium does not answer: " + what);
        }
        note(message);
        if (wanted.test(message)) {
          if (message.has("error")) {
            throw new AssertionError(what + ": " + message.get("error"));
          }
          return message;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(what, e);
    }
  }

  private void note(JsonNode message) {
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Log.entryAdded" -> complaints.add(parameters.path("entry").path("text").asText());
      case "Runtime.exceptionThrown" ->
          complaints.add(parameters.path("exceptionDetails").toString());
      case "Runtime.consoleAPICalled" -> complaints.add(parameters.path("args").toString());
      case "Network.requestWillBeSent" ->
          requests.add(parameters.path("request").path("url").asText());
      default -> {}
    }
  }

  /** Shows a page as wide as this, with light or dark preferred. */
  void open(URI page, int width, int height, boolean dark) {
    complaints.clear();
    requests.clear();
    command(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    command(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    command("Page.navigate", Map.of("url", "about:blank"));
    requests.clear();
    command("Page.navigate", Map.of("url", page.toString()));
    evaluate("new Promise(done => document.readyState === 'complete' ? done(1) : onload = done)");
  }

  /** What an expression gives, awaited if it is a promise. */
  JsonNode evaluate(String expression) {
    JsonNode result =
        command(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** What the console and the page complained of since it was opened. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** All addresses that were asked for since the page was opened, its own first. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** What is to be seen now, as PNG. */
  void screenshot(Path file) throws IOException {
    String image = command("Page.captureScreenshot", Map.of("format", "png")).path("data").asText();
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, Base64.getDecoder().decode(image));
  }

  /** How many bytes it has as a printed document. */
  int printed() {
    String document = command("Page.printToPDF", Map.of()).path("data").asText();
    return Base64.getDecoder().decode(document).length;
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    socket.abort();
    kill(process);
    if (profile.toFile().exists()) {
      try (Stream<Path> files = Files.walk(profile)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
