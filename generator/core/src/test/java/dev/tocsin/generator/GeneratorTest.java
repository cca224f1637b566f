package dev.tocsin.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.generator.files.Generated;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.fmt.Formatter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  void fmtLeavesWhatIsGeneratedAlone() {
    Generator.generate(new Shop())
        .files()
        .texts()
        .forEach(
            (path, text) -> {
              if (path.endsWith(".yml")) {
                assertThat(Formatter.format(path, text.getBytes(StandardCharsets.UTF_8)).text())
                    .as(path)
                    .hasValue(text);
              }
            });
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
    assertThat(files.writeTo(folder).written()).hasSize(7);
    assertThat(texts(folder)).isEqualTo(files.texts());
    assertThat(files.writeTo(folder).none()).isTrue();
    assertThat(files.differencesTo(folder)).isEmpty();
  }

  @Test
  void aChangedFileIsADifferenceAndMended(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    files.writeTo(folder);
    Path rules = folder.resolve(GeneratedFiles.RULES);
    Files.writeString(rules, Files.readString(rules).replace("  0.05\n", "  0.5\n"));
    assertThat(files.differencesTo(folder))
        .startsWith("--- a/production-alerts.yml", "+++ b/production-alerts.yml")
        .anySatisfy(line -> assertThat(line).startsWith("-").endsWith("  0.5"))
        .anySatisfy(line -> assertThat(line).startsWith("+").endsWith("  0.05"));
    assertThat(files.writeTo(folder).written()).containsExactly(GeneratedFiles.RULES);
    assertThat(files.differencesTo(folder)).isEmpty();
  }

  @Test
  void aMissingFileIsADifference(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    files.writeTo(folder);
    Files.delete(folder.resolve(GeneratedFiles.PROMETHEUS));
    assertThat(files.differencesTo(folder)).startsWith("--- a/prometheus.yml");
  }

  @Test
  void carriageReturnsAreADifference(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    files.writeTo(folder);
    Path rules = folder.resolve(GeneratedFiles.RULES);
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
    assertThat(files.writeTo(folder))
        .isEqualTo(new GeneratedFiles.Changes(List.of(), List.of("runbooks/gone.md")))
        .returns(
            List.of("removed runbooks/gone.md, which is no longer generated"),
            changes -> changes.lines(path -> path));
    assertThat(stale).doesNotExist();
    assertThat(own).exists();
  }

  @Test
  void whatTheModelNoLongerHasGoesFromItsFolder(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    files.writeTo(folder);
    Map<String, String> fewer = new TreeMap<>(files.texts());
    fewer.keySet().removeAll(List.of(GeneratedFiles.ALERTMANAGER, GeneratedFiles.COMPOSE));
    Files.writeString(folder.resolve(GeneratedFiles.COMPOSE), "# Ours");
    GeneratedFiles without = GeneratedFiles.of(fewer);
    assertThat(without.differencesTo(folder)).contains("--- a/alertmanager.yml");
    assertThat(without.writeTo(folder).removed()).containsExactly(GeneratedFiles.ALERTMANAGER);
    assertThat(without.differencesTo(folder)).isEmpty();
    assertThat(folder.resolve(GeneratedFiles.COMPOSE)).hasContent("# Ours");
  }

  @Test
  void whatAKilledRunLeftIsADifferenceAndGoes(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    files.writeTo(folder);
    Path left = Files.writeString(folder.resolve("runbooks/.tocsin-1f-0.tmp"), "half a pa");
    assertThat(files.differencesTo(folder))
        .containsExactly("(temporary file " + left + " was left by a run that was killed)");
    assertThat(files.writeTo(folder).none()).isTrue();
    assertThat(left).doesNotExist();
  }

  @Test
  void nothingIsLeftWhenTheDiskRefuses(@TempDir Path folder) throws IOException {
    GeneratedFiles files = Generator.generate(new Shop()).files();
    Files.createDirectories(folder.resolve(GeneratedFiles.PROMETHEUS).resolve("in-the-way"));
    assertThatThrownBy(() -> files.writeTo(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "cannot write "
                + folder.resolve(GeneratedFiles.PROMETHEUS)
                + ": it is a folder; no file was changed");
    assertThat(texts(folder)).isEmpty();
  }

  @Test
  void noFileContainsASecret() {
    Map<String, String> texts = Generator.generate(new Shop()).files().texts();
    assertThat(texts.get(GeneratedFiles.ALERTMANAGER))
        .contains("api_url_file: /run/secrets/SLACK_URL")
        .contains("routing_key_file: /run/secrets/PAGERDUTY_KEY")
        .contains("smtp_auth_password_file: /run/secrets/SMTP_PASSWORD")
        .doesNotContain("api_url:", "routing_key:", "smtp_auth_password:");
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    return texts;
  }
}
