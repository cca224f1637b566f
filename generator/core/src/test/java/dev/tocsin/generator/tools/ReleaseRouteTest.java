package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a server of our own in place of the projects'. */
class ReleaseRouteTest {
  private static final String FILE = "prometheus-3.5.3.tar.gz";
  private static final String FOLDER = "/prometheus/prometheus/releases/download/v3.5.3/";

  @TempDir Path temp;
  private HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = files.get(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
          if (body != null) {
            exchange.getResponseBody().write(body);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private static ReleaseRoute route(String base, String sum) {
    PinTable pins =
        PinTable.parse(
            "newest\trelease\tlinux-amd64\tprometheus/prometheus\t"
                + FILE
                + "\tv3.5.3\t"
                + sum
                + "\tpromtool=prometheus-3.5.3/promtool\n");
    return new ReleaseRoute(
        pins, new Platform("linux", "amd64"), PathRoute.foldersOf(System.getenv("PATH")), base);
  }

  /** A real archive; returns its sum. */
  private String publish() throws IOException {
    FakeTools.script(temp.resolve("in/prometheus-3.5.3/promtool"), Tool.PROMTOOL, "3.5.3");
    Path archive = temp.resolve(FILE);
    ToolRun run =
        ToolRunner.limitedTo(Duration.ofMinutes(1))
            .run(
                List.of(
                    "tar",
                    "-czf",
                    archive.toString(),
                    "-C",
                    temp.resolve("in").toString(),
                    "prometheus-3.5.3"));
    assertThat(run.ok()).as(run.output()).isTrue();
    String sum = Checksums.sha256(archive);
    files.put(FOLDER + FILE, Files.readAllBytes(archive));
    sums(sum);
    return sum;
  }

  private void sums(String sum) {
    String list = "0".repeat(64) + "  another.tar.gz\n" + sum + "  " + FILE + "\n";
    files.put(FOLDER + "sha256sums.txt", list.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void downloadsVerifiesAndUnpacks() throws Exception {
    publish();
    Delivery delivery = route(base(), "-").deliver(Generation.NEWEST, scratch());
    assertThat(delivery.tools().get(Tool.PROMTOOL)).isExecutable();
    assertThat(delivery.origin()).isEqualTo("release archives");
  }

  @Test
  void removesAnArchiveThatIsNotWhatTheReleasePublished() throws Exception {
    publish();
    sums("f".repeat(64));
    Path scratch = scratch();
    assertThatThrownBy(() -> route(base(), "-").deliver(Generation.NEWEST, scratch))
        .hasMessageStartingWith("the SHA-256 of " + FILE)
        .hasMessageContaining("published in the release's sha256sums.txt")
        .hasMessageEndingWith("the file was removed");
    assertThat(scratch.resolve(FILE)).doesNotExist();
  }

  @Test
  void aPinnedSumHoldsEvenIfTheReleaseSaysOtherwise() throws Exception {
    publish();
    assertThatThrownBy(() -> route(base(), "e".repeat(64)).deliver(Generation.NEWEST, scratch()))
        .hasMessageContaining("instead of " + "e".repeat(64) + " (pinned in ");
  }

  @Test
  void refusesWhatTheReleaseDoesNotHave() throws Exception {
    assertThatThrownBy(() -> route(base(), "-").deliver(Generation.NEWEST, scratch()))
        .hasMessage("status 404 for " + base() + FOLDER.substring(1) + "sha256sums.txt");
    files.put(FOLDER + "sha256sums.txt", new byte[0]);
    assertThatThrownBy(() -> route(base(), "-").deliver(Generation.NEWEST, scratch()))
        .hasMessage("the sha256sums.txt of v3.5.3 does not list " + FILE);
    assertThatThrownBy(() -> route("not an address", "-").deliver(Generation.NEWEST, scratch()))
        .hasMessage("\"not an address\" is not an address");
  }

  @Test
  void asksAServerThatIsNotThereOnlyOnce() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    ReleaseRoute route = route("http://127.0.0.1:" + port, "-");
    assertThatThrownBy(() -> route.deliver(Generation.NEWEST, scratch()))
        .hasMessage("127.0.0.1 cannot be reached");
    // Now something answers there; but what was said stays said for the life of the route.
    HttpServer late =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    late.start();
    try {
      assertThatThrownBy(() -> route.deliver(Generation.NEWEST, scratch()))
          .hasMessage("127.0.0.1 cannot be reached");
    } finally {
      late.stop(0);
    }
  }

  @Test
  void takesTheProxyOfTheEnvironment() {
    assertThat(Proxies.of(Map.of())).isEmpty();
    assertThat(Proxies.of(Map.of("https_proxy", "::::"))).isEmpty();
    assertThat(
            Proxies.of(Map.of("HTTPS_PROXY", "http://proxy.example:3128"))
                .orElseThrow()
                .select(URI.create("https://example.com"))
                .toString())
        .contains("proxy.example")
        .contains("3128");
  }

  private Path scratch() throws IOException {
    return Files.createTempDirectory(temp, "scratch");
  }
}
