package dev.tocsin.generator.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.promql.PromqlVersions;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code --target prometheus=VERSION} flags is what that version's own promtool refuses: made
 * cases, and every rule file and expression of the corpora that promtool 3.5.3 accepts. The corpora
 * are read at {@code ../shared/corpora}, or {@code -Dtocsin.corpora}.
 */
class RuleVersionsIT {
  private static final Path CORPORA =
      Path.of(System.getProperty("tocsin.corpora", "../../../shared/corpora"));
  private static final Pattern RULE = Pattern.compile("rule (\\d+), ");
  private static final List<Generation> OLDER = List.of(Generation.OLDEST, Generation.MIDDLE);

  @TempDir Path folder;

  private static Promtool promtool(Generation generation) {
    return Promtool.at(Tools.standard().provide(generation).promtool());
  }

  private static Version version(Generation generation) {
    return Version.parse(generation.prometheus());
  }

  @Test
  void madeCases() throws IOException {
    List<Path> files = new ArrayList<>();
    for (List<String> texts : RuleVersionsTest.NOVELTIES.values()) {
      for (String text : texts) {
        if (!text.contains("*a")) { // Older ones take an alias for a name, and do not say so.
          files.add(Files.writeString(folder.resolve("f" + files.size() + ".yml"), text));
        }
      }
    }
    assertThat(differences(files)).isEmpty();
  }

  @Test
  void realFiles() throws IOException {
    Path verdicts = CORPORA.resolve("verdicts.jsonl");
    assumeTrue(Files.exists(verdicts), "skipped: no corpora at " + CORPORA.toAbsolutePath());
    ObjectMapper json = new ObjectMapper();
    List<Path> files = new ArrayList<>();
    for (String line : Files.readAllLines(verdicts)) {
      JsonNode verdict = json.readTree(line);
      if (verdict.get("tool").asText().equals("promtool check rules")
          && verdict.get("ok").asBoolean()) {
        files.add(CORPORA.resolve(verdict.get("file").asText()));
      }
    }
    List<String> differences = differences(files);
    System.out.printf(
        "Files for an older Prometheus: %d files, %d versions, %d differences%n",
        files.size(), OLDER.size(), differences.size());
    assertThat(differences).isEmpty();
  }

  private static List<String> differences(List<Path> files) throws IOException {
    List<String> differences = new ArrayList<>();
    for (Generation generation : OLDER) {
      Map<Path, String> judged = promtool(generation).check(files);
      for (Path file : files) {
        boolean ours = RuleFile.read(file).unknownTo(version(generation)).isEmpty();
        String theirs = judged.getOrDefault(file, "no verdict");
        if (ours != theirs.isEmpty()) {
          differences.add(generation + " " + file + "\n" + Files.readString(file) + theirs);
        }
      }
    }
    return differences;
  }

  @Test
  void realExpressions() throws IOException {
    Path expressions = CORPORA.resolve("promql/expressions.jsonl");
    assumeTrue(Files.exists(expressions), "skipped: no corpora at " + CORPORA.toAbsolutePath());
    Map<String, Boolean> texts = new LinkedHashMap<>();
    Map<String, String> sources =
        Map.of(
            "promql/expressions.jsonl", "expr",
            "upstream/promqltest_evals.jsonl", "expr",
            "upstream/promql_parse_cases.jsonl", "input",
            "upstream/promql_printer_cases.jsonl", "in");
    ObjectMapper json = new ObjectMapper();
    for (Map.Entry<String, String> source : new TreeMap<>(sources).entrySet()) {
      for (String line : Files.readAllLines(CORPORA.resolve(source.getKey()))) {
        String text = json.readTree(line).path(source.getValue()).asText();
        if (!text.isBlank() && PromqlCheck.check(text).ok()) {
          texts.put(text, true);
        }
      }
    }
    List<String> differences = new ArrayList<>();
    int flagged = 0;
    for (Generation generation : OLDER) {
      Map<String, String> refused = refused(generation, List.copyOf(texts.keySet()));
      for (String text : texts.keySet()) {
        boolean ours = PromqlVersions.unknownTo(text, version(generation)).isEmpty();
        flagged += ours ? 0 : 1;
        if (ours == refused.containsKey(text)) {
          differences.add(generation + " " + text + " " + refused.get(text));
        }
      }
    }
    System.out.printf(
        "Expressions for an older Prometheus: %d expressions, %d versions, %d flagged, %d"
            + " differences%n",
        texts.size(), OLDER.size(), flagged, differences.size());
    assertThat(differences).isEmpty();
  }

  /** All of them as rules of one file, which is as quick as one. */
  private Map<String, String> refused(Generation generation, List<String> texts)
      throws IOException {
    List<Map<String, String>> rules = new ArrayList<>();
    texts.forEach(text -> rules.add(Map.of("record", "r", "expr", text)));
    Path file = folder.resolve("all.yml");
    Map<String, Object> group = Map.of("name", "g", "rules", rules);
    Files.writeString(
        file, new ObjectMapper().writeValueAsString(Map.of("groups", List.of(group))));
    Map<String, String> refused = new TreeMap<>();
    for (String line : promtool(generation).check(List.of(file)).get(file).lines().toList()) {
      Matcher rule = RULE.matcher(line);
      if (rule.find()) {
        refused.put(texts.get(Integer.parseInt(rule.group(1)) - 1), line);
      }
    }
    return refused;
  }
}
