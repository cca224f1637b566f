package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ExpressionParts;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Cases that are played on one test bed.
 *
 * @param cases those that are judged
 * @param others that are played along, for what fires elsewhere must not disturb
 * @param kind of test bed
 */
record TestBedPlan(List<Case> cases, List<Case> others, Kind kind) {
  /** What else there is on the test bed, and how it is set up. */
  enum Kind {
    /** All cases that do not disturb each other. */
    TOGETHER,
    /** One case that has the test bed to itself. */
    ALONE,
    /** Outside of the hours in which routes are active. */
    OUT_OF_HOURS,
    /**
     * One case that has the test bed to itself, outside of the hours in which routes are active.
     */
    ALONE_OUT_OF_HOURS;

    boolean isAlone() {
      return this == ALONE || this == ALONE_OUT_OF_HOURS;
    }

    boolean isOutOfHours() {
      return this == OUT_OF_HOURS || this == ALONE_OUT_OF_HOURS;
    }
  }

  TestBedPlan {
    cases = List.copyOf(cases);
    others = List.copyOf(others);
  }

  /**
   * All cases on one test bed but those that ask for one of their own, and those of alerts that do
   * not distinguish instances or know whether there is any: the other cases' targets would have a
   * say in them.
   */
  static List<TestBedPlan> divide(Suite suite, List<Case> cases) {
    List<Case> together = new ArrayList<>();
    List<Case> alone = new ArrayList<>();
    List<TestBedPlan> stagePlans = new ArrayList<>();
    for (Case one : cases) {
      if (one.hasTargetGone() && one.kind() == Case.Kind.TOO_SHORT) {
        // Prometheus looks every five seconds, and would never know.
        continue;
      }
      if (one.needsOwnServers() || mixesInstances(suite, one.scenario())) {
        alone.add(one);
        stagePlans.add(new TestBedPlan(List.of(one), List.of(), Kind.ALONE));
      } else {
        together.add(one);
      }
    }
    if (!together.isEmpty()) {
      stagePlans.add(0, new TestBedPlan(together, List.of(), Kind.TOGETHER));
    }
    stagePlans.addAll(outOfHours(suite, together, alone));
    return stagePlans;
  }

  /**
   * For each route that is not always active a case of an alert that takes it: the shortest of
   * those that nothing else fires beside, or else of those with others, or of those alone.
   */
  private static List<TestBedPlan> outOfHours(Suite suite, List<Case> together, List<Case> alone) {
    List<Case> plain = new ArrayList<>();
    List<Case> others = new ArrayList<>();
    for (Case one : together) {
      Scenario scenario = one.scenario();
      boolean isPlain = scenario.inhibited().isEmpty() && scenario.mayAlsoFire().isEmpty();
      (isPlain ? plain : others).add(one);
    }
    Set<Case> chosen = new LinkedHashSet<>();
    Set<Case> chosenAlone = new LinkedHashSet<>();
    suite.model().alertmanager().stream()
        .flatMap(config -> config.root().all().stream())
        .filter(
            route ->
                !(route.activeTimeIntervals().isEmpty() && route.muteTimeIntervals().isEmpty()))
        .forEach(
            route ->
                shortest(suite, plain, route)
                    .or(() -> shortest(suite, others, route))
                    .ifPresentOrElse(
                        chosen::add,
                        () -> shortest(suite, alone, route).ifPresent(chosenAlone::add)));
    List<TestBedPlan> stagePlans = new ArrayList<>();
    if (!chosen.isEmpty()) {
      stagePlans.add(new TestBedPlan(List.copyOf(chosen), List.of(), Kind.OUT_OF_HOURS));
    }
    chosenAlone.forEach(
        one -> stagePlans.add(new TestBedPlan(List.of(one), List.of(), Kind.ALONE_OUT_OF_HOURS)));
    return stagePlans;
  }

  private static Optional<Case> shortest(Suite suite, List<Case> cases, Route route) {
    return cases.stream()
        .filter(Case::fires)
        .filter(
            one ->
                ExpectedNotification.of(suite.model(), PromiseChecks.labels(suite, one)).stream()
                    .anyMatch(notification -> notification.route() == route))
        .min(Comparator.comparing(Case::length));
  }

  /** All that is played. */
  List<Case> played() {
    return Stream.concat(cases.stream(), others.stream()).toList();
  }

  /** The same test bed for these cases once more, with all that is to fire on it. */
  TestBedPlan again(List<Case> unjudged) {
    return new TestBedPlan(
        unjudged,
        played().stream().filter(it -> it.fires() && !unjudged.contains(it)).toList(),
        kind);
  }

  boolean alone() {
    return kind.isAlone();
  }

  /**
   * Whether an alert has no label for the instance that it is about. Unlike {@code
   * FiringLabels.canShareServers} this looks at no case's series: beside others, also a case
   * without series of its own would see the alert fire for theirs, and all that fires is judged.
   */
  private static boolean mixesInstances(Suite suite, Scenario alert) {
    return suite
        .alert(alert)
        .map(
            it ->
                LabelFlow.of(ExpressionParts.parsed(it.expr()))
                    .label(Label.INSTANCE.name())
                    .isImpossible())
        .orElse(false);
  }
}
