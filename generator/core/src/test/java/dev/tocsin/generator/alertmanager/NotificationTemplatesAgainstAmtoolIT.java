package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dsl.template.Dialect;
import dev.tocsin.dsl.template.Template;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.ToolRun;
import dev.tocsin.generator.tools.ToolRunner;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The templates of real configurations, and of this package's tests, run by {@code amtool template
 * render} for a firing and a resolved notification: what we say fails, fails, and nothing else.
 */
class NotificationTemplatesAgainstAmtoolIT {
  /** What Go says of fields and lists; what it says of calls is not for this check. */
  private static final Pattern OURS =
      Pattern.compile("can't evaluate field|range can't iterate over");

  private static final String DATA =
      """
      {"receiver": "r", "status": "STATUS", "externalURL": "http://am",
       "alerts": [{"status": "STATUS", "labels": {"alertname": "A", "severity": "critical"},
         "annotations": {"summary": "s", "description": "d"}, "startsAt": "2026-01-02T03:04:05Z",
         "endsAt": "2026-01-02T04:04:05Z", "generatorURL": "http://p", "fingerprint": "f"}],
       "groupLabels": {"alertname": "A"}, "commonAnnotations": {"summary": "s"},
       "commonLabels": {"alertname": "A", "severity": "critical"}}
      """;

  @TempDir Path folder;

  @Test
  void whatFailsIsFound() throws IOException {
    Toolbox tools = Tools.standard().provide(Generation.NEWEST);
    List<Path> data = new ArrayList<>();
    for (String status : List.of("firing", "resolved")) {
      data.add(Files.writeString(folder.resolve(status + ".json"), DATA.replace("STATUS", status)));
    }
    Path noFile = Files.writeString(folder.resolve("none.tmpl"), "");
    Set<String> texts = new TreeSet<>(NotificationTemplateTest.texts());
    for (JsonNode verdict : Corpora.verdicts("amtool check-config")) {
      Path file = Corpora.folder().resolve(verdict.get("file").asText());
      if (verdict.get("ok").asBoolean()) {
        YamlDocument.read(Files.readAllBytes(file)).root().ifPresent(root -> collect(root, texts));
      }
    }
    List<String> differences = new ArrayList<>();
    int failing = 0;
    for (String text : texts) {
      Template template = Template.parse(text, Dialect.ALERTMANAGER);
      if (!template.isValid()) {
        continue;
      }
      boolean ours = !NotificationTemplate.failures(template, Map.of()).isEmpty();
      StringBuilder said = new StringBuilder();
      for (Path notification : data) {
        ToolRun run =
            ToolRunner.limitedTo(Duration.ofMinutes(1))
                .run(
                    List.of(
                        tools.amtool().toString(),
                        "template",
                        "render",
                        "--template.glob=" + noFile,
                        "--template.data=" + notification,
                        "--template.text=" + text));
        said.append(run.ok() ? "" : run.output());
      }
      boolean theirs = OURS.matcher(said).find();
      // A template that a file would define stops amtool before it comes to the rest.
      boolean stopped = !theirs && !said.isEmpty();
      if (ours != theirs && !stopped) {
        differences.add(text + "\n  ours: " + ours + ", amtool: " + said);
      }
      failing += theirs ? 1 : 0;
    }
    System.out.printf(
        "Notifications' templates against amtool: %d, of which %d fail, %d differences%n",
        texts.size(), failing, differences.size());
    assertThat(differences).isEmpty();
  }

  private static void collect(YamlNode node, Set<String> texts) {
    String value = node.value();
    if (value != null && value.contains("{{")) {
      texts.add(value);
    }
    node.content().forEach(below -> collect(below, texts));
  }
}
