package dev.tocsin.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
  /** Golden files: review their diff like code. {@code -Dtocsin.golden=write} writes them anew. */
  private static final Path GOLDEN =
      Path.of(System.getProperty("basedir", "."), "src/test/resources/golden/shop");

  @Test
  void theFilesAreTheGoldenOnes() throws IOException {
    Generated generated = Generator.generate(new Shop());
    if ("write".equals(System.getProperty("tocsin.golden"))) {
      generated.files().writeTo(GOLDEN);
    }
    assertThat(generated.problems()).isEmpty();
    assertThat(generated.files().texts().keySet()).isEqualTo(texts(GOLDEN).keySet());
    generated
        .files()
        .texts()
        .forEach(
            (path, text) ->
                assertThat(GOLDEN.resolve(path)).usingCharset("UTF-8").hasContent(text));
  }

  @Test
  void theSummaryCounts() {
    assertThat(Generator.generate(new Shop()).summary())
        .isEqualTo(
            "shop: 3 alerts, 1 recording rule in 3 groups, 4 routes, 3 receivers, 1 inhibition,"
                + " 1 time interval, 7 files");
  }

  @Test
  void writingTwiceChangesNothing(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    assertThat(files.writeTo(folder)).hasSize(7);
    assertThat(texts(folder)).isEqualTo(files.texts());
    assertThat(files.writeTo(folder)).isEmpty();
    assertThat(files.differencesTo(folder)).isEmpty();
  }

  @Test
  void aChangedFileIsADifferenceAndMended(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    files.writeTo(folder);
    Path rules = folder.resolve(Generator.RULES);
    Files.writeString(rules, Files.readString(rules).replace("  0.05\n", "  0.5\n"));
    assertThat(files.differencesTo(folder))
        .startsWith("--- a/production-alerts.yml", "+++ b/production-alerts.yml")
        .anySatisfy(line -> assertThat(line).startsWith("-").endsWith("  0.5"))
        .anySatisfy(line -> assertThat(line).startsWith("+").endsWith("  0.05"));
    assertThat(files.writeTo(folder)).containsExactly(Generator.RULES);
    assertThat(files.differencesTo(folder)).isEmpty();
  }

  @Test
  void aMissingFileIsADifference(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    files.writeTo(folder);
    Files.delete(folder.resolve(Generator.PROMETHEUS));
    assertThat(files.differencesTo(folder)).startsWith("--- a/prometheus.yml");
  }

  @Test
  void carriageReturnsAreADifference(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    files.writeTo(folder);
    Path rules = folder.resolve(Generator.RULES);
    Files.writeString(rules, Files.readString(rules).replace("\n", "\r\n"));
    assertThat(files.differencesTo(folder)).contains("(they differ only in how lines end)");
  }

  @Test
  void aRunbookThatIsNoLongerGeneratedGoes(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    files.writeTo(folder);
    Path stale = folder.resolve("runbooks/gone.md");
    Path own = folder.resolve("runbooks/by-hand.md");
    Files.copy(folder.resolve("runbooks/orders-fail.md"), stale);
    Files.writeString(own, "# Ours");
    assertThat(files.differencesTo(folder)).contains("--- a/runbooks/gone.md");
    assertThat(files.writeTo(folder)).containsExactly("runbooks/gone.md");
    assertThat(stale).doesNotExist();
    assertThat(own).exists();
  }

  @Test
  void nothingIsLeftWhenTheDiskRefuses(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    Files.createDirectories(folder.resolve(Generator.PROMETHEUS).resolve("in-the-way"));
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> files.writeTo(folder)))
        .isInstanceOf(IOException.class);
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.map(Path::toString)).noneMatch(path -> path.endsWith(".tmp"));
    }
  }

  @Test
  void noSecretStandsInAnyFile() {
    Map<String, String> texts = Generator.generate(new Shop()).files().texts();
    assertThat(texts.get(Generator.ALERTMANAGER))
        .contains("api_url_file: /run/secrets/SLACK_URL")
        .contains("routing_key_file: /run/secrets/PAGERDUTY_KEY")
        .contains("smtp_auth_password_file: /run/secrets/SMTP_PASSWORD")
        .doesNotContain("api_url:", "routing_key:", "smtp_auth_password:");
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new java.util.TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    return texts;
  }
}
