package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.problem.Similar;
import dev.tocsin.dsl.template.Node;
import dev.tocsin.dsl.template.Node.Operand;
import dev.tocsin.dsl.template.Template;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Walks a notification's template as Alertmanager runs it, and finds what fails when it does: Go
 * notices a field that is not there only when a notification is due, which is then not sent. It
 * follows typed values, also through templates in files; {@code AlertTemplateChecker} of the
 * language, for alert templates, follows none, and looks labels up in the flow of an expression.
 */
final class NotificationTemplate {
  private static final Set<String> GIVE_TEXT =
      Set.of(
          "html",
          "humanizeDuration",
          "join",
          "js",
          "print",
          "printf",
          "println",
          "reReplaceAll",
          "safeHtml",
          "safeUrl",
          "title",
          "toJson",
          "toLower",
          "toUpper",
          "trimSpace",
          "urlUnescape",
          "urlquery");

  /**
   * What fails.
   *
   * @param message what of the template, to follow the name of the field that holds it
   * @param help how to mend it
   */
  record Failure(String message, String help) {}

  private final Map<String, List<Node>> definitions = new HashMap<>();
  private final Set<String> included = new LinkedHashSet<>();
  private final Set<String> assigned = new HashSet<>();
  private final Set<String> groupLabels = new LinkedHashSet<>();
  private final Set<String> askedFor = new HashSet<>();
  private boolean asking;
  private final Set<Failure> failures = new LinkedHashSet<>();
  private final Set<Map.Entry<String, TemplateValue>> entered = new HashSet<>();

  private NotificationTemplate() {}

  /**
   * What fails when this is run for a notification, each once.
   *
   * @param others the bodies of templates that files define, by their names
   */
  static List<Failure> failures(Template template, Map<String, List<Node>> others) {
    return walked(template, others).failures.stream().toList();
  }

  /** The names of all templates that it calls, inside its definitions too. */
  static Set<String> includes(Template template) {
    NotificationTemplate walk = walked(template, Map.of());
    Scope unknown = new Scope("", TemplateValue.UNKNOWN, TemplateValue.UNKNOWN, Map.of());
    template.definitions().forEach(definition -> walk.nodes(definition.body(), unknown));
    return walk.included;
  }

  /**
   * The labels of the group that it writes without asking whether they are there.
   *
   * @param others the bodies of templates that files define, by their names
   */
  static Set<String> groupLabels(Template template, Map<String, List<Node>> others) {
    NotificationTemplate walk = walked(template, others);
    walk.groupLabels.removeAll(walk.askedFor);
    return walk.groupLabels;
  }

  private static NotificationTemplate walked(Template template, Map<String, List<Node>> others) {
    NotificationTemplate walk = new NotificationTemplate();
    walk.definitions.putAll(others);
    template.definitions().forEach(it -> walk.definitions.put(it.name(), it.body()));
    walk.nodes(
        template.nodes(),
        new Scope("", TemplateValue.NOTIFICATION, TemplateValue.NOTIFICATION, Map.of()));
    return walk;
  }

  /**
   * What names mean at a place.
   *
   * @param inside the name of the template that is run, empty for the field itself
   * @param root what {@code $} is
   * @param variables what else is declared so far
   */
  private record Scope(
      String inside, TemplateValue root, TemplateValue dot, Map<String, TemplateValue> variables) {
    Scope {
      variables = new LinkedHashMap<>(variables);
    }

    Scope within() {
      return new Scope(inside, root, dot, variables);
    }

    Scope withDot(TemplateValue other) {
      return new Scope(inside, root, other, variables);
    }
  }

  private void nodes(List<Node> nodes, Scope scope) {
    nodes.forEach(node -> node(node, scope));
  }

  private void node(Node node, Scope scope) {
    if (node instanceof Node.Action action) {
      pipeline(action.pipeline(), scope);
    } else if (node instanceof Node.If choice) {
      Scope inner = scope.within();
      condition(choice.condition(), inner);
      nodes(choice.then(), inner.within());
      nodes(choice.otherwise(), inner.within());
    } else if (node instanceof Node.With with) {
      Scope inner = scope.within();
      TemplateValue value = condition(with.value(), inner);
      nodes(with.then(), inner.withDot(value));
      nodes(with.otherwise(), inner.within());
    } else if (node instanceof Node.Range range) {
      range(range, scope.within());
    } else if (node instanceof Node.Include include) {
      include(include, scope);
    }
  }

  private TemplateValue condition(Node.Pipeline pipeline, Scope scope) {
    asking = true;
    TemplateValue value = pipeline(pipeline, scope);
    asking = false;
    return value;
  }

  private void range(Node.Range range, Scope scope) {
    Node.Pipeline elements = range.elements();
    TemplateValue list = value(elements, scope);
    if (list.element().isEmpty()) {
      fail(
          scope,
          "goes through " + list.words() + " with range, which takes a list",
          list == TemplateValue.NOTIFICATION ? "write {{ range .Alerts }}" : "leave the range out");
    }
    TemplateValue element = list.element().orElse(TemplateValue.UNKNOWN);
    List<String> names = elements.variables();
    if (names.size() == 2) {
      declare(
          names.get(0),
          list == TemplateValue.LABELS ? TemplateValue.TEXT : TemplateValue.UNKNOWN,
          scope);
    }
    if (!names.isEmpty() && !elements.assignment()) {
      declare(names.get(names.size() - 1), element, scope);
    }
    nodes(range.body(), scope.withDot(element));
    nodes(range.otherwise(), scope.within());
  }

