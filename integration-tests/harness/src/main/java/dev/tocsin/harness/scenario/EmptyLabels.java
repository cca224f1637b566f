package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.flow.LabelFlow;
import dev.tocsin.dsl.template.Node;
import dev.tocsin.dsl.template.Node.Operand;
import dev.tocsin.dsl.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Labels that an alert's texts print for a person to read, and that it fires without: Prometheus
 * then writes nothing in their place, as in "{@code is slow}". What stands in an {@code if}, a
 * {@code with} or a {@code range}, or behind {@code or}, may be meant to be empty.
 */
public final class EmptyLabels {
  /** These print their argument in one form or another, and nothing where that is empty. */
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
   * Each in a sentence; empty where every label that is printed is there.
   *
   * @param labels with which the alert fires, without Prometheus' external ones, which {@code
   *     $labels} does not have
   */
  public static List<String> of(Alert alert, Map<String, String> labels) {
    Map<String, String> texts = new TreeMap<>();
    alert.labels().forEach((name, text) -> texts.put("label " + name, text));
    alert.annotations().forEach((name, text) -> texts.put("annotation " + name, text));
    List<String> all = new ArrayList<>();
    LabelFlow flow = LabelFlow.of(Trees.open(alert.expr()));
    texts.forEach(
        (where, text) -> {
          for (String label : printed(Template.ofAlert(text, alert.name()))) {
            // A label that the rule gives, its name included, is not among $labels.
            boolean given =
                alert.labels().containsKey(label) || label.equals(Label.ALERT_NAME.name());
            if (labels.getOrDefault(label, "").isEmpty()
                || given && flow.label(label).isImpossible()) {
              all.add(
                  "its "
                      + where
                      + " prints {{ $labels."
                      + label
                      + " }}, which is empty: "
                      + (given && labels.containsKey(label)
                          ? "the rule gives that label, and $labels has the expression's only"
                          : "it fires without the label "
                              + label
                              + ", with "
                              + new TreeMap<>(labels))
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
   * the alert fire by them: the label is there by one, and not by another, such as {@code absent}.
   */
  public static List<String> inBranches(Alert alert) {
    List<Expr> branches = new ArrayList<>();
    branches(alert.expr(), branches);
    List<String> all = new ArrayList<>();
    if (branches.size() < 2) {
      return all;
    }
    Map<String, String> texts = new TreeMap<>();
    alert.labels().forEach((name, text) -> texts.put("label " + name, text));
    alert.annotations().forEach((name, text) -> texts.put("annotation " + name, text));
    texts.forEach(
        (where, text) -> {
          for (String label : printed(Template.ofAlert(text, alert.name()))) {
            for (Expr branch : branches) {
              if (LabelFlow.of(branch).label(label).isImpossible()) {
                all.add(
                    "its "
                        + where
                        + " prints {{ $labels."
                        + label
                        + " }}, which is empty where it fires by `"
                        + branch.text().replaceAll("\\s+", " ")
                        + "`; fix: write {{ with $labels."
                        + label
                        + " }}…{{ end }}, or make two alerts of it");
              }
            }
          }
        });
    return all;
  }

  /** What stands on both sides of {@code or}, also below a comparison. */
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

  /** From the alert's data on, as in {@code .Labels.job}; empty where it is about anything else. */
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
