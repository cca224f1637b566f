package dev.tocsin.generator.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.alertmanager.Corpora;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.fmt.Formatter;
import dev.tocsin.generator.rules.RuleFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real files, read into a model and written again, say what they said. */
class RealFilesTest {
  @Test
  void acceptedConfigurationsLoseNothing() throws IOException {
    List<String> lost = new ArrayList<>();
    int read = 0;
    int receivers = 0;
    int routes = 0;
    for (JsonNode verdict : Corpora.verdicts("amtool check-config")) {
      if (!verdict.get("ok").asBoolean()) {
        continue;
      }
      String name = verdict.get("file").asText();
      byte[] bytes = Files.readAllBytes(Corpora.folder().resolve(name));
      MonitoringFiles files = MonitoringFiles.named(name).alertmanager(name, bytes);
      if (files.problems().stream().anyMatch(it -> it.check().equals("read/model"))) {
        lost.add(name + ": " + files.problems());
        continue;
      }
      MonitoringModel model = files.model();
      read++;
      receivers += model.alertmanager().orElseThrow().receivers().size();
      routes += model.alertmanager().orElseThrow().root().all().size();
      AlertmanagerFile shipped = AlertmanagerFile.read(name, bytes);
      AlertmanagerFile written =
          AlertmanagerFile.read("written", written(model, GeneratedFiles.ALERTMANAGER));
      if (!written.isAccepted()) {
        lost.add(name + ": no longer accepted: " + written.problems());
      } else {
        SameContent.differences(shipped, written).forEach(it -> lost.add(name + ": " + it));
      }
    }
    System.out.printf(
        "Configurations read and written again: %d, with %d receivers and %d routes; %d lines"
            + " differ%n",
        read, receivers, routes, lost.size());
    assertThat(read).isPositive();
    assertThat(lost).isEmpty();
  }

  @Test
  void alertmanagersOwnCasesLoseNothing() {
    List<String> lost = new ArrayList<>();
    int read = 0;
    for (JsonNode line : Corpora.lines("upstream/alertmanager_config_cases.jsonl")) {
      JsonNode content = line.has("yaml") ? line.get("yaml") : line.path("case").path("in");
      byte[] bytes = content.asText().getBytes(StandardCharsets.UTF_8);
      AlertmanagerFile shipped = AlertmanagerFile.read("case", bytes);
      if (shipped.isAccepted()) {
        read++;
        MonitoringModel model = MonitoringFiles.named("case").alertmanager("case", bytes).model();
        AlertmanagerFile written =
            AlertmanagerFile.read("written", written(model, GeneratedFiles.ALERTMANAGER));
        assertThat(written.problems()).noneMatch(it -> it.level() == Problem.Level.ERROR);
        SameContent.differences(shipped, written)
            .forEach(it -> lost.add(line.get("test").asText() + ": " + it));
      }
    }
    System.out.printf(
        "Alertmanager's own cases read and written again: %d; %d lines differ%n",
        read, lost.size());
    assertThat(read).isPositive();
    assertThat(lost).isEmpty();
  }

  @Test
  void acceptedRuleFilesLoseNothing() throws IOException {
    List<String> lost = new ArrayList<>();
    int read = 0;
    int rules = 0;
    for (JsonNode verdict : Corpora.verdicts("promtool check rules")) {
      if (!verdict.get("ok").asBoolean()) {
        continue;
      }
      String name = verdict.get("file").asText();
      byte[] bytes = Files.readAllBytes(Corpora.folder().resolve(name));
      MonitoringFiles files = MonitoringFiles.named(name).rules(name, bytes);
      if (files.problems().stream().anyMatch(it -> it.check().equals("read/model"))) {
        lost.add(name + ": " + files.problems());
        continue;
      }
      MonitoringModel model = files.model();
      read++;
      rules += model.rules().size();
      assertThat(model.rules())
          .extracting(Rule::origin)
          .allMatch(origin -> origin.isKnown() && origin.fileName().equals(name));
      RuleFile shipped = RuleFile.of(name, bytes);
      RuleFile written = RuleFile.of("written", written(model, GeneratedFiles.RULES));
      if (!written.ok()) {
        lost.add(name + ": no longer accepted: " + written.problems());
      } else {
        SameContent.differences(List.of(shipped), written)
            .forEach(it -> lost.add(name + ": " + it));
      }
    }
    System.out.printf(
        "Rule files read and written again: %d, with %d rules; %d lines differ%n",
        read, rules, lost.size());
    assertThat(read).isPositive();
    assertThat(lost).isEmpty();
  }

  /** Files are generated in the form that fmt would give them. */
  private static byte[] written(MonitoringModel model, String file) {
    byte[] text =
        Generator.files(model, "a file that was read")
            .texts()
            .get(file)
            .getBytes(StandardCharsets.UTF_8);
    assertThat(Formatter.format(file, text).text())
        .as(model.name())
        .hasValue(new String(text, StandardCharsets.UTF_8));
    return text;
  }
}
