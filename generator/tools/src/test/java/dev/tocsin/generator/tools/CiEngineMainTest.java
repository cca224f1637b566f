package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.internal.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CiEngineMainTest {
  private static final Platform PLATFORM = new Platform("linux", "amd64");

  @TempDir Path temp;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(ToolSource route, String... arguments) throws IOException {
    Path bin = Files.createDirectories(temp.resolve("bin"));
    Path etc = Files.createDirectories(temp.resolve("etc"));
    FakeTools.apt(bin, etc);
    return new CiEngineMain(
            Tools.with(temp.resolve("tools"), List.of(route), VersionProbe.real()),
            PinTable.bundled(),
            PLATFORM,
            new DebianPackages(PLATFORM, List.of(bin), etc, Optional.empty()))
        .run(
            List.of(arguments),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8).replace(temp.resolve("tools") + "/", "TOOLS/");
  }

  @Test
  void imagesAreMadeOfTheToolsThatTheTableSays() throws IOException {
    int status = run(FakeTools.route("debian", () -> {}), "images", "oldest", "newest");
    assertThat(status).isZero();
    assertThat(printed())
        .isEqualTo(
            """
            prom/prometheus:v2.42.0\tTOOLS/oldest-2.42.0-0.25.0\tprometheus promtool
            prom/alertmanager:v0.25.0\tTOOLS/oldest-2.42.0-0.25.0\talertmanager amtool
            prom/node-exporter:v1.5.0\tTOOLS/oldest-2.42.0-0.25.0\tnode_exporter
            prom/prometheus:v3.5.3\tTOOLS/newest-3.5.3-0.33.1\tprometheus promtool
            prom/alertmanager:v0.33.1\tTOOLS/newest-3.5.3-0.33.1\talertmanager amtool
            prom/node-exporter:v1.11.1\tTOOLS/newest-3.5.3-0.33.1\tnode_exporter
            """);
    assertThat(temp.resolve("tools/newest-3.5.3-0.33.1/bin/amtool")).isExecutable();
  }

  @Test
  void theMachinesOwnToolsAreInNoToolbox(@TempDir Path own) throws IOException {
    FakeTools.in(own, Generation.NEWEST);
    ToolSource path = new PathToolSource(own.toString(), VersionProbe.real());
    assertThat(run(path, "images", "newest")).isZero();
    assertThat(printed()).startsWith("prom/prometheus:v3.5.3\tTOOLS/newest-3.5.3-0.33.1\t\n");
  }

  @Test
  void toolsThatNoRouteBringsAreAReasonAndNoFault() throws IOException {
    assertThat(run(FakeTools.refusing("debian", "no apt here"), "images", "newest")).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("debian: no apt here");
  }

  @Test
  void aPackageIsUnpackedOnce() throws IOException {
    Path sample = Files.writeString(temp.resolve("sample"), "content\n");
    ToolSource none = FakeTools.refusing("debian", "not asked for");
    String[] arguments = {"package", "forky", "compose", "2.1-3", Sha256.of(sample)};
    assertThat(run(none, arguments)).isZero();
    Path unpacked = temp.resolve("tools/compose-2.1-3/usr/bin/it");
    Object first = Files.getLastModifiedTime(unpacked);
    assertThat(run(none, arguments)).isZero();
    assertThat(Files.getLastModifiedTime(unpacked)).isEqualTo(first);
    assertThat(printed()).isEqualTo("TOOLS/compose-2.1-3\n".repeat(2));
  }

  @Test
  void aPackageWithAnotherSumIsRefused() throws IOException {
    String[] arguments = {"package", "forky", "compose", "2.1-3", "0".repeat(64)};
    assertThat(run(FakeTools.refusing("debian", "not asked for"), arguments)).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("the SHA-256 of compose_1_amd64.deb is ")
        .contains("(pinned in .ci/engine)");
    try (Stream<Path> left = Files.list(temp.resolve("tools"))) {
      assertThat(left.map(file -> file.getFileName().toString())).containsExactly("compose.lock");
    }
  }

  /** What the script starts has on its class path, which is not Maven's, all that it links to. */
  @Test
  void theScriptsClassPathHoldsAllThatItNeeds() throws IOException {
    Path root = Path.of("../..").toRealPath();
    String classPath =
        Files.readAllLines(root.resolve(".ci/engine")).stream()
            .filter(line -> line.startsWith("readonly CLASSES="))
            .map(line -> line.substring(line.indexOf('=') + 1))
            .flatMap(folders -> Stream.of(folders.split(":")))
            .map(folder -> root.resolve(folder).toString())
            .collect(Collectors.joining(File.pathSeparator));
    Path main = Path.of(CiEngineMain.class.getName().replace('.', '/') + ".class");
    StringWriter missing = new StringWriter();
    int status =
        ToolProvider.findFirst("jdeps")
            .orElseThrow()
            .run(
                new PrintWriter(missing),
                new PrintWriter(missing),
                "--missing-deps",
                "--recursive",
                "--class-path",
                classPath,
                Path.of("target/classes").resolve(main).toString());
    assertThat(status).isZero();
    assertThat(missing.toString()).isEmpty();
  }
}
