package dev.tocsin.cli;

import dev.tocsin.dsl.Problem;
import dev.tocsin.generator.Targets;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.rules.RuleFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Checks rule files and prints what is found, for people or for programs. */
final class RuleFiles {
  private RuleFiles() {}

  /** What was found out about a file. */
  private record Checked(String file, boolean ok, int rules, List<Problem> problems) {}

  /** Checks the files, prints the findings, and gives the exit code. */
  static int check(List<Path> files, Targets targets, boolean json, PrintWriter out) {
    List<Checked> results = new ArrayList<>();
    if (files.size() == 1) {
      results.add(check(files.get(0), targets)); // Threads would cost more than they bring.
    } else {
      results.addAll(files.parallelStream().map(file -> check(file, targets)).toList());
    }
    if (json) {
      out.println(json(results));
    } else {
      text(results, out);
    }
    out.flush();
    for (Checked result : results) {
      if (!result.ok()) {
        return Tocsin.PROBLEMS;
      }
    }
    return Tocsin.DONE;
  }

  private static Checked check(Path path, Targets targets) {
    String file = path.toString();
    try {
      RuleFile rules = RuleFile.read(path);
      List<Problem> problems = new ArrayList<>(rules.problems());
      if (targets.prometheus().isPresent()) {
        problems.addAll(rules.unknownTo(targets.prometheus().get()));
        Collections.sort(problems);
      }
      return new Checked(file, !Problem.anyError(problems), rules.ruleCount(), problems);
    } catch (IOException e) {
      return new Checked(file, false, 0, List.of(InputFile.problem(path, InputFile.Kind.RULES, e)));
    }
  }

  private static void text(List<Checked> results, PrintWriter out) {
    int rules = 0;
    int errors = 0;
    int warnings = 0;
    for (Checked result : results) {
      rules += result.rules();
      for (Problem problem : result.problems()) {
        boolean error = problem.level() == Problem.Level.ERROR;
        errors += error ? 1 : 0;
        warnings += error ? 0 : 1;
        out.println(problem);
      }
      if (result.ok()) {
        out.println(result.file() + ": ok, " + CheckedFile.count(result.rules(), "rule"));
      }
    }
    if (results.size() > 1 || errors + warnings > 0) {
      out.println(
          "checked "
              + CheckedFile.count(results.size(), "file")
              + " with "
              + CheckedFile.count(rules, "rule")
              + ": "
              + CheckedFile.count(errors, "error")
              + ", "
              + CheckedFile.count(warnings, "warning"));
    }
  }

  private static String json(List<Checked> results) {
    List<CheckedFile> files = new ArrayList<>();
    for (Checked result : results) {
      files.add(new CheckedFile(result.file(), result.ok(), "", result.problems()));
    }
    return CheckedFile.json(files);
  }
}
