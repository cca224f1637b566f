package dev.tocsin.dsl.template;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed template.
 *
 * <p>{@link #problems()} holds errors exactly where Go refuses the template, as {@code promtool
 * check rules} does; {@link #check} adds what Go would notice only when an alert fires, or never.
 */
public final class Template {
  private final Dialect dialect;
  private final List<Node> nodes;
  private final List<Node.Define> definitions;
  private final List<Problem> problems;

  private Template(
      Dialect dialect, List<Node> nodes, List<Node.Define> definitions, List<Problem> problems) {
    this.dialect = dialect;
    this.nodes = List.copyOf(nodes);
    this.definitions = List.copyOf(definitions);
    this.problems = List.copyOf(problems);
  }

  /** Parses a template; a wrong one gives problems, never an exception. */
  public static Template parse(String text, Dialect dialect) {
    return parse(text, dialect, "");
  }

  /** Parses a label or annotation of an alert; inside, the template is named after the alert. */
  public static Template ofAlert(String text, String alert) {
    return parse(text, Dialect.PROMETHEUS, "__alert_" + alert);
  }

  private static Template parse(String text, Dialect dialect, String name) {
    if (!text.contains("{{")) {
      List<Node> plain =
          text.isEmpty() ? List.of() : List.of(new Node.Text(text, Span.of(0, text.length())));
      return new Template(dialect, plain, List.of(), List.of());
    }
    Parser parser = new Parser(text, dialect, name);
    List<Node> nodes = parser.template();
    return new Template(dialect, nodes, parser.definitions(), parser.problems());
  }

  public Dialect dialect() {
    return dialect;
  }

  /** The parts of the template in order, without its definitions. */
  public List<Node> nodes() {
    return nodes;
  }

  /** What {@code define} and {@code block} define. */
  public List<Node.Define> definitions() {
    return definitions;
  }

  /** Why Go refuses the template; empty when it accepts it. */
  public List<Problem> problems() {
    return problems;
  }

  /** Whether Go accepts the template. */
  public boolean isValid() {
    return problems.isEmpty();
  }

  /**
   * What would go wrong when the template is run: functions called with too few or too many
   * arguments, labels that the alert's expression cannot bring, fields that are not there. Warnings
   * only; empty for a template that is not {@linkplain #isValid() valid}.
   *
   * @param flow the labels of the alert's expression, or null when they are not known
   */
  public List<Problem> check(@Nullable LabelFlow flow) {
    if (!isValid()
        || (definitions.isEmpty() && nodes.stream().allMatch(Node.Text.class::isInstance))) {
      return List.of();
    }
    List<Problem> found = new ArrayList<>();
    new AlertTemplateChecker(this, flow, found).check();
    return List.copyOf(found);
  }
}
