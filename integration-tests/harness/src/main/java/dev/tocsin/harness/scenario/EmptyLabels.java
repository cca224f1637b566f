package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.template.Node;
import dev.tocsin.dsl.template.Node.Operand;
import dev.tocsin.dsl.template.Template;
import dev.tocsin.harness.series.Texts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * Labels that the labels and annotations of an alert print for a person to read, and that the alert
 * fires without: Prometheus then prints nothing in their place, as in "{@code is slow}". A label
 * inside {@code if}, {@code with} or {@code range}, or as an argument of {@code or}, may be empty
 * on purpose.
 */
@API(status = API.Status.INTERNAL)
public final class EmptyLabels {
  /** Functions that print their argument in some form, and nothing for an empty argument. */
  private static final Set<String> PRINTING =
      Set.of(
          "print",
          "printf",
          "println",
          "title",
          "toUpper",
          "toLower",
          "stripPort",
          "stripDomain",
          "reReplaceAll",
          "safeHtml",
          "html",
          "js",
          "urlquery");

  private EmptyLabels() {}

  /**
   * One sentence for each; empty if the alert has every label that is printed.
   *
   * @param labels of the alert that fires, without Prometheus' external labels, which {@code
   *     $labels} does not contain
   */
  public static List<String> of(Alert alert, Map<String, String> labels) {
    List<String> all = new ArrayList<>();
    LabelFlow flow = LabelFlow.of(Trees.open(alert.expr()));
    texts(alert)
        .forEach(
            (where, text) -> {
              for (String label : printed(Template.ofAlert(text, alert.name()))) {
                // A label that the rule sets, alertname included, is not in $labels.
                boolean given =
                    alert.labels().containsKey(label) || label.equals(Label.ALERTNAME.name());
                if (labels.getOrDefault(label, "").isEmpty()
                    || given && flow.label(label).isImpossible()) {
                  all.add(
                      "its "
                          + where
                          + " prints {{ $labels."
                          + label
                          + " }}, which is empty: "
                          + (given && labels.containsKey(label)
                              ? "the rule sets that label, and $labels has the labels of the"
                                  + " expression only"
                              : "the alert fires without the label "
                                  + label
                                  + ", with "
                                  + Texts.labels(labels))
                          + "; fix: keep "
                          + label
                          + " in the result of the expression, as in by (…, "
                          + label
                          + ")");
                }
              }
            });
    return all;
  }

  /**
   * The same for branches of {@code or} that cannot have such a label, whether or not a case makes
   * the alert fire by them: one branch has the label, and another, such as {@code absent}, has not.
   */
  public static List<String> inBranches(Alert alert) {
    List<Expr> branches = new ArrayList<>();
    branches(alert.expr(), branches);
    List<String> all = new ArrayList<>();
    if (branches.size() < 2) {
      return all;
    }
    texts(alert)
        .forEach(
            (where, text) -> {
              for (String label : printed(Template.ofAlert(text, alert.name()))) {
                for (Expr branch : branches) {
                  if (LabelFlow.of(branch).label(label).isImpossible()) {
                    all.add(
                        "its "
                            + where
                            + " prints {{ $labels."
                            + label
                            + " }}, which is empty when it fires by `"
                            + branch.text().replaceAll("\\s+", " ")
                            + "`; fix: write {{ with $labels."
                            + label
                            + " }}…{{ end }}, or split it into two alerts");
                  }
                }
              }
            });
    return all;
  }

  /** The templates of a rule by where they are, such as {@code annotation summary}. */
  private static Map<String, String> texts(Alert alert) {
    Map<String, String> texts = new TreeMap<>();
    alert.labels().forEach((name, text) -> texts.put("label " + name, text));
    alert.annotations().forEach((name, text) -> texts.put("annotation " + name, text));
    return texts;
  }

  /** Both sides of {@code or}, also below a comparison. */
  private static void branches(Expr written, List<Expr> all) {
    Expr expr = Trees.open(written);
    if (expr instanceof Expr.Binary binary && binary.op() == BinaryOp.OR) {
      branches(binary.left(), all);
      branches(binary.right(), all);
    } else if (expr instanceof Expr.Binary binary
        && binary.op().isComparison()
        && LabelFlow.of(Trees.open(binary.right())).isScalar()) {
      branches(binary.left(), all);
    } else {
      all.add(expr);
    }
  }

  private static Set<String> printed(Template template) {
    Set<String> labels = new LinkedHashSet<>();
    for (Node node : template.nodes()) {
      if (node instanceof Node.Action action && action.pipeline().variables().isEmpty()) {
        labels.addAll(printed(action.pipeline()));
      }
    }
    return labels;
  }

  private static Set<String> printed(Node.Pipeline pipeline) {
    Set<String> labels = new LinkedHashSet<>();
    for (Node.Command command : pipeline.commands()) {
      List<Operand> words = command.words();
      if (!(words.get(0) instanceof Operand.Function function)) {
        words.forEach(word -> read(word, labels));
      } else if (function.name().equals("index") && words.size() == 3) {
        if (isLabels(words.get(1)) && words.get(2) instanceof Operand.Text name) {
          labels.add(name.value());
        }
      } else if (PRINTING.contains(function.name())) {
        words.forEach(word -> read(word, labels));
      } else {
        return Set.of();
      }
    }
    return labels;
  }

  private static void read(Operand operand, Set<String> labels) {
    List<String> path = path(operand);
    if (path.size() == 2 && path.get(0).equals("Labels")) {
      labels.add(path.get(1));
    } else if (operand instanceof Operand.Group group) {
      labels.addAll(printed(group.pipeline()));
    }
  }

  private static boolean isLabels(Operand operand) {
    return path(operand).equals(List.of("Labels"));
  }

  /** Fields of the template's data, as in {@code .Labels.job}; empty for anything else. */
  private static List<String> path(Operand operand) {
    if (operand instanceof Operand.Field field) {
      return field.fields();
    }
    if (operand instanceof Operand.Variable variable) {
      if (variable.name().isEmpty()) {
        return variable.fields();
      }
      if (variable.name().equals("labels")) {
        List<String> path = new ArrayList<>(List.of("Labels"));
        path.addAll(variable.fields());
        return path;
      }
    }
    return List.of();
  }
}
