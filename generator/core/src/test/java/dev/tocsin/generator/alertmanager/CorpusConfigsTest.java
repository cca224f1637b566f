package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The verdict of amtool 0.33.1 on real configurations and on Alertmanager's own test cases. */
class CorpusConfigsTest {
  /** Which struct the cases of a test hold, by the start of the test's name. */
  private static final Map<String, String> STRUCTS =
      Map.ofEntries(
          Map.entry("TestEmail", "email_config"),
          Map.entry("TestPagerduty", "pagerduty_config"),
          Map.entry("TestPagerDuty", "pagerduty_config"),
          Map.entry("TestVictorOps", "victorops_config"),
          Map.entry("TestPushover", "pushover_config"),
          Map.entry("TestSlack", "slack_config"),
          Map.entry("TestLoadSlack", "slack_config"),
          Map.entry("TestOpsGenie", "opsgenie_config"),
          Map.entry("TestSNS", "sns_config"),
          Map.entry("TestWebex", "webex_config"),
          Map.entry("TestTelegram", "telegram_config"),
          Map.entry("TestWebhook", "webhook_config"));

  /** Cases whose expectation was taken from another case of the same Go function. */
  private static final Set<String> MISLABELLED =
      Set.of("\nrouting_key: test\napi_key_file: /global_file\n");

  @Test
  void sameVerdictAsAmtoolOnRealConfigurations() throws IOException {
    List<String> disagreements = new ArrayList<>();
    List<JsonNode> verdicts = Corpora.verdicts("amtool check-config");
    for (JsonNode verdict : verdicts) {
      String name = verdict.get("file").asText();
      Path path = Corpora.folder().resolve(name);
      AlertmanagerFile file = AlertmanagerFile.read(name, Files.readAllBytes(path));
      if (file.isAccepted() != verdict.get("ok").asBoolean()) {
        disagreements.add(verdict + " " + file.problems());
      }
      file.warnings(path.toAbsolutePath().getParent(), true);
    }
    System.out.printf(
        "Configurations against amtool: %d files, %d disagreements%n",
        verdicts.size(), disagreements.size());
    assertThat(verdicts).isNotEmpty();
    assertThat(disagreements).isEmpty();
  }

  @Test
  void alertmanagersOwnCasesComeOutAsItExpects() throws IOException {
    List<String> wrong = new ArrayList<>();
    int cases = 0;
    int files = 0;
    int absent = 0;
    for (JsonNode line : Corpora.lines("upstream/alertmanager_config_cases.jsonl")) {
      if (line.has("file")) {
        Optional<byte[]> bytes = Corpora.upstreamFile(line.get("file").asText());
        if (bytes.isEmpty()) {
          absent++;
          continue;
        }
        files++;
        AlertmanagerFile file = AlertmanagerFile.read(line.get("file").asText(), bytes.get());
        if (file.isAccepted() == line.get("fail").asBoolean()) {
          wrong.add(line + " " + file.problems());
        }
        continue;
      }
      boolean table = line.get("src").asText().equals("table");
      JsonNode content = table ? line.get("case").get("in") : line.get("yaml");
      cases++;
      String yaml = content.asText();
      String test = line.get("test").asText();
      boolean fails = table ? failsInTable(test, line.get("case")) : line.get("fail").asBoolean();
      Optional<String> struct =
          STRUCTS.entrySet().stream()
              .filter(entry -> !line.get("src").asText().equals("config_config_test.go"))
              .filter(entry -> test.startsWith(entry.getKey()))
              .map(Map.Entry::getValue)
              .findFirst();
      List<?> errors;
      if (struct.isPresent()) {
        errors = AlertmanagerFile.errorsOf(struct.get(), yaml);
      } else {
        String whole =
            test.equals("TestUnmarshalHostPort")
                ? "{global: {smtp_smarthost: "
                    + yaml
                    + "}, route: {receiver: a}, receivers: [{name: a}]}"
                : yaml;
        AlertmanagerFile file = AlertmanagerFile.read(test, whole.getBytes(StandardCharsets.UTF_8));
        errors = file.isAccepted() ? List.of() : file.problems();
      }
      if (errors.isEmpty() == fails && !MISLABELLED.contains(yaml)) {
        wrong.add(line + " " + errors);
      }
    }
    System.out.printf(
        "Alertmanager's configuration cases: %d, and %d on its files, %d skipped%s%n",
        cases,
        files,
        absent,
        absent == 0 ? "" : ": -Dtocsin.alertmanager.testdata names no checkout of it");
    assertThat(cases).isGreaterThan(50);
    assertThat(wrong).isEmpty();
  }

  private static boolean failsInTable(String test, JsonNode one) {
    if (test.equals("TestRootRouteHasNoMatcher")) {
      return true;
    }
    if (one.has("expectedErr") || one.path("err").asBoolean(false)) {
      return true;
    }
    JsonNode expected = one.get("expected");
    return expected != null && (expected.isTextual() || expected.has("_call"));
  }
}
