package dev.tocsin.cli.drill;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.generator.tools.Toolbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Alertmanager on loopback, and a receiver: what is posted to it, by path. */
final class RunningAlertmanager implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("msg=\"Listening on\".* address=(127\\.0\\.0\\.1:[1-9][0-9]*)");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final HttpServer sink;
  private final Process process;
  private final URI address;

  /**
   * The configuration's {@code SINK} becomes the receiver's address; below /broken it answers 500.
   */
  RunningAlertmanager(Toolbox tools, Path folder, String config) throws IOException {
    sink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sink.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String path = exchange.getRequestURI().getPath();
          received.add(path + " " + body);
          exchange.sendResponseHeaders(path.startsWith("/broken") ? 500 : 200, -1);
          exchange.close();
        });
    sink.start();
    Path file =
        Files.writeString(
            folder.resolve("alertmanager.yml"),
            config.replace("SINK", "http://127.0.0.1:" + sink.getAddress().getPort()));
    Path log = folder.resolve("alertmanager.log");
    process =
        new ProcessBuilder(
                tools.alertmanager().toString(),
                "--config.file=" + file,
                "--storage.path=" + folder.resolve("data"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:0")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    StringBuilder found = new StringBuilder();
    await(
        () -> {
          Matcher matcher = LISTENING.matcher(read(log));
          if (matcher.find()) {
            found.append(matcher.group(1));
          }
          return !found.isEmpty() || !process.isAlive();
        });
    if (found.isEmpty()) {
      close();
      throw new AssertionError(read(log));
    }
    address = URI.create("http://" + found);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  URI address() {
    return address;
  }

  /** What has arrived, each as path and body. */
  List<String> received() {
    return received;
  }

  void post(String path, String json) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
  }

  String get(String path) throws Exception {
    return CLIENT
        .send(
            HttpRequest.newBuilder(address.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it does not come true");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    sink.stop(0);
  }
}
