package dev.tocsin.generator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Written and mutated rule files before the real tool: the verdict must be the same on every one.
 * {@code -Dtocsin.rules.rounds=N} tries more, {@code -Dtocsin.rules.keep=DIR} keeps what disagrees.
 */
class MutatedRuleFilesIT {
  private static final int FILES_A_ROUND = 400;

  private static final Pattern SYNTAX = Pattern.compile("yaml: line \\d+: ");

  @TempDir Path folder;

  @Test
  void sameVerdict() throws IOException {
    Promtool promtool = Promtool.newest();
    int rounds = Integer.getInteger("tocsin.rules.rounds", 1);
    List<String> disagreements = new ArrayList<>();
    int refused = 0;
    int tried = 0;
    int syntax = 0;
    for (int round = 0; round < rounds; round++) {
      List<Path> files = write(new Random(round));
      for (Map.Entry<Path, String> verdict : promtool.check(files).entrySet()) {
        tried++;
        if (verdict.getValue().equals("promtool crashed")) {
          continue;
        }
        refused += verdict.getValue().isEmpty() ? 0 : 1;
        RuleFile ours = RuleFile.read(verdict.getKey());
        if (ours.ok() != verdict.getValue().isEmpty() && isSyntax(verdict.getValue(), ours)) {
          syntax++;
        } else if (ours.ok() != verdict.getValue().isEmpty()) {
          keep(verdict.getKey(), disagreements.size());
          disagreements.add(
              "promtool: "
                  + verdict.getValue()
                  + "\nours: "
                  + ours.problems()
                  + "\n"
                  + Files.readString(verdict.getKey()));
        }
      }
    }
    System.out.printf(
        "Mutated rule files against promtool: %d tried, %d refused, %d disagreements, %d on YAML%n",
        tried, refused, disagreements.size(), syntax);
    assertThat(disagreements).isEmpty();
    assertThat(syntax).isLessThanOrEqualTo(tried / 100);
    assertThat(refused).isGreaterThan(tried / 5);
  }

  /** Whether one of the two finds the file no YAML, where SnakeYAML is not quite yaml.v3. */
  private static boolean isSyntax(String verdict, RuleFile ours) {
    return SYNTAX.matcher(verdict).find()
        || ours.problems().stream().anyMatch(problem -> problem.check().equals("yaml/syntax"));
  }

  private static void keep(Path file, int number) throws IOException {
    String keep = System.getProperty("tocsin.rules.keep");
    if (keep != null) {
      Files.createDirectories(Path.of(keep));
      Files.copy(file, Path.of(keep, number + ".yml"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private List<Path> write(Random random) throws IOException {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < FILES_A_ROUND; i++) {
      Path file = folder.resolve(i + ".yml");
      Files.writeString(file, RuleFileMutations.next(random, i));
      files.add(file);
    }
    return files;
  }
}