  private void include(Node.Include include, Scope scope) {
    included.add(include.name());
    TemplateValue argument =
        include.argument() == null ? TemplateValue.UNKNOWN : pipeline(include.argument(), scope);
    List<Node> body = definitions.get(include.name());
    if (body != null && entered.add(Map.entry(include.name(), argument))) {
      nodes(body, new Scope(include.name(), argument, argument, Map.of()));
    }
  }

  private TemplateValue pipeline(Node.Pipeline pipeline, Scope scope) {
    TemplateValue value = value(pipeline, scope);
    for (String name : pipeline.variables()) {
      if (pipeline.assignment()) {
        assigned.add(plain(name));
      } else {
        declare(name, value, scope);
      }
    }
    return value;
  }

  private static void declare(String name, TemplateValue shape, Scope scope) {
    scope.variables().put(plain(name), shape);
  }

  private static String plain(String name) {
    return name.startsWith("$") ? name.substring(1) : name;
  }

  /** A variable that was set anew somewhere may hold anything. */
  private TemplateValue variable(String name, Scope scope) {
    if (name.isEmpty()) {
      return scope.root();
    }
    return assigned.contains(name)
        ? TemplateValue.UNKNOWN
        : scope.variables().getOrDefault(name, TemplateValue.UNKNOWN);
  }

  private TemplateValue value(Node.Pipeline pipeline, Scope scope) {
    TemplateValue value = TemplateValue.UNKNOWN;
    for (int i = 0; i < pipeline.commands().size(); i++) {
      value = command(pipeline.commands().get(i), scope);
    }
    return value;
  }

  private TemplateValue command(Node.Command command, Scope scope) {
    List<TemplateValue> shapes =
        command.words().stream().map(word -> operand(word, scope)).toList();
    if (command.words().isEmpty()) {
      return TemplateValue.UNKNOWN;
    }
    if (command.words().get(0) instanceof Operand.Function function) {
      return result(function.name(), shapes.subList(1, shapes.size()));
    }
    return shapes.get(0);
  }

  private static TemplateValue result(String function, List<TemplateValue> arguments) {
    if (function.equals("index") && arguments.size() == 2) {
      return arguments.get(0).element().orElse(TemplateValue.UNKNOWN);
    }
    if (function.equals("stringSlice")) {
      return TemplateValue.TEXTS;
    }
    return GIVE_TEXT.contains(function) ? TemplateValue.TEXT : TemplateValue.UNKNOWN;
  }

  private TemplateValue operand(Operand operand, Scope scope) {
    if (operand instanceof Operand.Dot) {
      return scope.dot();
    } else if (operand instanceof Operand.Field field) {
      return read(scope.dot(), field.fields(), scope);
    } else if (operand instanceof Operand.Variable variable) {
      return read(variable(variable.name(), scope), variable.fields(), scope);
    } else if (operand instanceof Operand.Chain chain) {
      return read(operand(chain.of(), scope), chain.fields(), scope);
    } else if (operand instanceof Operand.Group group) {
      return pipeline(group.pipeline(), scope);
    }
    return operand instanceof Operand.Text ? TemplateValue.TEXT : TemplateValue.UNKNOWN;
  }

  private TemplateValue read(TemplateValue shape, List<String> fields, Scope scope) {
    TemplateValue value = shape;
    if (shape == TemplateValue.NOTIFICATION
        && fields.size() == 2
        && fields.get(0).equals("GroupLabels")
        && TemplateValue.LABELS.isPlain(fields.get(1))) {
      (asking ? askedFor : groupLabels).add(fields.get(1));
    }
    for (String name : fields) {
      TemplateValue of = value;
      value =
          of.field(name)
              .orElseGet(
                  () -> {
                    fail(
                        scope,
                        "reads ." + name + " of " + of.words() + ", which has none",
                        advice(of, name));
                    return TemplateValue.UNKNOWN;
                  });
    }
    return value;
  }

  private void fail(Scope scope, String what, String help) {
    String where =
        scope.inside().isEmpty() ? "" : "calls the template \"" + scope.inside() + "\", which ";
    failures.add(new Failure(where + what + ": Alertmanager would send no notification", help));
  }

  private static String advice(TemplateValue of, String name) {
    return switch (of) {
      case NOTIFICATION ->
          TemplateValue.ALERT.fields().contains(name)
              ? "an alert has it, inside {{ range .Alerts }}"
                  + (name.equals("Labels") || name.equals("Annotations")
                      ? "; what all alerts share is .Common" + name
                      : "")
              : nearest(of, name);
      case ALERT ->
          TemplateValue.NOTIFICATION.fields().contains(name)
              ? "the notification has it: $." + name
              : nearest(of, name);
      case ALERTS, SOME_ALERTS ->
          TemplateValue.ALERT.fields().contains(name)
              ? "go through the alerts with range, or take the first: (index .Alerts 0)." + name
              : nearest(of, name);
      case TEXT -> "a name with a dot in it is read with index: {{ index .Labels \"a.b\" }}";
      default -> nearest(of, name);
    };
  }

  private static String nearest(TemplateValue of, String name) {
    return Similar.to(name, of.fields())
        .map(near -> "did you mean ." + near + "?")
        .orElseGet(
            () ->
                of.fields().isEmpty()
                    ? "leave it out"
                    : "there are "
                        + of.fields().stream()
                            .map(it -> "." + it)
                            .collect(Collectors.joining(", ")));
  }
}
