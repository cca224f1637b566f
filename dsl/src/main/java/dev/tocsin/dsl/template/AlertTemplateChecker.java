package dev.tocsin.dsl.template;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.labelflow.LabelState;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Similar;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.template.Node.Command;
import dev.tocsin.dsl.template.Node.Operand;
import dev.tocsin.dsl.template.Node.Pipeline;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a valid template and finds what would fail or be empty when it runs; the data are those of
 * <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#template-type-differences">
 * Prometheus' alert templates</a>.
 *
 * <p>Notification templates are walked elsewhere, by the generator's {@code NotificationTemplate}:
 * that follows typed values through templates in files, and this looks labels up in the flow of an
 * expression. What the two have in common is the switch over the kinds of nodes.
 */
final class AlertTemplateChecker {
  private static final List<String> ROOT_FIELDS =
      List.of("Labels", "ExternalLabels", "ExternalURL", "Value");

  private final Template template;
  private final @Nullable LabelFlow flow;
  private final List<Problem> problems;
  private final Set<String> defined = new HashSet<>();

  AlertTemplateChecker(Template template, @Nullable LabelFlow flow, List<Problem> problems) {
    this.template = template;
    this.flow = flow;
    this.problems = problems;
    template.definitions().forEach(definition -> defined.add(definition.name()));
  }

  void check() {
    boolean alert = template.dialect() == Dialect.PROMETHEUS;
    Scope top = new Scope(alert, alert);
    template.nodes().forEach(node -> node(node, top));
    // What a definition's dot and `$` are, only its uses say.
    Scope unknown = new Scope(false, false);
    template.definitions().forEach(definition -> nodes(definition.body(), unknown));
  }

  /**
   * What names mean at a place.
   *
   * @param rootIsAlert whether {@code $} and the preset variables are the alert's data
   * @param dotIsRoot whether the dot still is {@code $}
   */
  private record Scope(boolean rootIsAlert, boolean dotIsRoot) {
    Scope withOtherDot() {
      return new Scope(rootIsAlert, false);
    }
  }

  private void nodes(List<Node> nodes, Scope scope) {
    nodes.forEach(node -> node(node, scope));
  }

  private void node(Node node, Scope scope) {
    if (node instanceof Node.Action action) {
      pipeline(action.pipeline(), scope);
    } else if (node instanceof Node.If choice) {
      pipeline(choice.condition(), scope);
      nodes(choice.then(), scope);
      nodes(choice.otherwise(), scope);
    } else if (node instanceof Node.With with) {
      pipeline(with.value(), scope);
      nodes(with.then(), scope.withOtherDot());
      nodes(with.otherwise(), scope);
    } else if (node instanceof Node.Range range) {
      pipeline(range.elements(), scope);
      nodes(range.body(), scope.withOtherDot());
      nodes(range.otherwise(), scope);
    } else if (node instanceof Node.Include include) {
      if (include.argument() != null) {
        pipeline(include.argument(), scope);
      }
      // Alertmanager's templates are spread over files, which are not all here.
      if (template.dialect() == Dialect.PROMETHEUS && !defined.contains(include.name())) {
        warn(
            "template/undefined",
            "template \"" + include.name() + "\" is not defined",
            include.span(),
            "define it in the same text: {{define \"" + include.name() + "\"}}…{{end}}");
      }
    }
  }

  private void pipeline(Pipeline pipeline, Scope scope) {
    for (int i = 0; i < pipeline.commands().size(); i++) {
      command(pipeline.commands().get(i), i > 0, scope);
    }
  }

  private void command(Command command, boolean piped, Scope scope) {
    List<Operand> words = command.words();
    if (words.isEmpty()) {
      return;
    }
    Operand first = words.get(0);
    int given = words.size() - 1 + (piped ? 1 : 0);
    if (first instanceof Operand.Function function) {
      arity(function, given);
      index(function, words, scope);
    } else if (given > 0) {
      warn(
          "template/arity",
          "only a function can have arguments",
          first.span(),
          "move plain text outside {{ and }}");
    }
    for (int i = 0; i < words.size(); i++) {
      // A function among the arguments is called without any.
      if (i > 0 && words.get(i) instanceof Operand.Function function) {
        arity(function, 0);
      }
      operand(words.get(i), scope);
    }
  }

  private void arity(Operand.Function function, int given) {
    template
        .dialect()
        .function(function.name())
        .filter(arity -> !arity.accepts(given))
        .ifPresent(
            arity ->
                warn(
                    "template/arity",
                    function.name()
                        + " expects "
                        + arity
                        + (arity.toString().equals("1") ? " argument" : " arguments")
                        + ", got "
                        + given,
                    function.span(),
                    null));
  }

