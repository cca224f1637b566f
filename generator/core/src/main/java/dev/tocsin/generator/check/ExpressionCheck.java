package dev.tocsin.generator.check;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.PromqlCheck;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code promql/expression}: every expression is one that Prometheus takes. A raw one that is not
 * is reported at the line that wrote it; what was put together from typed parts, at the line of its
 * rule.
 */
final class ExpressionCheck implements Check {
  static final String ID = PromqlCheck.ID;

  @Override
  public List<Problem> problems(MonitoringModel model) {
    List<Problem> problems = new ArrayList<>();
    for (RuleGroup group : model.groups()) {
      for (Rule rule : group.rules()) {
        check(rule, problems);
      }
    }
    return problems;
  }

  private static void check(Rule rule, List<Problem> problems) {
    boolean raw = false;
    for (Expr node : Nodes.of(rule.expr())) {
      if (node instanceof Expr.Verbatim text) {
        raw = true;
        add(PromqlCheck.check(text.source()), text.origin(), "", problems);
      }
    }
    if (!raw) {
      // The canonical text is what Prometheus will read, and gives the places for the carets.
      add(
          PromqlCheck.check(rule.expr().text()),
          rule.origin(),
          "\"" + rule.name() + "\": ",
          problems);
    }
  }

  private static void add(PromqlCheck check, Origin origin, String about, List<Problem> problems) {
    for (Problem found : check.problems()) {
      problems.add(found.about(about).at(Place.of(origin), check.text()));
    }
  }
}
