package dev.tocsin.generator.source;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the problems of one file, each with its place and its line of the source. */
public final class SourceProblems {
  private final String file;
  private final YamlDocument document;
  private final Shown shown;

  /** By place; what may be shown is known when all is read. */
  private final Map<Problem, Supplier<List<String>>> all = new TreeMap<>();

  private SourceProblems(String file, YamlDocument document, Shown shown) {
    this.file = file;
    this.document = document;
    this.shown = shown;
  }

  /** For a file all of which may be shown. */
  public static SourceProblems of(String file, YamlDocument document) {
    return new SourceProblems(file, document, Shown.all(document));
  }

  /** For a file whose secrets, by the table, must not be shown. */
  public static SourceProblems hidingSecrets(String file, YamlDocument document, Schema schema) {
    return new SourceProblems(file, document, new Shown(schema, document));
  }

  /** An empty collection for the same file, such as for another thread to fill. */
  public SourceProblems forSameFile() {
    return new SourceProblems(file, document, shown);
  }

  /** Adds what another collection found. */
  public void add(SourceProblems more) {
    all.putAll(more.all);
  }

  Shown shown() {
    return shown;
  }

  /** Why the file is not YAML, and that it has more documents. */
  public void yaml(String check) {
    document.problems().forEach(problem -> yaml(check, problem));
    document
        .ignored()
        .ifPresent(
            ignored ->
                add(
                    Problem.warning(YamlDocument.DOCUMENTS, at(ignored), ignored.message()),
                    ignored));
  }

  /** An error that reading the YAML found. */
  public void yaml(String check, Problem problem) {
    add(Problem.error(check, at(problem), problem.message()), problem);
  }

  /** An error at a node. */
  public void error(String check, YamlNode node, String message) {
    error(check, node, message, null);
  }

  /** An error at a node, and how to fix it. */
  public void error(String check, YamlNode node, String message, @Nullable String help) {
    add(Problem.error(check, at(node), message).help(help), node);
  }

  /** A warning at a node, and how to fix it. */
  public void warning(String check, YamlNode node, String message, @Nullable String help) {
    add(Problem.warning(check, at(node), message).help(help), node);
  }

  /** A problem inside of a scalar's text, such as in an expression. */
  public void inside(
      Problem.Level level,
      String check,
      YamlNode scalar,
      Span span,
      String message,
      @Nullable String help) {
    YamlNode node = scalar.resolved();
    if (node.kind() != YamlNode.Kind.SCALAR || !span.isKnown() || node.value().isEmpty()) {
      add(problem(level, check, at(scalar), message, help), scalar);
      return;
    }
    int length = node.value().length();
    // The end of a text that goes on with line breaks is where people see it end.
    int start = span.start();
    while (start >= length
        && start > 0
        && node.value().charAt(Math.min(start, length) - 1) <= ' ') {
      start--;
      length--;
    }
    int from = document.offsetOf(node, start);
    int to =
        Math.max(from + 1, document.offsetOf(node, Math.min(span.end(), node.value().length())));
    Place place = Place.column(file, document.line(from), document.column(from));
    all.putIfAbsent(problem(level, check, place, message, help), () -> shown.excerpt(from, to));
  }

  /** A problem that has its place. */
  public void add(Problem problem) {
    all.putIfAbsent(problem, problem::excerpt);
  }

  /** Whether there is an error among them. */
  public boolean anyError() {
    return Problem.anyError(new ArrayList<>(all.keySet()));
  }

  /** All of them, by place. */
  public List<Problem> all() {
    List<Problem> problems = new ArrayList<>();
    all.forEach((problem, excerpt) -> problems.add(problem.showing(excerpt.get())));
    return Collections.unmodifiableList(problems);
  }

  private static Problem problem(
      Problem.Level level, String check, Place place, String message, @Nullable String help) {
    Problem problem =
        level == Problem.Level.ERROR
            ? Problem.error(check, place, message)
            : Problem.warning(check, place, message);
    return problem.help(help);
  }

  private void add(Problem problem, YamlNode node) {
    all.putIfAbsent(problem, () -> shown.excerpt(node));
  }

  private void add(Problem found, Problem problem) {
    all.putIfAbsent(
        found.help(problem.help().orElse(null)),
        () ->
            isOfWholeFile(problem)
                ? List.of()
                : shown.excerptOfPlace(problem.place().line(), problem.place().column()));
  }

  private Place at(YamlNode node) {
    return Place.column(file, node.line(), node.column());
  }

  private Place at(Problem problem) {
    return isOfWholeFile(problem)
        ? Place.file(file)
        : Place.column(file, problem.place().line(), problem.place().column());
  }

  private static boolean isOfWholeFile(Problem problem) {
    return problem.place().line() == 0;
  }
}
