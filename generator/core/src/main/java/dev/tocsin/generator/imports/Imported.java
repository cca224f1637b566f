package dev.tocsin.generator.imports;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.files.GeneratedFiles;
import java.util.List;
import java.util.Map;

/**
 * What came of an import.
 *
 * @param files the Java, by path below the source folder; none when a problem is an error
 * @param problems what is wrong with the input, and what a person should do after the import
 * @param expressions how many expressions there were
 * @param untyped the expressions that stayed PromQL, with the reason, by the rule's name
 */
public record Imported(
    GeneratedFiles files,
    List<Problem> problems,
    int expressions,
    List<Map.Entry<String, String>> untyped) {
  public Imported {
    problems = List.copyOf(problems);
    untyped = List.copyOf(untyped);
  }

  /** Whether there are files. */
  public boolean isSound() {
    return !Problem.anyError(problems);
  }

  /** How much came out of it, in one line. */
  public String summary() {
    String classes = count(files.texts().size(), "class", "classes");
    return expressions == 0
        ? classes
        : classes
            + ", "
            + count(expressions, "expression", "expressions")
            + ", "
            + (expressions - untyped.size())
            + " of them with types";
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
