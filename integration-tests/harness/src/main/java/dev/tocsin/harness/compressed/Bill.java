package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.alertmanager.Route;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.Parser;
import dev.tocsin.dsl.promql.flow.LabelFlow;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Cases that are played on one stage.
 *
 * @param cases those that are judged
 * @param others that are played along, for what fires elsewhere must not disturb
 * @param kind of stage
 */
record Bill(List<Case> cases, List<Case> others, Kind kind) {
  /** What else there is on the stage, and how it is set up. */
  enum Kind {
    /** All cases that do not disturb each other. */
    TOGETHER,
    /** One case that has the stage to itself. */
    ALONE,
    /** Outside of the hours in which routes are active. */
    OUT_OF_HOURS
  }

  Bill {
    cases = List.copyOf(cases);
    others = List.copyOf(others);
  }

  /**
   * All cases on one stage but those that ask for one of their own, and those of alerts that do not
   * tell instances apart or know whether there is any: the other cases' targets would have a say in
   * them.
   */
  static List<Bill> divide(Suite suite, List<Case> cases) {
    List<Case> together = new ArrayList<>();
    List<Bill> bills = new ArrayList<>();
    for (Case one : cases) {
      if (one.hasTargetGone() && one.kind() == Case.Kind.TOO_SHORT) {
        // Prometheus looks every five seconds, and would never know.
        continue;
      }
      if (one.scenario().isAlone()
          || one.hasTargetGone()
          || mixesInstances(suite, one.scenario().alert())) {
        bills.add(new Bill(List.of(one), List.of(), Kind.ALONE));
      } else {
        together.add(one);
      }
    }
    if (!together.isEmpty()) {
      bills.add(0, new Bill(together, List.of(), Kind.TOGETHER));
      outOfHours(suite, together).ifPresent(bills::add);
    }
    return bills;
  }

  /** For each route that is not always active, the shortest case of an alert that takes it. */
  private static Optional<Bill> outOfHours(Suite suite, List<Case> together) {
    Map<Route, Case> chosen = new LinkedHashMap<>();
    for (Case one : together) {
      Scenario scenario = one.scenario();
      if (!one.fires() || !scenario.muted().isEmpty() || !scenario.alongside().isEmpty()) {
        continue;
      }
      for (Telling telling : Telling.of(suite.model(), Forecast.labels(suite, one))) {
        if (telling.hours().isEmpty()) {
          continue;
        }
        chosen.merge(telling.route(), one, (a, b) -> a.length().compareTo(b.length()) <= 0 ? a : b);
      }
    }
    List<Case> cases = chosen.values().stream().distinct().toList();
    return cases.isEmpty()
        ? Optional.empty()
        : Optional.of(new Bill(cases, List.of(), Kind.OUT_OF_HOURS));
  }

  /** All that is played. */
  List<Case> played() {
    return Stream.concat(cases.stream(), others.stream()).toList();
  }

  /** The same stage for these cases once more, with all that is to fire on it. */
  Bill again(List<Case> unjudged) {
    return new Bill(
        unjudged,
        played().stream().filter(it -> it.fires() && !unjudged.contains(it)).toList(),
        kind);
  }

  boolean alone() {
    return kind == Kind.ALONE;
  }

  private static boolean mixesInstances(Suite suite, String alert) {
    return suite
        .alert(alert)
        .map(it -> LabelFlow.of(parsed(it)).label(Label.INSTANCE.name()).isImpossible())
        .orElse(false);
  }

  /** The names of alerts whose expressions look at no series, and so fire all the time. */
  static List<String> constants(Suite suite) {
    return suite.model().alerts().stream()
        .filter(
            alert ->
                Nodes.of(parsed(alert)).stream()
                    .noneMatch(node -> node instanceof Expr.VectorSelector))
        .map(Alert::name)
        .distinct()
        .toList();
  }

  private static Expr parsed(Alert alert) {
    return Parser.parse(alert.expr().text()).orElse(alert.expr());
  }
}