  /** {@code index $labels "name"}, which reads labels whose names are no Go identifiers. */
  private void index(Operand.Function function, List<Operand> words, Scope scope) {
    if (function.name().equals("index")
        && words.size() == 3
        && words.get(2) instanceof Operand.Text name
        && isLabels(words.get(1), scope)) {
      label(name.value(), name.span());
    }
  }

  private static boolean isLabels(Operand operand, Scope scope) {
    if (operand instanceof Operand.Variable variable && scope.rootIsAlert()) {
      return variable.name().equals(Variables.LABELS)
          ? variable.fields().isEmpty()
          : variable.name().isEmpty() && variable.fields().equals(List.of("Labels"));
    }
    return operand instanceof Operand.Field field
        && scope.dotIsRoot()
        && field.fields().equals(List.of("Labels"));
  }

  private void operand(Operand operand, Scope scope) {
    if (operand instanceof Operand.Variable variable) {
      if (scope.rootIsAlert()) {
        variable(variable);
      }
    } else if (operand instanceof Operand.Field field) {
      if (scope.dotIsRoot()) {
        root(field.fields(), field.span());
      }
    } else if (operand instanceof Operand.Group group) {
      pipeline(group.pipeline(), scope);
    } else if (operand instanceof Operand.Chain chain) {
      operand(chain.of(), scope);
    }
  }

  private void variable(Operand.Variable variable) {
    List<String> fields = variable.fields();
    switch (variable.name()) {
      case "" -> root(fields, variable.span());
      case Variables.LABELS -> labels(fields, variable.span());
      case Variables.VALUE -> plain("$value", "a number", fields, variable.span());
      case Variables.EXTERNAL_URL -> plain("$externalURL", "a string", fields, variable.span());
      default -> {
        // A variable of the template's own, or an external label, which only the server knows.
      }
    }
  }

  private void root(List<String> fields, Span span) {
    if (fields.isEmpty()) {
      return;
    }
    List<String> rest = fields.subList(1, fields.size());
    switch (fields.get(0)) {
      case "Labels" -> labels(rest, span);
      case "Value" -> plain(".Value", "a number", rest, span);
      case "ExternalURL" -> plain(".ExternalURL", "a string", rest, span);
      case "ExternalLabels" -> {
        // Only the server knows them.
      }
      default -> {
        Optional<String> meant = Similar.to(fields.get(0), ROOT_FIELDS);
        warn(
            "template/field",
            "unknown field ." + fields.get(0) + ": expanding the template fails",
            span,
            meant
                .map(field -> "did you mean ." + field + "?")
                .orElse("read a label with {{ $labels." + fields.get(0) + " }}"));
      }
    }
  }

  private void plain(String what, String kind, List<String> fields, Span span) {
    if (!fields.isEmpty()) {
      warn(
          "template/field",
          "unknown field ."
              + fields.get(0)
              + ": "
              + what
              + " is "
              + kind
              + "; expanding the template fails",
          span,
          null);
    }
  }

  private void labels(List<String> fields, Span span) {
    if (fields.size() > 1) {
      warn(
          "template/field",
          "a label's value is a text and has no field "
              + fields.get(1)
              + ", so expanding this fails",
          span,
          "read a label with a dot in its name with {{ index $labels \"…\" }}");
    } else if (fields.size() == 1) {
      label(fields.get(0), span);
    }
  }

  private void label(String name, Span span) {
    if (flow == null || flow.alwaysEmpty().isPresent()) {
      return;
    }
    LabelState label = flow.label(name);
    if (label.isImpossible()) {
      warn(
          "template/label",
          "label " + name + " is never present, so this is always empty: " + label.reason().text(),
          span,
          available());
    }
  }

  private String available() {
    if (flow == null) {
      return "";
    }
    List<String> possible =
        flow.named().stream()
            .filter(name -> !flow.label(name).isImpossible() && !name.startsWith("__"))
            .toList();
    if (!flow.isClosed()) {
      return "keep the label in the expression, or remove it here";
    }
    return possible.isEmpty()
        ? "remove it: the result of the expression has no labels"
        : "use a label that the result of the expression has: " + String.join(", ", possible);
  }

  private void warn(String check, String message, Span span, @Nullable String help) {
    problems.add(Problem.warning(check, span, message).help(help));
  }
}
