package dev.tocsin.cli;

import dev.tocsin.dsl.Place;
import dev.tocsin.dsl.Problem;
import dev.tocsin.generator.rules.RuleFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks rule files and prints what is found, for people or for programs. */
final class RuleFiles {
  private RuleFiles() {}

  /** What was found out about a file. */
  private record Checked(String file, boolean ok, int rules, List<Problem> problems) {}

  /** Checks the files, prints the findings, and gives the exit code. */
  static int check(List<Path> files, boolean json, PrintWriter out) {
    List<Checked> results = new ArrayList<>();
    if (files.size() == 1) {
      results.add(check(files.get(0))); // Threads would cost more than they bring.
    } else {
      results.addAll(files.parallelStream().map(RuleFiles::check).toList());
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

  private static Checked check(Path path) {
    String file = path.toString();
    try {
      RuleFile rules = RuleFile.read(path);
      return new Checked(file, rules.ok(), rules.ruleCount(), rules.problems());
    } catch (IOException e) {
      return new Checked(
          file,
          false,
          0,
          List.of(
              Problem.error("file/unreadable", Place.file(file), "the file cannot be read")
                  .help(reason(path, e))));
    }
  }

  private static String reason(Path path, IOException e) {
    if (Files.isDirectory(path)) {
      return "it is a folder: name the files in it, as in " + path.resolve("*.yml");
    }
    return Files.exists(path) ? "it says: " + e.getMessage() : "there is no such file";
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
        out.println(result.file() + ": ok, " + count(result.rules(), "rule"));
      }
    }
    if (results.size() > 1 || errors + warnings > 0) {
      out.println(
          "checked "
              + count(results.size(), "file")
              + " with "
              + count(rules, "rule")
              + ": "
              + count(errors, "error")
              + ", "
              + count(warnings, "warning"));
    }
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String json(List<Checked> results) {
    StringBuilder out = new StringBuilder("[");
    String separator = "";
    for (Checked result : results) {
      Json.string(out.append(separator).append("{\"file\":"), result.file());
      out.append(",\"ok\":").append(result.ok()).append(",\"problems\":[");
      for (int i = 0; i < result.problems().size(); i++) {
        problem(out.append(i == 0 ? "" : ","), result.problems().get(i));
      }
      out.append("]}");
      separator = ",\n ";
    }
    return out.append(']').toString();
  }

  private static void problem(StringBuilder out, Problem problem) {
    Json.string(out.append("{\"check\":"), problem.check());
    out.append(",\"level\":")
        .append(problem.level() == Problem.Level.ERROR ? "\"error\"" : "\"warning\"");
    Json.string(out.append(",\"message\":"), problem.message());
    number(out.append(",\"line\":"), problem.place().line());
    number(out.append(",\"column\":"), problem.place().column());
    out.append(",\"help\":");
    problem.help().ifPresentOrElse(help -> Json.string(out, help), () -> out.append("null"));
    out.append('}');
  }

  private static void number(StringBuilder out, int number) {
    out.append(number == 0 ? "null" : String.valueOf(number));
  }
}
