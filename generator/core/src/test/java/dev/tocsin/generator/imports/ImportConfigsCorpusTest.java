package dev.tocsin.generator.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.alertmanager.Corpora;
import dev.tocsin.generator.files.GeneratedFiles;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real configurations and those of Alertmanager's own tests, imported: the Java compiles, what it
 * generates says the same but for secrets, and no secret is anywhere in what comes out.
 */
class ImportConfigsCorpusTest {
  @TempDir private Path folder;

  @Test
  void allRealConfigurations() throws Exception {
    Map<String, byte[]> configs = new LinkedHashMap<>();
    for (JsonNode verdict : Corpora.verdicts("amtool check-config")) {
      String name = verdict.get("file").asText();
      if (verdict.get("ok").asBoolean()) {
        configs.put(name, Files.readAllBytes(Corpora.folder().resolve(name)));
      }
    }
    int real = configs.size();
    int upstream = 0;
    for (JsonNode line : Corpora.lines("upstream/alertmanager_config_cases.jsonl")) {
      JsonNode yaml = line.get("yaml");
      if (yaml != null && yaml.isTextual()) {
        byte[] bytes = yaml.asText().getBytes(StandardCharsets.UTF_8);
        if (AlertmanagerFile.read("case", bytes).isAccepted()) {
          configs.put("upstream case " + upstream++, bytes);
        }
      }
    }
    roundTrip(configs);
    System.out.printf(
        "Imported configurations: %d real ones, %d of Alertmanager's own tests%n", real, upstream);
    assertThat(real).isPositive();
  }

  private void roundTrip(Map<String, byte[]> configs)
      throws IOException, ReflectiveOperationException {
    Map<String, String> sources = new LinkedHashMap<>();
    Map<String, String> packages = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    int secrets = 0;
    for (var config : configs.entrySet()) {
      String packageName = "imported.config" + packages.size();
      packages.put(config.getKey(), packageName);
      Imported imported =
          Importer.run(
              new Importer.Request(
                  packageName,
                  "Imported",
                  List.of(),
                  Optional.of(new Importer.Source("alertmanager.yml", config.getValue())),
                  Optional.empty()));
      if (!imported.isSound()) {
        wrong.add(config.getKey() + " refused: " + imported.problems());
        continue;
      }
      sources.putAll(imported.files().texts());
      secrets +=
          (int) imported.problems().stream().filter(ImportConfigsCorpusTest::ofSecret).count();
      Set<String> values = ConfigTree.secrets(config.getValue());
      String out = imported.files().texts() + " " + imported.problems();
      values.stream()
          .filter(value -> value.length() > 5 && out.contains(value))
          .forEach(value -> wrong.add(config.getKey() + " lets a secret out: " + value));
    }
    wrong.addAll(JavaCompiler.errors(sources, folder));
    int walls = 0;
    if (wrong.isEmpty()) {
      try (URLClassLoader loader = JavaCompiler.loader(folder)) {
        for (var config : configs.entrySet()) {
          Monitoring definition =
              JavaCompiler.definition(loader, packages.get(config.getKey()) + ".Imported");
          List<Problem> problems = Generator.generate(definition).problems();
          if (Problem.anyError(problems)) {
            walls++;
            System.out.println(config.getKey() + " " + problems);
          }
          String text =
              Generator.files(definition.define(), "x").texts().get(GeneratedFiles.ALERTMANAGER);
          List<String> differences =
              ConfigTree.differences(config.getValue(), text.getBytes(StandardCharsets.UTF_8));
          if (!differences.isEmpty()) {
            wrong.add(config.getKey() + ": " + differences);
          }
        }
      }
    }
    System.out.printf(
        "Imported configurations: %d, wrong: %d, secrets taken out: %d, refused by checks: %d%n",
        configs.size(), wrong.size(), secrets, walls);
    assertThat(wrong.stream().limit(20)).isEmpty();
  }

  private static boolean ofSecret(Problem problem) {
    return problem.check().equals("import/secret");
  }
}
