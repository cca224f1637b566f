package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.Route;
import dev.tocsin.harness.receivers.AlertMention;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is judged of every run, whatever its cases: alerts that always fire, and strays. */
final class AlwaysFiringJudge {
  private AlwaysFiringJudge() {}

  static List<Verdict> judge(
      Suite suite, TestBedPlan bedPlan, List<String> constants, Recording seen) {
    List<Verdict> verdicts = new ArrayList<>();
    if (bedPlan.kind() != TestBedPlan.Kind.TOGETHER) {
      return verdicts;
    }
    for (String alert : constants) {
      verdicts.add(always(suite, alert, seen));
    }
    verdicts.add(strays(bedPlan, constants, seen));
    return verdicts;
  }

  /** An alert without a condition fires from the first evaluation on, and is notified of. */
  private static Verdict always(Suite suite, String alert, Recording seen) {
    Evidence evidence = new Evidence();
    Namesakes namesakes = new Namesakes(suite.model());
    List<String> findings = new ArrayList<>();
    List<ExpectedNotification> notified = new ArrayList<>();
    List<Route> through = new ArrayList<>();
    List<Recording.Life> lives =
        seen.alerts().stream().filter(life -> life.name().equals(alert) && life.fired()).toList();
    if (lives.isEmpty()) {
      findings.add("it has no condition, but did not fire");
    }
    for (Recording.Life life : lives) {
      evidence.saw(
          Evidence.Mark.FIRING,
          alert,
          life.firedFirst(),
          seen.since(life.firedFirst()),
          "Prometheus",
          "firing",
          Map.of("labels", life.labels()));
      List<ExpectedNotification> notifications =
          ExpectedNotification.of(suite.model(), life.labels());
      List<Route> silent = ExpectedNotification.withoutIntegrations(suite.model(), life.labels());
      Set<String> receivers = seen.known(life).map(Recording.Known::receivers).orElse(Set.of());
      List<AlertMention> mentions = seen.mentions(life);
      mentions.forEach(
          it -> evidence.arrived(it.delivery(), seen.since(it.delivery().at()), alert));
      Set<String> arrived =
          mentions.stream()
              .map(it -> it.delivery().destination())
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> expected =
          notifications.stream()
              .map(ExpectedNotification::destination)
              .collect(Collectors.toCollection(TreeSet::new));
      if (arrived.equals(expected)) {
        evidence.held(
            "notifications to "
                + (expected.isEmpty()
                    ? "nobody"
                    : Texts.list(expected) + " and no other destination"),
            mentions.size() + " notifications; Alertmanager routes it to " + Texts.list(receivers));
        notified.addAll(notifications);
        notifications.forEach(notification -> through.add(notification.route()));
      } else {
        findings.add(
            "its labels lead to "
                + Texts.list(expected)
                + ", but notifications arrived at "
                + Texts.list(arrived));
      }
      for (Route route : silent) {
        if (receivers.contains(route.receiver().name())) {
          through.add(route);
        } else {
          findings.add(
              "it should be routed to receiver "
                  + route.receiver().name()
                  + ", but Alertmanager routed it to "
                  + Texts.list(receivers));
        }
      }
    }
    return new Verdict(
        alert,
        suite.model().alerts().stream()
            .filter(rule -> rule.name().equals(alert))
            .filter(rule -> lives.stream().anyMatch(it -> namesakes.isOf(rule, it.labels())))
            .toList(),
        "it fires all the time",
        Optional.empty(),
        !notified.isEmpty() || through.isEmpty(),
        findings,
        evidence,
        List.of(),
        notified,
        through,
        Map.of(),
        Set.of(),
        Duration.between(seen.began(), seen.ended()).toMillis() / 1000.0);
  }

  /** Alerts that fire on no target of a case, which nobody would notice else. */
  private static Verdict strays(TestBedPlan bedPlan, List<String> constants, Recording seen) {
    Evidence evidence = new Evidence();
    Set<String> cast =
        bedPlan.played().stream()
            .flatMap(one -> one.cast().stream())
            .map(part -> seen.addresses().getOrDefault(part.name(), ""))
            .collect(Collectors.toSet());
    Set<String> tried =
        bedPlan.played().stream()
            .filter(Case::fires)
            .map(one -> one.scenario().alert())
            .collect(Collectors.toSet());
    List<String> findings =
        seen.alerts().stream()
            .filter(Recording.Life::fired)
            .filter(life -> !cast.contains(life.instance()))
            .filter(life -> !constants.contains(life.name()))
            // An alert that must fire is judged by its own case.
            .filter(life -> !(life.instance().isEmpty() && tried.contains(life.name())))
            .map(
                life ->
                    Texts.labels(life.labels())
                        + " fired at "
                        + Moments.text(seen.since(life.firedFirst()))
                        + ", on no target of any case")
            .toList();
    if (findings.isEmpty()) {
      evidence.held(
          "alerts fire only on the targets of cases",
          seen.alerts().stream().filter(Recording.Life::fired).count() + " alerts fired");
    }
    return new Verdict(
        "all alerts",
        List.of(),
        "no unexpected alert fires",
        Optional.empty(),
        false,
        findings,
        evidence,
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Set.of(),
        Duration.between(seen.began(), seen.ended()).toMillis() / 1000.0);
  }
}
