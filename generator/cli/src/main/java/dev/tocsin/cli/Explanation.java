package dev.tocsin.cli;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.labelflow.LabelState;
import dev.tocsin.dsl.labelflow.Reason;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Feature;
import dev.tocsin.dsl.promql.PrettyPrinter;
import dev.tocsin.dsl.promql.PromqlCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An expression explained: its tree with types, and its label flow with reasons. */
final class Explanation {
  /** Labels of Prometheus itself, which are printed only if the result can have them. */
  private static final Set<String> METADATA = Set.of("__type__", "__unit__");

  private final Expr expr;
  private final Set<Feature> features;
  private final List<String[]> tree = new ArrayList<>();

  Explanation(Expr expr, Set<Feature> features) {
    this.expr = expr;
    this.features = features;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>(PrettyPrinter.print(expr).lines().toList());
    lines.add("");
    lines.add("Syntax tree, with the type of each part:");
    branch("  ", "  ", expr);
    lines.addAll(aligned(tree));
    lines.add("");
    lines.addAll(labels());
    return lines;
  }

  private void branch(String prefix, String below, Expr node) {
    tree.add(new String[] {prefix + ExprParts.label(node), type(node)});
    List<Expr> parts = ExprParts.children(node);
    for (int i = 0; i < parts.size(); i++) {
      boolean last = i == parts.size() - 1;
      branch(below + (last ? "└─ " : "├─ "), below + (last ? "   " : "│  "), parts.get(i));
    }
  }

  private String type(Expr node) {
    return PromqlCheck.check(node.text(), features).type().map(Object::toString).orElse("");
  }

  private List<String> labels() {
    LabelFlow flow = LabelFlow.of(expr);
    if (flow.isScalar()) {
      return List.of("The result has no labels: " + flow.others().reason());
    }
    List<String> lines = new ArrayList<>();
    flow.alwaysEmpty()
        .ifPresent(reason -> lines.add("The result is always empty: " + reason.text() + "."));
    lines.add("Labels of the result:");
    List<String[]> rows = new ArrayList<>();
    for (String name : flow.named()) {
      LabelState label = flow.label(name);
      if (!METADATA.contains(name) || !label.isImpossible()) {
        rows.add(new String[] {"  " + name, described(label)});
      }
    }
    rows.add(new String[] {"  any other", described(flow.others())});
    lines.addAll(aligned(rows));
    return lines;
  }

  private static String described(LabelState label) {
    String presence =
        switch (label.presence()) {
          case MUST -> "always present";
          case CAN -> "possible";
          case CANNOT -> "never present";
        };
    String value = label.value() == null ? "" : " as \"" + label.value() + "\"";
    List<String> reasons = label.reasons().stream().map(Reason::text).toList();
    return presence + value + ": " + String.join("; ", reasons);
  }

  private static List<String> aligned(List<String[]> rows) {
    int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
    return rows.stream()
        .map(row -> row[0] + " ".repeat(width - row[0].length() + 2) + row[1])
        .map(String::stripTrailing)
        .toList();
  }
}
