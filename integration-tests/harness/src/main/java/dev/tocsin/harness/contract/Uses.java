package dev.tocsin.harness.contract;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds what the rules ask for, from their trees. */
final class Uses {
  /** Functions that make sense of a counter only. */
  private static final Set<String> COUNTER_FUNCTIONS =
      Set.of("rate", "irate", "increase", "resets");

  private Uses() {}

  /** Every selector of every rule, in the order in which they are written. */
  static List<Use> of(MonitoringModel model) {
    List<Use> uses = new ArrayList<>();
    for (RuleGroup group : model.groups()) {
      for (Rule rule : group.rules()) {
        collect(rule, uses);
      }
    }
    return uses;
  }

  private static void collect(Rule rule, List<Use> uses) {
    Map<Expr, Boolean> counted = new IdentityHashMap<>();
    for (Expr node : Nodes.of(rule.expr())) {
      if (node instanceof Expr.Call call && COUNTER_FUNCTIONS.contains(call.function())) {
        for (Expr argument : call.arguments()) {
          if (argument instanceof Expr.MatrixSelector matrix) {
            counted.put(matrix.selector(), true);
          }
        }
      }
      if (node instanceof Expr.VectorSelector selector) {
        uses.add(new Use(rule, selector, counted.containsKey(selector)));
      }
    }
  }
}
