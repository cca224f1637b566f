package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.RecordingRule;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.TimeShift;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How long a change can take to have its whole effect on an expression: its longest window, with
 * what the series inside were shifted by and, where they are recorded ones, the time that their
 * rules take.
 */
final class Effect {
  private final MonitoringModel model;
  private final Duration evaluation;

  private Effect(MonitoringModel model, Duration evaluation) {
    this.model = model;
    this.evaluation = evaluation;
  }

  /**
   * On an expression of this model; zero for one that looks at the present only.
   *
   * @param evaluation the interval at which rules are evaluated
   */
  static Duration on(Expr expr, MonitoringModel model, Duration evaluation) {
    return new Effect(model, evaluation).of(Trees.open(expr), new HashSet<>());
  }

  /** The windows of an expression of this model, those of recorded series included. */
  static SortedSet<Duration> windows(Expr expr, MonitoringModel model) {
    SortedSet<Duration> all = new TreeSet<>();
    windows(expr, model, all, new HashSet<>());
    return all;
  }

  private static void windows(
      Expr expr, MonitoringModel model, Set<Duration> all, Set<String> seen) {
    for (Expr node : Trees.nodes(expr)) {
      if (node instanceof Expr.MatrixSelector matrix) {
        all.add(length(matrix.range()));
      } else if (node instanceof Expr.Subquery subquery) {
        all.add(length(subquery.range()));
      } else if (node instanceof Expr.VectorSelector selector
          && selector.metricName() != null
          && seen.add(selector.metricName())) {
        model
            .recording(selector.metricName())
            .forEach(rule -> windows(rule.expr(), model, all, seen));
      }
    }
  }

  private Duration of(Expr expr, Set<String> seen) {
    Duration longest = Duration.ZERO;
    if (expr instanceof Expr.VectorSelector selector) {
      return longest.plus(offset(selector.shift())).plus(recorded(selector.metricName(), seen));
    }
    if (expr instanceof Expr.MatrixSelector matrix) {
      return length(matrix.range()).plus(of(matrix.selector(), seen));
    }
    if (expr instanceof Expr.Subquery subquery) {
      return length(subquery.range())
          .plus(offset(subquery.shift()))
          .plus(of(Trees.open(subquery.expr()), seen));
    }
    for (Expr child : Nodes.children(expr)) {
      Duration below = of(Trees.open(child), seen);
      longest = below.compareTo(longest) > 0 ? below : longest;
    }
    return longest;
  }

  /** The longest of the rules that record this series. */
  private Duration recorded(@Nullable String name, Set<String> seen) {
    Duration longest = Duration.ZERO;
    if (name == null || !seen.add(name)) {
      return longest;
    }
    for (RuleGroup group : model.groups()) {
      for (Rule rule : group.rules()) {
        if (rule instanceof RecordingRule && rule.name().equals(name)) {
          Duration below =
              of(Trees.open(rule.expr()), seen).plus(group.interval().orElse(evaluation));
          longest = below.compareTo(longest) > 0 ? below : longest;
        }
      }
    }
    seen.remove(name);
    return longest;
  }

  private static Duration offset(TimeShift shift) {
    DurationExpr offset = shift.offset();
    return offset == null ? Duration.ZERO : length(offset);
  }

  private static Duration length(DurationExpr duration) {
    return duration instanceof DurationExpr.Literal literal
        ? Duration.ofMillis(Math.max(0, literal.milliseconds()))
        : Duration.ZERO;
  }
}
