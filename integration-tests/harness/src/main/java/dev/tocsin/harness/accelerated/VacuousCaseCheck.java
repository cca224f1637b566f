package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ExpressionParts;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.GeneratedSeries;
import dev.tocsin.harness.series.SeriesId;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.series.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether a case in which an alert does not fire says anything of it: a metric whose name is
 * misspelt sets nothing off.
 */
final class VacuousCaseCheck {
  private final Suite suite;

  private VacuousCaseCheck(Suite suite) {
    this.suite = suite;
  }

  /**
   * What makes a case say nothing: what it alone exports no rule reads, and what is read it lacks.
   */
  static Optional<Problem> problem(Suite suite, Case one, Alert alert) {
    return new VacuousCaseCheck(suite).problem(one, alert);
  }

  private Optional<Problem> problem(Case one, Alert alert) {
    Timeline life = one.main().timeline();
    Set<String> unread = names(life.series());
    unread.removeAll(names(Timeline.startingWith(life.first()).series()));
    Set<String> read = new TreeSet<>();
    collect(alert.expr(), read);
    Set<String> all = new HashSet<>(read);
    suite.model().rules().forEach(rule -> collect(rule.expr(), all));
    unread.removeAll(all);
    Duration middle = one.begin().plus(one.end().minus(one.begin()).dividedBy(2));
    Set<String> exported = new HashSet<>();
    one.cast()
        .forEach(
            part ->
                exported.addAll(names(part.timeline().samples(middle, Instant.EPOCH).keySet())));
    boolean sees =
        read.stream().anyMatch(name -> exported.contains(name) || GeneratedSeries.contains(name));
    // A selector without a name reads what cannot be notified.
    if (unread.isEmpty() || read.isEmpty() || sees || all.contains("")) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.error(
                "proof/scenario",
                Place.of(alert.origin()),
                alert.name()
                    + ": in \""
                    + one.title()
                    + "\" its target exports "
                    + Texts.list(unread)
                    + ", which no rule reads, and nothing of "
                    + Texts.list(read)
                    + ", so that it does not fire whatever the rule says")
            .help("spell it as the rule does, or leave it out if the series should be absent"));
  }

  /** What an expression reads of targets, by way of what is recorded. */
  private void collect(Expr expr, Set<String> names) {
    for (Expr node : Nodes.of(ExpressionParts.parsed(expr))) {
      if (node instanceof Expr.VectorSelector selector) {
        String name = selector.metricName();
        if (name == null) {
          names.add("");
        } else if (names.add(name)) {
          suite.model().recording(name).forEach(rule -> collect(rule.expr(), names));
        }
      }
    }
  }

  private static Set<String> names(Collection<SeriesId> all) {
    return all.stream().map(SeriesId::name).collect(Collectors.toCollection(TreeSet::new));
  }
}
