package dev.tocsin.generator.imports;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.RecordingRule;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Writes rule groups: a class for each, and more where one class cannot hold its rules. */
final class RulesJava {
  private static final int NANOS = 1_000_000;

  private final String packageName;
  private final Names types;
  private final Vocabulary vocabulary;
  private final MetricTable metrics;
  private final ExpressionJava expressions;
  private final List<Problem> problems;

  private final List<JavaClass> classes = new ArrayList<>();
  private final List<Code> groups = new ArrayList<>();
  private final List<String> head = new ArrayList<>();
  private final Map<String, List<AlertRef>> alerts = new HashMap<>();
  private final List<Map.Entry<String, String>> untyped = new ArrayList<>();
  private final Set<String> groupNames = new HashSet<>();

  /**
   * Where an alert's constant is.
   *
   * @param owner the class's simple name
   */
  record AlertRef(String owner, String constant) {}

  RulesJava(
      String packageName,
      Names types,
      Vocabulary vocabulary,
      MetricTable metrics,
      ExpressionJava expressions,
      List<Problem> problems) {
    this.packageName = packageName;
    this.types = types;
    this.vocabulary = vocabulary;
    this.metrics = metrics;
    this.expressions = expressions;
    this.problems = problems;
  }

  void write(List<RuleFileText> files) {
    for (RuleFileText file : files) {
      for (SourceGroup group : file.groups()) {
        write(file, group);
      }
      head.addAll(file.comments().rest());
    }
  }

  /** The classes, a group's after the one before it. */
  List<JavaClass> classes() {
    return classes;
  }

  /** The groups as code, such as {@code NodeRules.GROUP}. */
  List<Code> groups() {
    return groups;
  }

  /** The comments that belong to no group. */
  List<String> head() {
    return head;
  }

  /** The alerts of each name. */
  Map<String, List<AlertRef>> alerts() {
    return alerts;
  }

  /** The rules whose expression stayed PromQL, and why. */
  List<Map.Entry<String, String>> untyped() {
    return untyped;
  }

  /** Whether a severity label's value is one, and no template. */
  static boolean isSeverity(String value) {
    return !value.isEmpty() && !value.contains("{{");
  }

  private void write(RuleFileText file, SourceGroup group) {
    String name = uniqueName(file, group);
    String className = types.type(group.title(), "Rules");
    JavaClass first = classFor(className, name, "");
    List<JavaClass> more = new ArrayList<>();
    List<Code> mine = new ArrayList<>();
    List<Code> others = new ArrayList<>();
    JavaClass current = first;
    Names names = new Names(vocabulary.names());
    int weight = 0;
    for (SourceRule rule : group.rules()) {
      Code code = code(file, rule);
      if (weight > 0 && weight + code.weight() > JavaClass.BUDGET) {
        if (current != first) {
          rulesOf(current, others);
        }
        String next = types.type(className + (more.size() + 2), "");
        current = classFor(next, name, "More of ");
        more.add(current);
        others = new ArrayList<>();
        weight = 0;
      }
      weight += code.weight();
      String type = (rule.isAlert() ? Alert.class : RecordingRule.class).getName();
      String constant = names.constant(rule.name(), suffix(rule));
      List<String> comments = new ArrayList<>(file.comments().at(rule.node()));
      promqlComments(rule.expression()).stream().map(file.masking()).forEach(comments::add);
      current.constant(comments, type, constant, code);
      (current == first ? mine : others).add(Code.atom(constant));
      if (rule.isAlert()) {
        alerts
            .computeIfAbsent(rule.name(), key -> new ArrayList<>())
            .add(new AlertRef(current.name(), constant));
      }
    }
    if (current != first) {
      rulesOf(current, others);
    }
    Code made = groupCode(group, name, mine, more);
    first.constant(file.comments().at(group.node()), RuleGroup.class.getName(), "GROUP", made);
    classes.add(first);
    classes.addAll(more);
    groups.add(Code.atom(first.name() + ".GROUP"));
  }

  /** What tells a rule from another of its name, or from the metric that it records. */
  private static String suffix(SourceRule rule) {
    if (!rule.isAlert()) {
      return "_RULE";
    }
    return Optional.ofNullable(rule.labels().get("severity"))
        .map(SourceRule.Field::text)
        .filter(RulesJava::isSeverity)
        .map(severity -> "_" + Names.upper(severity))
        .orElse("_ALERT");
  }

  private JavaClass classFor(String className, String group, String prefix) {
    String article = prefix.isEmpty() ? "The" : "the";
    return new JavaClass(
        packageName, className, List.of(prefix + article + " rule group \"" + group + "\"."));
  }

  private static void rulesOf(JavaClass current, List<Code> rules) {
    current.add(
        new JavaClass.Member(
            List.of(),
            List.of(),
            Rule.class.getName(),
            "[]",
            "RULES",
            new Code.Elements(rules),
            List.of()));
  }

