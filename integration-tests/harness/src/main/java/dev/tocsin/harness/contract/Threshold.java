package dev.tocsin.harness.contract;

import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Constant;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.harness.scenario.Compared;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A number that a rule compares something with.
 *
 * @param op the comparison, turned so that the number is on its right
 * @param subject what is compared: a selector, or a {@code histogram_quantile}
 * @param value the number in the subject's own unit
 */
record Threshold(Rule rule, BinaryOp op, Expr subject, double value) {
  /** Functions whose result is a value of their argument, or close to one. */
  private static final Set<String> KEEPING =
      Set.of(
          "abs",
          "ceil",
          "clamp",
          "clamp_max",
          "clamp_min",
          "floor",
          "round",
          "sort",
          "sort_desc",
          "label_replace",
          "label_join",
          "avg_over_time",
          "max_over_time",
          "min_over_time",
          "last_over_time");

  private static final Set<String> KEEPING_SECOND = Set.of("quantile_over_time");

  /** Every comparison of a value with a number in the rules, through recorded metrics as well. */
  static List<Threshold> of(List<RuleGroup> groups, MadeByPrometheus own) {
    List<Threshold> all = new ArrayList<>();
    for (RuleGroup group : groups) {
      for (Rule rule : group.rules()) {
        for (Expr node : Nodes.of(rule.expr())) {
          if (node instanceof Expr.Binary binary && binary.op().isComparison()) {
            Compared compared = Compared.ofComparison(binary);
            if (compared.limit().isPresent()) {
              collect(
                  rule,
                  compared.op().orElseThrow(),
                  compared.value(),
                  compared.limit().getAsDouble(),
                  own,
                  new HashSet<>(),
                  all);
            }
          }
        }
      }
    }
    return all;
  }

  private static void collect(
      Rule rule,
      BinaryOp op,
      Expr side,
      double value,
      MadeByPrometheus own,
      Set<String> open,
      List<Threshold> all) {
    if (side instanceof Expr.Paren paren) {
      collect(rule, op, paren.expr(), value, own, open, all);
    } else if (side instanceof Expr.MatrixSelector matrix) {
      collect(rule, op, matrix.selector(), value, own, open, all);
    } else if (side instanceof Expr.Subquery subquery) {
      collect(rule, op, subquery.expr(), value, own, open, all);
    } else if (side instanceof Expr.Aggregation aggregation) {
      switch (aggregation.op()) {
        case AVG, MIN, MAX, TOPK, BOTTOMK, QUANTILE, LIMITK, LIMIT_RATIO ->
            collect(rule, op, aggregation.expr(), value, own, open, all);
        default -> {}
      }
    } else if (side instanceof Expr.Call call) {
      if (call.function().equals("histogram_quantile")) {
        all.add(new Threshold(rule, op, call, value));
      } else if (KEEPING.contains(call.function())) {
        collect(rule, op, call.arguments().get(0), value, own, open, all);
      } else if (KEEPING_SECOND.contains(call.function())) {
        collect(rule, op, call.arguments().get(1), value, own, open, all);
      }
    } else if (side instanceof Expr.Binary binary) {
      collectBinary(rule, op, binary, value, own, open, all);
    } else if (side instanceof Expr.VectorSelector selector) {
      String name = selector.metricName();
      List<Rule> recorded = name == null ? List.of() : own.recorded(name);
      if (recorded.isEmpty()) {
        all.add(new Threshold(rule, op, selector, value));
      } else if (name != null && open.add(name)) {
        recorded.forEach(from -> collect(rule, op, from.expr(), value, own, open, all));
      }
    }
  }

  private static void collectBinary(
      Rule rule,
      BinaryOp op,
      Expr.Binary binary,
      double value,
      MadeByPrometheus own,
      Set<String> open,
      List<Threshold> all) {
    OptionalDouble left = Constant.value(binary.left());
    OptionalDouble right = Constant.value(binary.right());
    if (binary.op() == BinaryOp.MULTIPLY && right.isPresent() && right.getAsDouble() > 0) {
      collect(rule, op, binary.left(), value / right.getAsDouble(), own, open, all);
    } else if (binary.op() == BinaryOp.MULTIPLY && left.isPresent() && left.getAsDouble() > 0) {
      collect(rule, op, binary.right(), value / left.getAsDouble(), own, open, all);
    } else if (binary.op() == BinaryOp.DIVIDE && right.isPresent() && right.getAsDouble() > 0) {
      collect(rule, op, binary.left(), value * right.getAsDouble(), own, open, all);
    } else if (binary.op().isSetOperator() || binary.op().isComparison() && !binary.bool()) {
      collect(rule, op, binary.left(), value, own, open, all);
      if (binary.op() == BinaryOp.OR) {
        collect(rule, op, binary.right(), value, own, open, all);
      }
    }
  }
}
