package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.model.Route;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.sink.AlertMention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is judged of every run, whatever its cases: alerts that always fire, and strays. */
final class Standing {
  private Standing() {}

  static List<Verdict> judge(
      Suite suite, StagePlan stagePlan, List<String> constants, Recording seen) {
    List<Verdict> verdicts = new ArrayList<>();
    if (stagePlan.kind() != StagePlan.Kind.TOGETHER) {
      return verdicts;
    }
    for (String alert : constants) {
      verdicts.add(always(suite, alert, seen));
    }
    verdicts.add(strays(stagePlan, constants, seen));
    return verdicts;
  }

  /** An alert without a condition fires from the first evaluation on, and is told of. */
  private static Verdict always(Suite suite, String alert, Recording seen) {
    Evidence evidence = new Evidence();
    Namesakes namesakes = new Namesakes(suite.model());
    List<String> findings = new ArrayList<>();
    List<ExpectedNotification> told = new ArrayList<>();
    List<Route> through = new ArrayList<>();
    List<Recording.Life> lives =
        seen.alerts().stream().filter(life -> life.name().equals(alert) && life.fired()).toList();
    if (lives.isEmpty()) {
      findings.add("it has no condition, and did not fire");
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
      List<ExpectedNotification> ways = ExpectedNotification.of(suite.model(), life.labels());
      List<Route> nobody = ExpectedNotification.nobody(suite.model(), life.labels());
      Set<String> receivers = seen.known(life).map(Recording.Known::receivers).orElse(Set.of());
      List<AlertMention> mentions = seen.mentions(life);
      mentions.forEach(
          it -> evidence.arrived(it.delivery(), seen.since(it.delivery().at()), alert));
      Set<String> arrived =
          mentions.stream()
              .map(it -> it.delivery().destination())
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> expected =
          ways.stream()
              .map(ExpectedNotification::destination)
              .collect(Collectors.toCollection(TreeSet::new));
      if (arrived.equals(expected)) {
        evidence.held(
            "it is told to "
                + (expected.isEmpty() ? "nobody" : Texts.list(expected) + " and nobody else"),
            mentions.size() + " times; Alertmanager knows it for " + Texts.list(receivers));
        told.addAll(ways);
        ways.forEach(way -> through.add(way.route()));
      } else {
        findings.add(
            "its labels lead to "
                + Texts.list(expected)
                + ", and it was told to "
                + Texts.list(arrived));
      }
      for (Route route : nobody) {
        if (receivers.contains(route.receiver().name())) {
          through.add(route);
        } else {
          findings.add(
              "it is to end at receiver "
                  + route.receiver().name()
                  + ", by which nobody is told, and Alertmanager knows it for "
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
        !told.isEmpty() || through.isEmpty(),
        findings,
        evidence,
        List.of(),
        told,
        through,
        Map.of(),
        Set.of(),
        Duration.between(seen.began(), seen.ended()).toMillis() / 1000.0);
  }

  /** Alerts that fire on no target of a case, which nobody would notice else. */
  private static Verdict strays(StagePlan stagePlan, List<String> constants, Recording seen) {
    Evidence evidence = new Evidence();
    Set<String> cast =
        stagePlan.played().stream()
            .flatMap(one -> one.cast().stream())
            .map(part -> seen.addresses().getOrDefault(part.name(), ""))
            .collect(Collectors.toSet());
    Set<String> tried =
        stagePlan.played().stream()
            .filter(Case::fires)
            .map(one -> one.scenario().alert())
            .collect(Collectors.toSet());
    List<String> findings =
        seen.alerts().stream()
            .filter(Recording.Life::fired)
            .filter(life -> !cast.contains(life.instance()))
            .filter(life -> !constants.contains(life.name()))
            // Of an alert that is to fire, its own case tells.
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
          "nothing fires but on the targets of cases",
          seen.alerts().stream().filter(Recording.Life::fired).count() + " alerts fired");
    }
    return new Verdict(
        "all alerts",
        List.of(),
        "nothing fires that no scenario tells of",
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
