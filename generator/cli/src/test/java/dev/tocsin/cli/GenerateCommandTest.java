package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int tocsin(String... arguments) {
    return Tocsin.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private static String classPath() {
    try {
      return Path.of(Bakery.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private int generate(String... more) {
    String[] arguments = new String[5 + more.length];
    System.arraycopy(
        new String[] {"generate", "--classpath", classPath(), "--out", folder.toString()},
        0,
        arguments,
        0,
        5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return tocsin(arguments);
  }

  @Test
  void writesTheFilesAndSaysHowMany() {
    assertThat(generate("--definition", Bakery.class.getName())).isZero();
    assertThat(folder.resolve("production-alerts.yml"))
        .content()
        .contains("alert: OvenCold", "expr: oven_celsius < 180");
    assertThat(out.toString())
        .contains("wrote " + folder.resolve("production-alerts.yml"))
        .contains("bakery: 1 alert, 0 recording rules in 1 group, 1 file");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void findsPublicDefinitionsByItself() {
    assertThat(generate()).isZero();
    assertThat(folder.resolve("production-alerts.yml")).exists();
  }

  @Test
  void checkingTellsStaleFilesByADiffAndTouchesNothing() throws IOException {
    generate();
    Path rules = folder.resolve("production-alerts.yml");
    String stale = Files.readString(rules).replace("180", "90");
    Files.writeString(rules, stale);
    assertThat(generate("--check")).isEqualTo(1);
    assertThat(out.toString()).contains("-        expr: oven_celsius < 90");
    assertThat(rules).hasContent(stale);
    assertThat(err.toString()).contains("are not what the definitions say");
  }

  @Test
  void checkingIsContentWithFreshFiles() {
    generate();
    assertThat(generate("--check")).isZero();
  }

  @Test
  void aMissingDefinitionIsAProblem() {
    assertThat(generate("--definition", "no.Such", "no.Other")).isEqualTo(1);
    assertThat(err.toString()).contains("no.Such: error:", "no.Other: error:");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void wrongUsageIsTold() {
    assertThat(tocsin("generate")).isEqualTo(2);
    assertThat(err.toString()).contains("--classpath", "--out", "Usage:");
    assertThat(tocsin()).isEqualTo(2);
    assertThat(tocsin("generat")).isEqualTo(2);
    assertThat(tocsin("generate", "--classpath", "no/such.jar", "--out", "x")).isEqualTo(2);
    assertThat(err.toString()).contains("no such file or folder in --classpath: no/such.jar");
  }

  @Test
  void aFullDiskIsReportedWithoutAStackTrace() throws IOException {
    Files.createDirectories(folder.resolve("production-alerts.yml").resolve("in-the-way"));
    assertThat(generate()).isEqualTo(1);
    assertThat(err.toString()).startsWith("tocsin: ").doesNotContain("\tat ");
  }
}
