package dev.tocsin.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a drill cannot reach an Alertmanager: each message names the reason. */
class HardToReachTest {
  private static final String PASSWORD = "changeit";
  private static final String STATUS =
      "{\"versionInfo\":{\"version\":\"0.33.1\"},\"cluster\":{\"peers\":[]},"
          + "\"config\":{\"original\":\"route: {receiver: web, group_wait: 1s}\\n"
          + "receivers: [{name: web, webhook_configs: [{url: http://127.0.0.1:1}]}]\"}}";

  @TempDir private Path folder;
  private final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void unresolvableHostName() {
    assertThat(messageOf(Drill.on(URI.create("http://alertmanager.invalid:9093"), Map.of())))
        .startsWith("http://alertmanager.invalid:9093 cannot be reached: the host name cannot");
  }

  @Test
  void redirectToLogin() throws Exception {
    HttpServer server = started(HttpServer.create());
    server.createContext(
        "/",
        exchange -> {
          exchange
              .getResponseHeaders()
              .set("Location", "https://login.example.com/start?state=hunter2#hunter2");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });

    assertThat(messageOf(Drill.on(address("http", server), Map.of())))
        .endsWith(
            "with status 302; fix: use the URL that it redirects to,"
                + " https://login.example.com/start");
  }

  @Test
  void invalidHeaderIsNamedWithoutItsValue() {
    URI nowhere = URI.create("http://127.0.0.1:1");
    assertThat(
            messageOf(
                Drill.on(nowhere, Map.of())
                    .sending(Map.of("Authorization", "Bearer hunter\u00012"))))
        .startsWith("cannot send the header Authorization: ")
        .doesNotContain("hunter");
    assertThat(messageOf(Drill.on(nowhere, Map.of()).sending(Map.of("Host", "alertmanager"))))
        .startsWith("cannot send the header Host: Java sets it itself");
  }

  @Test
  void selfSignedCertificate() throws Exception {
    HttpsServer server = HttpsServer.create();
    server.setHttpsConfigurator(new HttpsConfigurator(signedByItself()));
    started(server).createContext("/", exchange -> answer(exchange, 200, "hello"));
    Drill drill = Drill.on(address("https", server), Map.of());

    assertThat(messageOf(drill))
        .endsWith(
            " cannot be reached over TLS: certificate signed by an unknown CA; pass"
                + " --ca-file");
    assertThat(messageOf(drill.trusting(folder.resolve("ca.pem"))))
        .as("trusted")
        .contains("did not return JSON");
    Path other = Files.writeString(folder.resolve("other.pem"), "no certificate");
    assertThatThrownBy(() -> drill.trusting(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it contains no PEM certificate");
    assertThat(messageOf(Drill.on(address("http", server), Map.of())))
        .contains("the request failed: ")
        .endsWith("if the server expects TLS, use https://");
  }

  /** Returns what Go's server returns for a request that is not HTTP. */
  @Test
  void serverWithoutTls() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () -> {
                // A client whose connection is reset connects once more.
                while (!server.isClosed()) {
                  try (Socket socket = server.accept()) {
                    int ignored = socket.getInputStream().read(new byte[4096]);
                    socket
                        .getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    socket.shutdownOutput();
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                  } catch (IOException e) {
                    // The client has gone, or the test is over.
                  }
                }
              });
      answering.start();

      assertThat(
              messageOf(
                  Drill.on(URI.create("https://127.0.0.1:" + server.getLocalPort()), Map.of())))
          .endsWith("cannot be reached over TLS: server does not speak TLS; use http://?");
      server.close();
      answering.join();
    }
  }

  @Test
  void serverThatFailsDuringTheDrill() throws Exception {
    // Listing the alerts succeeds once; every request after posting the alert fails.
    assertThat(messageOf(Drill.on(address("http", failingAfter(1)), Map.of())))
        .contains("refused GET /api/v2/alerts?filter=", " with status 502")
        .containsPattern(
            "; it is unknown which receivers were notified; the test alert \\{tocsin_drill=\"[^\"]+\"} may fire"
                + " until [0-9T:-]+Z, when it ends by itself$");
    assertThat(messageOf(Drill.on(address("http", failingAfter(Integer.MAX_VALUE)), Map.of())))
        .contains("refused GET /api/v2/alerts?filter=")
        .endsWith(
            "; it is unknown which receivers were notified; the test alert has been resolved");
  }

  /** Fails to list the alert, and accepts this number of posts. */
  private HttpServer failingAfter(int posts) throws Exception {
    HttpServer server = started(HttpServer.create());
    AtomicInteger posted = new AtomicInteger();
    server.createContext("/api/v2/status", exchange -> answer(exchange, 200, STATUS));
    server.createContext("/metrics", exchange -> answer(exchange, 404, ""));
    server.createContext("/api/v2/alerts/groups", exchange -> answer(exchange, 200, "[]"));
    server.createContext(
        "/api/v2/alerts",
        exchange -> {
          boolean fine =
              exchange.getRequestMethod().equals("POST")
                  ? posted.incrementAndGet() <= posts
                  : exchange.getRequestURI().getQuery() == null;
          answer(exchange, fine ? 200 : 502, fine ? "[]" : "Bad Gateway");
        });
    return server;
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, int status, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private <T extends HttpServer> T started(T server) throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    servers.add(server);
    return server;
  }

  private static URI address(String scheme, HttpServer server) {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  private static String messageOf(Drill drill) {
    try {
      return "it was held: " + drill.waiting(Duration.ofSeconds(1)).hold().lines();
    } catch (DrillException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Its certificate is in {@code ca.pem}. */
  private SSLContext signedByItself() throws Exception {
    Path keys = folder.resolve("keys");
    keytool(
        "-genkeypair -alias a -keyalg EC -dname CN=a -ext SAN=ip:127.0.0.1 -storetype PKCS12"
            + " -storepass "
            + PASSWORD
            + " -keystore "
            + keys);
    keytool(
        "-exportcert -rfc -alias a -storepass "
            + PASSWORD
            + " -keystore "
            + keys
            + " -file "
            + folder.resolve("ca.pem"));
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
