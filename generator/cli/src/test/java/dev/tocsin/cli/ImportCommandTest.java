package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  private static final String RULES =
      """
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              for: 5m
              labels: {severity: critical}
      """;

  private static final String CONFIG =
      """
      route: {receiver: ops}
      receivers:
        - name: ops
          slack_configs:
            - channel: "#ops"
              api_url: https://hooks.slack.com/services/T0/B0/verysecret
      """;

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Tocsin.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private int importing(String... more) {
    return run(
        Stream.concat(
                Stream.of(
                    "import",
                    "--package",
                    "shop",
                    "--class",
                    "Shop",
                    "--out",
                    folder.resolve("src").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void writesClassesAndSaysWhatToDoWithSecrets() throws IOException {
    int code =
        importing("--rules", file("web.yml", RULES), "--alertmanager", file("am.yml", CONFIG));
    assertThat(code).isEqualTo(Tocsin.DONE);
    assertThat(out.toString())
        .contains("wrote ", "Shop.java", "WebRules.java", "1 expression, 1 of them with types");
    assertThat(Files.readString(folder.resolve("src/shop/WebRules.java")))
        .contains("plain(\"Down\")", "UP.isEqualTo(count(0))", ".severity(CRITICAL)");
    assertThat(err.toString())
        .contains("am.yml:6:18: warning: \"api_url\" is a secret in clear text")
        .contains("/run/secrets/OPS_SLACK_API_URL")
        .doesNotContain("verysecret");
    try (Stream<Path> written = Files.walk(folder.resolve("src"))) {
      for (Path one : written.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(one)).doesNotContain("verysecret");
      }
    }
  }

  @Test
  void badInputGivesAllProblemsAndWritesNothing() throws IOException {
    int code =
        importing(
            "--rules",
            file("bad.yml", RULES.replace("up == 0", "up ==")),
            file("web.yml", RULES),
            folder.resolve("absent.yml").toString(),
            "--alertmanager",
            file("am.yml", "route: {receiver: nobody}"),
            "--metrics",
            file("page.txt", "<html>"));
    assertThat(code).isEqualTo(Tocsin.PROBLEMS);
    assertThat(err.toString())
        .contains("bad.yml:5:", "am.yml:1:", "page.txt:1: error", "absent.yml: error")
        .doesNotContain("Exception");
    assertThat(folder.resolve("src")).doesNotExist();
  }

  @Test
  void aClassThatIsThereIsNotReplaced() throws IOException {
    String rules = file("web.yml", RULES);
    assertThat(importing("--rules", rules)).isEqualTo(Tocsin.DONE);
    assertThat(importing("--rules", rules)).isEqualTo(Tocsin.DONE);
    Path mine = folder.resolve("src/shop/WebRules.java");
    Files.writeString(mine, "// mine");
    assertThat(importing("--rules", rules)).isEqualTo(Tocsin.PROBLEMS);
    assertThat(mine).hasContent("// mine");
    assertThat(err.toString()).contains("WebRules.java: error: a different class already exists");
    assertThat(importing("--rules", rules, "--overwrite")).isEqualTo(Tocsin.DONE);
    assertThat(Files.readString(mine)).contains("plain(\"Down\")");
  }

  @Test
  void metricsAreReadFromAUrl() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] page =
              """
              # HELP shop_orders_total Orders that were paid.
              # TYPE shop_orders_total counter
              shop_orders_total{shop="a"} 3
              """
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      assertThat(importing("--metrics", address + "/metrics")).isEqualTo(Tocsin.DONE);
      assertThat(Files.readString(folder.resolve("src/shop/ShopMetrics.java")))
          .contains("/** Orders that were paid. */")
          .contains("counter(\"shop_orders_total\", Count.class, SHOP)");
      assertThat(importing("--metrics", address + "/nothing")).isEqualTo(Tocsin.PROBLEMS);
      assertThat(err.toString()).contains("the server returned HTTP status 404");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void passwordInTheUrlIsNotPrinted() {
    for (String address :
        List.of(
            "http://user:hidden-1@127.0.0.1:1/metrics?token=hidden-2",
            "http://user:hidden-3 x@127.0.0.1/metrics",
            "http://user:hidden-4/x@127.0.0.1/metrics")) {
      assertThat(importing("--metrics", address)).isEqualTo(Tocsin.PROBLEMS);
    }
    assertThat(out + "" + err)
        .contains("http://127.0.0.1:1/metrics?token=…: error: cannot read the metrics page")
        .doesNotContain("hidden", "user:");
  }

  /** A truncated file would be imported in part. */
  @Test
  void fileOver16MiBIsRejected() throws IOException {
    String large = RULES + "# and a comment\n".repeat((17 << 20) / 16);
    String file = file("large.yml", large);
    assertThat(importing("--rules", file)).isEqualTo(Tocsin.PROBLEMS);
    assertThat(run("check", "rules", file)).isEqualTo(Tocsin.PROBLEMS);
    assertThat(run("fmt", "--check", file)).isEqualTo(Tocsin.PROBLEMS);
    assertThat(err.toString()).contains("large.yml: error: the rule file is larger than 16 MiB");
    assertThat(out.toString()).contains("large.yml: error: the rule file is larger than 16 MiB");
    assertThat(folder.resolve("src")).doesNotExist();
  }

  @Test
  void heapAndStackOverflowPrintAMessage() {
    PrintWriter printed = new PrintWriter(err, true);
    assertThat(
            Tocsin.guarded(
                printed,
                () -> {
                  throw new OutOfMemoryError("Java heap space");
                }))
        .isEqualTo(Tocsin.PROBLEMS);
    assertThat(
            Tocsin.guarded(
                printed,
                () -> {
                  throw new StackOverflowError();
                }))
        .isEqualTo(Tocsin.PROBLEMS);
    assertThat(err.toString())
        .contains("does not fit into the Java heap: Java heap space", "nested too deeply");
  }

  @Test
  void invalidNamesAndMissingInput() throws IOException {
    assertThat(importing()).isEqualTo(Tocsin.WRONG_USAGE);
    String rules = file("web.yml", RULES);
    assertThat(
            run(
                "import",
                "--package",
                "a-b",
                "--class",
                "Monitoring",
                "--out",
                folder.resolve("src").toString(),
                "--rules",
                rules))
        .isEqualTo(Tocsin.PROBLEMS);
    assertThat(err.toString())
        .contains("\"a-b\" cannot be the name of a package")
        .contains("\"Monitoring\" cannot be the name of the class");
  }
}