  /** Group names are unique in their file only, and all files become one. */
  private String uniqueName(RuleFileText file, SourceGroup group) {
    String name = group.title();
    String found = name;
    for (int i = 2; !groupNames.add(found); i++) {
      found = name + " of " + Importer.lastPart(file.name()) + (i == 2 ? "" : " " + i);
    }
    if (!found.equals(name)) {
      problems.add(
          Problem.warning(
                  "import/group",
                  Place.line(file.name(), group.node().line()),
                  "another file has a group \"" + name + "\" too, so this one is \"" + found + "\"")
              .help("give it a better name, or import the files into classes of their own"));
    }
    return found;
  }

  private Code groupCode(SourceGroup group, String name, List<Code> rules, List<JavaClass> more) {
    List<Code> arguments = new ArrayList<>();
    arguments.add(Code.text(name));
    arguments.addAll(rules);
    Code code = Code.call(RuleGroup.class.getName(), "group", arguments.toArray(Code[]::new));
    for (JavaClass part : more) {
      code = code.then("with", Code.atom(part.name() + ".RULES"));
    }
    if (group.interval() > 0) {
      code = code.then("interval", Durations.of(group.interval() / NANOS).code());
    }
    if (group.queryOffset().isPresent()) {
      code = code.then("queryOffset", Durations.of(group.queryOffset().getAsLong() / NANOS).code());
    }
    if (group.limit() > 0) {
      code = code.then("limit", Term.number(group.limit()).code());
    }
    for (var label : new TreeMap<>(group.labels()).entrySet()) {
      code =
          code.then(
              "label", vocabulary.label(label.getKey()).code(), Code.text(label.getValue().text()));
    }
    return code;
  }

  private Code code(RuleFileText file, SourceRule rule) {
    Expr expr = PromqlCheck.check(rule.expression()).expr().orElseThrow();
    ExpressionJava.Written written =
        rule.isAlert()
            ? expressions.condition(expr, rule.expression())
            : expressions.vector(expr, rule.expression());
    written.why().ifPresent(why -> untyped(file, rule, why));
    return rule.isAlert() ? alert(rule, written.code()) : recording(rule, written.code());
  }

  private void untyped(RuleFileText file, SourceRule rule, String why) {
    untyped.add(Map.entry(rule.name(), why));
    if (why.startsWith(ExpressionJava.RATE_OF_GAUGE)) {
      problems.add(
          Problem.warning(
                  "import/rate-of-gauge",
                  Place.line(file.name(), rule.node().line()),
                  "\""
                      + rule.name()
                      + "\" asks for the growth of "
                      + why.substring(ExpressionJava.RATE_OF_GAUGE.length())
                      + ", which its service exports as a gauge: each fall counts as a new start")
              .help(
                  "use delta or deriv, or the counter that is meant; it stays PromQL until then"));
    }
  }

  private Code alert(SourceRule rule, Code condition) {
    Code code =
        Code.call(Alert.class.getName(), "plain", Code.text(rule.name())).then("when", condition);
    if (rule.pending() > 0) {
      code = code.then("forDuration", Durations.of(rule.pending() / NANOS).code());
    }
    if (rule.keepFiring() > 0) {
      code = code.then("keepFiringFor", Durations.of(rule.keepFiring() / NANOS).code());
    }
    for (var label : rule.labels().entrySet()) {
      if (label.getKey().equals("severity") && isSeverity(label.getValue().text())) {
        code = code.then("severity", vocabulary.severity(label.getValue().text()).code());
      }
    }
    for (var label : rule.labels().entrySet()) {
      if (!label.getKey().equals("severity") || !isSeverity(label.getValue().text())) {
        code = labelled(code, label);
      }
    }
    for (var annotation : rule.annotations().entrySet()) {
      code =
          code.then(
              "annotation",
              annotation(annotation.getKey()),
              Code.text(annotation.getValue().text()));
    }
    return code;
  }

  private static Code annotation(String name) {
    return switch (name) {
      case Alert.SUMMARY -> Code.constant(Alert.class.getName(), "SUMMARY");
      case Alert.DESCRIPTION -> Code.constant(Alert.class.getName(), "DESCRIPTION");
      default -> Code.text(name);
    };
  }

  private Code recording(SourceRule rule, Code vector) {
    String type = RecordingRule.class.getName();
    Code name = Code.text(rule.name());
    Code code =
        RecordingRule.isUsualName(rule.name())
            ? Code.call(type, "record", name)
            // Alerts have a factory plain, too.
            : Code.on(type, "plain", name);
    code = code.then("expr", vector);
    for (var label : rule.labels().entrySet()) {
      code = labelled(code, label);
    }
    return code;
  }

  private Code labelled(Code code, Map.Entry<String, SourceRule.Field> label) {
    return code.then(
        "label", vocabulary.label(label.getKey()).code(), Code.text(label.getValue().text()));
  }

  /**
   * The comments in an expression; those of one that stays PromQL over several lines stay in it.
   */
  private static List<String> promqlComments(String expression) {
    List<String> found = new ArrayList<>();
    for (String line : expression.split("\n")) {
      char quote = 0;
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (quote != 0) {
          if (c == '\\' && quote != '`') {
            i++;
          } else if (c == quote) {
            quote = 0;
          }
        } else if (c == '"' || c == '\'' || c == '`') {
          quote = c;
        } else if (c == '#') {
          found.add(line.substring(i).replaceFirst("^#+ ?", ""));
          break;
        }
      }
    }
    return found;
  }
}
