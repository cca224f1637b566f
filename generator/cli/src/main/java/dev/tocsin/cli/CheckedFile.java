package dev.tocsin.cli;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.input.InputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of checking a file.
 *
 * @param file its name, as given
 * @param ok whether it is valid
 * @param summary its content, such as {@code 3 receivers}
 * @param problems its problems, sorted by place
 */
record CheckedFile(String file, boolean ok, String summary, List<Problem> problems) {
  CheckedFile {
    problems = List.copyOf(problems);
  }

  /** A file that cannot be read. */
  static CheckedFile unreadable(Path path, InputFile.Kind kind, IOException e) {
    return new CheckedFile(path.toString(), false, "", List.of(InputFile.problem(path, kind, e)));
  }

  /**
   * Prints results, as text or JSON, and returns the exit code.
   *
   * @param contents the content of all files together, such as {@code 12 rules}; may be empty
   */
  static int print(List<CheckedFile> results, String contents, boolean json, PrintWriter out) {
    if (json) {
      out.println(json(results));
    } else {
      text(results, contents, out);
    }
    out.flush();
    return results.stream().allMatch(CheckedFile::ok) ? Tocsin.DONE : Tocsin.PROBLEMS;
  }

  private static void text(List<CheckedFile> results, String contents, PrintWriter out) {
    int errors = 0;
    int warnings = 0;
    for (CheckedFile result : results) {
      for (Problem problem : result.problems) {
        errors += problem.isError() ? 1 : 0;
        warnings += problem.isError() ? 0 : 1;
        out.println(problem);
      }
      if (result.ok) {
        out.println(result.file + ": ok" + (result.summary.isEmpty() ? "" : ", " + result.summary));
      }
    }
    if (results.size() > 1 || errors + warnings > 0) {
      out.println(
          "checked "
              + count(results.size(), "file")
              + (contents.isEmpty() ? "" : " with " + contents)
              + ": "
              + count(errors, "error")
              + ", "
              + count(warnings, "warning"));
    }
  }

  /** A number with its noun. */
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** The results as one JSON array, an object for each file. */
  private static String json(List<CheckedFile> results) {
    StringBuilder out = new StringBuilder("[");
    String separator = "";
    for (CheckedFile result : results) {
      Json.string(out.append(separator).append("{\"file\":"), result.file);
      out.append(",\"ok\":").append(result.ok).append(",\"problems\":[");
      for (int i = 0; i < result.problems.size(); i++) {
        problem(out.append(i == 0 ? "" : ","), result.problems.get(i));
      }
      out.append("]}");
      separator = ",\n ";
    }
    return out.append(']').toString();
  }

  private static void problem(StringBuilder out, Problem problem) {
    Json.string(out.append("{\"check\":"), problem.check());
    out.append(",\"level\":").append(problem.isError() ? "\"error\"" : "\"warning\"");
    Json.string(out.append(",\"message\":"), problem.message());
    Json.string(out.append(",\"file\":"), problem.place().file());
    number(out.append(",\"line\":"), problem.place().line());
    number(out.append(",\"column\":"), problem.place().column());
    out.append(",\"help\":");
    problem.help().ifPresentOrElse(help -> Json.string(out, help), () -> out.append("null"));
    out.append(",\"excerpt\":[");
    for (int i = 0; i < problem.excerpt().size(); i++) {
      Json.string(out.append(i == 0 ? "" : ","), problem.excerpt().get(i));
    }
    out.append("]}");
  }

  private static void number(StringBuilder out, int number) {
    out.append(number == 0 ? "null" : String.valueOf(number));
  }
}
