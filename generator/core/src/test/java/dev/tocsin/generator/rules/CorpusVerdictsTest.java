package dev.tocsin.generator.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every real rule file of the corpora gets the verdict that promtool 3.5.3 gave it. The corpora are
 * read at {@code ../shared/corpora}, or {@code -Dtocsin.corpora}.
 */
class CorpusVerdictsTest {
  @Test
  void sameVerdictAsPromtool() throws IOException {
    Path corpora = Path.of(System.getProperty("tocsin.corpora", "../../../shared/corpora"));
    Path verdicts = corpora.resolve("verdicts.jsonl");
    assumeTrue(Files.exists(verdicts), "skipped: no corpora at " + corpora.toAbsolutePath());
    ObjectMapper json = new ObjectMapper();
    List<String> disagreements = new ArrayList<>();
    int files = 0;
    int rules = 0;
    for (String line : Files.readAllLines(verdicts)) {
      JsonNode verdict = json.readTree(line);
      if (!verdict.get("tool").asText().equals("promtool check rules")) {
        continue;
      }
      files++;
      RuleFile file = RuleFile.read(corpora.resolve(verdict.get("file").asText()));
      rules += file.ruleCount();
      boolean sameCount =
          !file.ok()
              || verdict.get("rules").isNull()
              || verdict.get("rules").asInt() == file.ruleCount();
      if (file.ok() != verdict.get("ok").asBoolean() || !sameCount) {
        disagreements.add(
            verdict.get("file").asText()
                + "\n  promtool: "
                + verdict.get("ok")
                + " "
                + verdict.get("rules")
                + " "
                + verdict.get("first_error")
                + "\n  ours: "
                + file.ruleCount()
                + " rules, "
                + file.problems());
      }
    }
    System.out.printf(
        "Rule files against promtool: %d files, %d rules, %d disagreements%n",
        files, rules, disagreements.size());
    assertThat(files).isPositive();
    assertThat(disagreements).isEmpty();
  }
}
