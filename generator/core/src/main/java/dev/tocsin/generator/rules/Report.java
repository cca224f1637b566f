package dev.tocsin.generator.rules;

import dev.tocsin.dsl.problem.Excerpt;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects a file's problems, and gives each its place and the source that it points at. */
final class Report {
  private final String file;
  private final YamlDocument document;
  private final List<Problem> problems = new ArrayList<>();

  Report(String file, YamlDocument document) {
    this.file = file;
    this.document = document;
  }

  List<Problem> problems() {
    return problems;
  }

  /** A report of the same file, for another thread to fill. */
  Report part() {
    return new Report(file, document);
  }

  /** Takes over what a part found. */
  void add(Report part) {
    problems.addAll(part.problems);
  }

  void yaml(String check, Problem problem) {
    if (problem.place().line() == 0) {
      file(Problem.Level.ERROR, check, problem.message(), problem.help().orElse(null));
      return;
    }
    int at = document.offset(problem.place().line(), problem.place().column());
    add(
        Problem.Level.ERROR,
        check,
        Place.column(file, problem.place().line(), problem.place().column()),
        problem.message(),
        problem.help().orElse(null),
        Excerpt.of(document.text(), at, at + 1));
  }

  void documents(Problem ignored) {
    Place place = Place.column(file, ignored.place().line(), ignored.place().column());
    add(
        Problem.Level.WARNING,
        YamlDocument.DOCUMENTS,
        place,
        ignored.message(),
        ignored.help().orElse(null),
        List.of());
  }

  /** A problem of the file as a whole. */
  void file(Problem.Level level, String check, String message, @Nullable String help) {
    add(level, check, Place.file(file), message, help, List.of());
  }

  void error(String check, YamlNode node, String message, @Nullable String help) {
    at(Problem.Level.ERROR, check, node, message, help);
  }

  void warning(String check, YamlNode node, String message, @Nullable String help) {
    at(Problem.Level.WARNING, check, node, message, help);
  }

  private void at(
      Problem.Level level, String check, YamlNode node, String message, @Nullable String help) {
    int end = node.kind() == YamlNode.Kind.SCALAR ? node.end() : node.start() + 1;
    add(
        level,
        check,
        Place.column(file, node.line(), node.column()),
        message,
        help,
        Excerpt.of(document.text(), node.start(), end));
  }

  /** A problem inside of a scalar's text, such as in an expression. */
  void inside(
      Problem.Level level,
      String check,
      YamlNode scalar,
      Span span,
      String message,
      @Nullable String help) {
    YamlNode node = scalar.resolved();
    if (node.kind() != YamlNode.Kind.SCALAR || !span.isKnown() || node.value().isEmpty()) {
      at(level, check, scalar, message, help);
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
    add(level, check, place, message, help, Excerpt.of(document.text(), from, to));
  }

  private void add(
      Problem.Level level,
      String check,
      Place place,
      String message,
      @Nullable String help,
      List<String> excerpt) {
    Problem problem =
        level == Problem.Level.ERROR
            ? Problem.error(check, place, message)
            : Problem.warning(check, place, message);
    problems.add(problem.help(help).showing(excerpt));
  }
}
