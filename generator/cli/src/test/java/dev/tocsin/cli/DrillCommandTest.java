package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How it is called; what it does is tested on real servers, beside the drill itself. */
class DrillCommandTest {
  private static final String NOWHERE = "http://127.0.0.1:1";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    err.getBuffer().setLength(0);
    String[] all = new String[arguments.length + 1];
    all[0] = "drill";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Tocsin.run(new PrintWriter(out), new PrintWriter(err), all);
  }

  @Test
  void invalidArguments() throws IOException {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("--alertmanager");
    assertThat(run("--alertmanager", "localhost:9093")).isEqualTo(2);
    assertThat(err.toString())
        .contains("invalid address in --alertmanager: write it as in http://127.0.0.1:9093");
    assertThat(run("--alertmanager", "http://ann:hunter2@127.0.0.1:1")).isEqualTo(2);
    assertThat(err.toString()).contains("use --basic-auth-file").doesNotContain("hunter2");
    assertThat(run("--alertmanager", NOWHERE, "severity")).isEqualTo(2);
    assertThat(err.toString()).contains("invalid label \"severity\": write name=value");
    assertThat(run("--alertmanager", NOWHERE, "--for", "5 minutes")).isEqualTo(2);
    assertThat(err.toString())
        .contains("invalid duration \"5 minutes\" in --for: write it as in 2m30s");
    Path empty = Files.writeString(folder.resolve("empty"), "");
    assertThat(run("--alertmanager", NOWHERE, "--basic-auth-file", empty.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("must be USER:PASSWORD");
    assertThat(run("--alertmanager", NOWHERE, "--ca-file", empty.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("empty: it contains no");
    Path config = Files.writeString(folder.resolve("a.yml"), "route: {receiver: x}\n");
    assertThat(run("--alertmanager", NOWHERE, "--config", config.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("a.yml").contains("error:");
  }

  @Test
  void unreachableServer() {
    assertThat(run("--alertmanager", NOWHERE, "severity=critical")).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("tocsin drill: http://127.0.0.1:1 cannot be reached")
        .hasLineCount(1);
  }

  @Test
  void credentialsAreReadFromFiles() throws IOException {
    List<String> seen = new CopyOnWriteArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          seen.add(
              exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Team"));
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    server.start();
    try {
      Path auth = Files.writeString(folder.resolve("auth"), "ann:hunter2\n");
      Path headers = Files.writeString(folder.resolve("headers"), "X-Team: web\n\n");
      assertThat(
              run(
                  "--alertmanager",
                  "http://127.0.0.1:" + server.getAddress().getPort(),
                  "--basic-auth-file",
                  auth.toString(),
                  "--headers-file",
                  headers.toString()))
          .isEqualTo(1);
      assertThat(seen).containsExactly("Basic YW5uOmh1bnRlcjI= web");
      assertThat(err.toString())
          .contains("with status 403; fix: pass credentials")
          .doesNotContain("hunter2", "YW5u");
    } finally {
      server.stop(0);
    }
  }
}
