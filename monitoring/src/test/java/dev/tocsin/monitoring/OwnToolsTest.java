package dev.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.Generator;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.fmt.Formatter;
import dev.tocsin.generator.rules.RuleFile;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tools that other people's files are checked with have nothing against our own. */
class OwnToolsTest {
  private static final Map<String, String> FILES =
      Generator.files(Workbench.MODEL, LlmMonitoring.class.getName()).texts();

  private static byte[] bytes(String name) {
    return FILES.get(name).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void fmtLeavesThemAlone() {
    FILES.keySet().stream()
        .filter(name -> name.endsWith(".yml"))
        .forEach(
            name ->
                assertThat(Formatter.format(name, bytes(name)).text())
                    .as(name)
                    .hasValue(FILES.get(name)));
  }

  @Test
  void checkFindsNothing() {
    assertThat(RuleFile.of(GeneratedFiles.RULES, bytes(GeneratedFiles.RULES)).problems()).isEmpty();
    AlertmanagerFile config =
        AlertmanagerFile.read(GeneratedFiles.ALERTMANAGER, bytes(GeneratedFiles.ALERTMANAGER));
    assertThat(config.problems()).isEmpty();
    assertThat(config.warnings()).isEmpty();
  }
}
