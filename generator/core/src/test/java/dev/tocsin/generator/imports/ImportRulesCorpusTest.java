package dev.tocsin.generator.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.alertmanager.Corpora;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceGroup;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real rule files, imported: the Java compiles, and what it generates says the same. */
class ImportRulesCorpusTest {
  @TempDir private Path folder;

  @Test
  void aSampleOfRealRuleFiles() throws Exception {
    roundTrip(20);
  }

  @Test
  @Tag("thorough")
  void allRealRuleFiles() throws Exception {
    roundTrip(1);
  }

  private void roundTrip(int every) throws IOException, ReflectiveOperationException {
    List<JsonNode> verdicts =
        Corpora.verdicts("promtool check rules").stream()
            .filter(verdict -> verdict.get("ok").asBoolean())
            .toList();
    Map<String, String> sources = new LinkedHashMap<>();
    Map<String, Path> files = new LinkedHashMap<>();
    Map<String, Integer> reasons = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int expressions = 0;
    int untyped = 0;
    for (int i = 0; i < verdicts.size(); i += every) {
      Path path = Corpora.folder().resolve(verdicts.get(i).get("file").asText());
      Imported imported =
          Importer.run(
              new Importer.Request(
                  "imported.file" + i,
                  "ImportedRules",
                  List.of(
                      new Importer.Source(path.getFileName().toString(), Files.readAllBytes(path))),
                  Optional.empty(),
                  Optional.empty()));
      if (!imported.isSound()) {
        wrong.add(path + " refused: " + imported.problems());
        continue;
      }
      expressions += imported.expressions();
      untyped += imported.untyped().size();
      imported.untyped().forEach(rule -> reasons.merge(shape(rule.getValue()), 1, Integer::sum));
      sources.putAll(imported.files().texts());
      files.put("imported.file" + i + ".ImportedRules", path);
    }
    long start = System.nanoTime();
    wrong.addAll(JavaCompiler.errors(sources, folder));
    long compiled = System.nanoTime();
    int walls = 0;
    int masked = 0;
    if (wrong.isEmpty()) {
      try (URLClassLoader loader = JavaCompiler.loader(folder)) {
        for (var file : files.entrySet()) {
          Monitoring definition = JavaCompiler.definition(loader, file.getKey());
          if (!Generator.generate(definition).isSound()) {
            walls++;
            if (walls < 10) {
              System.out.println(Generator.generate(definition).problems());
            }
          }
          String rules =
              Generator.files(definition.define(), "x").texts().get(GeneratedFiles.RULES);
          List<SourceGroup> groups =
              RuleFile.of("rules", Files.readAllBytes(file.getValue())).groups();
          List<Problem> found = new ArrayList<>();
          List<SourceGroup> withoutSecrets = SecretTable.masked("rules", groups, found);
          masked += found.isEmpty() ? 0 : 1;
          if (!RuleTree.of(rules).equals(RuleTree.of(withoutSecrets))) {
            wrong.add(file.getValue() + " says something else:\n" + rules);
          }
        }
      }
    }
    System.out.printf(
        "Imported rule files: %d, wrong: %d, expressions: %d, typed: %d (%.1f %%), refused by"
            + " checks: %d, masked: %d, javac %d s%n",
        files.size(),
        wrong.size(),
        expressions,
        expressions - untyped,
        100.0 * (expressions - untyped) / expressions,
        walls,
        masked,
        (compiled - start) / 1_000_000_000);
    reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(40)
        .forEach(reason -> System.out.println("  " + reason.getValue() + " " + reason.getKey()));
    assertThat(files).isNotEmpty();
    assertThat(masked).isLessThan(Math.max(3, files.size() / 20));
    assertThat(wrong.stream().limit(20)).isEmpty();
  }

  private static String shape(String why) {
    return why.startsWith("it would come out")
        ? why.substring(0, Math.min(120, why.length()))
        : why;
  }
}
