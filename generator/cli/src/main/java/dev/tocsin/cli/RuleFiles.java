package dev.tocsin.cli;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.check.Targets;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.rules.RuleFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Checks rule files and prints their problems, as text or JSON. */
final class RuleFiles {
  private RuleFiles() {}

  /** A file, and how many rules it has. */
  private record Checked(CheckedFile file, int rules) {}

  /** Checks the files, prints their problems, and returns the exit code. */
  static int check(List<Path> files, Targets targets, boolean json, PrintWriter out) {
    // For a single file, threads cost more time than they save.
    Stream<Path> each = files.size() == 1 ? files.stream() : files.parallelStream();
    List<Checked> results = each.map(file -> check(file, targets)).toList();
    int rules = results.stream().mapToInt(Checked::rules).sum();
    return CheckedFile.print(
        results.stream().map(Checked::file).toList(), CheckedFile.count(rules, "rule"), json, out);
  }

  private static Checked check(Path path, Targets targets) {
    try {
      RuleFile file = RuleFile.read(path);
      List<Problem> problems = new ArrayList<>(file.problems());
      if (targets.prometheus().isPresent()) {
        problems.addAll(file.unknownTo(targets.prometheus().get()));
        Collections.sort(problems);
      }
      int rules = file.ruleCount();
      return new Checked(
          new CheckedFile(
              path.toString(),
              !Problem.anyError(problems),
              CheckedFile.count(rules, "rule"),
              problems),
          rules);
    } catch (IOException e) {
      return new Checked(CheckedFile.unreadable(path, InputFile.Kind.RULES, e), 0);
    }
  }
}
