package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The problems of one file, collected; each with its line of the source. */
final class Findings {
  private final String file;
  private final Shown shown;

  /** What may be shown is known when all is read. */
  private final Map<Problem, Supplier<List<String>>> all = new TreeMap<>();

  Findings(String file, Shown shown) {
    this.file = file;
    this.shown = shown;
  }

  Shown shown() {
    return shown;
  }

  void error(String check, YamlNode node, String message) {
    add(Problem.error(check, at(node), message), node);
  }

  void error(String check, YamlNode node, String message, String help) {
    add(Problem.error(check, at(node), message).help(help), node);
  }

  void warning(String check, YamlNode node, String message, String help) {
    add(Problem.warning(check, at(node), message).help(help), node);
  }

  private Place at(YamlNode node) {
    return Place.column(file, node.line(), node.column());
  }

  private void add(Problem problem, YamlNode node) {
    all.putIfAbsent(problem, () -> shown.excerpt(node));
  }

  void yaml(String check, Problem problem) {
    add(Problem.error(check, at(problem), problem.message()), problem);
  }

  void documents(Problem ignored) {
    add(Problem.warning(YamlDocument.DOCUMENTS, at(ignored), ignored.message()), ignored);
  }

  private Place at(Problem problem) {
    return isOfWholeFile(problem)
        ? Place.file(file)
        : Place.column(file, problem.place().line(), problem.place().column());
  }

  private static boolean isOfWholeFile(Problem problem) {
    return problem.place().line() == 0;
  }

  private void add(Problem found, Problem problem) {
    all.putIfAbsent(
        found.help(problem.help().orElse(null)),
        () ->
            isOfWholeFile(problem)
                ? List.of()
                : shown.excerpt(problem.place().line(), problem.place().column()));
  }

  void add(Problem problem) {
    all.putIfAbsent(problem, problem::excerpt);
  }

  boolean anyError() {
    return Problem.anyError(new ArrayList<>(all.keySet()));
  }

  List<Problem> all() {
    List<Problem> problems = new ArrayList<>();
    all.forEach((problem, excerpt) -> problems.add(problem.showing(excerpt.get())));
    return Collections.unmodifiableList(problems);
  }
}
