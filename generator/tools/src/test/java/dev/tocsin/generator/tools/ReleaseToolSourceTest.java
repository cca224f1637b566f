package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tocsin.dsl.internal.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a server of our own in place of the projects'. */
class ReleaseToolSourceTest {
  private static final String FILE = "prometheus-3.5.3.tar.gz";
  private static final String PASSWORD = "for this test alone";
  private static final String FOLDER = "/prometheus/prometheus/releases/download/v3.5.3/";

  @TempDir Path temp;
  private HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    byte[] body = files.get(path);
    exchange.sendResponseHeaders(body == null ? 404 : 200, body == null ? -1 : body.length);
    if (body != null) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  /** The same over HTTPS, with a certificate that only the tests' client believes. */
  private HttpsServer secure() throws Exception {
    Path file = temp.resolve("server.p12");
    ToolRun made =
        ToolRunner.limitedTo(Duration.ofMinutes(1))
            .run(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    "server",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=dns:localhost",
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD));
    assertThat(made.ok()).as(made.output()).isTrue();
    KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory believed =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    believed.init(keys);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), believed.getTrustManagers(), null);
    client = HttpClient.newBuilder().sslContext(context).build();
    HttpsServer secure =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(context));
    secure.createContext("/", this::answer);
    secure.start();
    return secure;
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private ReleaseToolSource route(String base, String sum) {
    PinTable pins =
        PinTable.parse(
            "newest\trelease\tlinux-amd64\tprometheus/prometheus\t"
                + FILE
                + "\tv3.5.3\t"
                + sum
                + "\tpromtool=prometheus-3.5.3/promtool\n");
    return new ReleaseToolSource(
        pins,
        new Platform("linux", "amd64"),
        PathToolSource.foldersOf(System.getenv("PATH")),
        base,
        () -> client);
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
    String sum = Sha256.of(archive);
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
    Delivery delivery = route(base(), publish()).deliver(Generation.NEWEST, scratch());
    assertThat(delivery.tools().get(Tool.PROMTOOL)).isExecutable();
    assertThat(delivery.origin()).isEqualTo("release archives");
  }

  @Test
  void takesNothingOverPlainHttpWithoutAPinnedSum() throws Exception {
    publish();
    Path scratch = scratch();
    assertThatThrownBy(() -> route(base(), "-").deliver(Generation.NEWEST, scratch))
        .hasMessage(
            "cannot verify "
                + FILE
                + ": its SHA-256 is not pinned, and the address of the releases does not begin with"
                + " https://, so that its published sum cannot be trusted; use HTTPS, or pin the sum"
                + " in "
                + PinTable.PLACE);
    assertThat(asked).isEmpty();
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void aPinnedSumHoldsWhateverTheReleaseSays() throws Exception {
    publish();
    Path scratch = scratch();
    assertThatThrownBy(() -> route(base(), "e".repeat(64)).deliver(Generation.NEWEST, scratch))
        .hasMessageStartingWith("the SHA-256 of " + FILE)
        .hasMessageContaining("instead of " + "e".repeat(64) + " (pinned in ")
        .hasMessageEndingWith("the file was removed");
    assertThat(scratch.resolve(FILE)).doesNotExist();
  }

  @Test
  void withoutAPinTheSumThatTheReleasePublishesOverHttpsHolds() throws Exception {
    publish();
    HttpsServer secure = secure();
    try {
      String base = "https://localhost:" + secure.getAddress().getPort();
      assertThat(route(base, "-").deliver(Generation.NEWEST, scratch()).tools()).isNotEmpty();
      sums("f".repeat(64));
      assertThatThrownBy(() -> route(base, "-").deliver(Generation.NEWEST, scratch()))
          .hasMessageStartingWith("the SHA-256 of " + FILE)
          .hasMessageContaining("published in the release's sha256sums.txt");
      files.put(FOLDER + "sha256sums.txt", new byte[0]);
      assertThatThrownBy(() -> route(base, "-").deliver(Generation.NEWEST, scratch()))
          .hasMessage("the sha256sums.txt of v3.5.3 does not list " + FILE);
      files.clear();
      assertThatThrownBy(() -> route(base, "-").deliver(Generation.NEWEST, scratch()))
          .hasMessage("status 404 for " + base + FOLDER + "sha256sums.txt");
    } finally {
      secure.stop(0);
    }
  }

  @Test
  void refusesWhatTheReleaseDoesNotHave() throws Exception {
    String sum = "e".repeat(64);
    assertThatThrownBy(() -> route(base(), sum).deliver(Generation.NEWEST, scratch()))
        .hasMessage("status 404 for " + base() + FOLDER.substring(1) + FILE);
    assertThatThrownBy(() -> route("not an address", sum).deliver(Generation.NEWEST, scratch()))
        .hasMessage("invalid address \"not an address\"");
  }

  @Test
  void aRefusalPrintsNoPassword() {
    String address = base().replace("http://", "http://me:hunter2@");
    assertThatThrownBy(() -> route(address, "e".repeat(64)).deliver(Generation.NEWEST, scratch()))
        .isInstanceOf(ToolSourceRefusal.class)
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("hunter2"));
  }

  @Test
  void asksAServerThatIsNotThereOnlyOnce() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    ReleaseToolSource route = route("http://127.0.0.1:" + port, "e".repeat(64));
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
