package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Routing;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.check.Checks;
import dev.tocsin.generator.write.PageLatency;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What can be known to be wrong before anything is started. */
final class PromiseChecks {
  private static final String CHECK = "proof/routing";

  private PromiseChecks() {}

  /**
   * All of it.
   *
   * @param isDefinition whether the model was written in Java, and our rules for that hold
   */
  static List<Problem> problems(Suite suite, boolean isDefinition) {
    List<Problem> problems = new ArrayList<>(suite.problems());
    if (isDefinition) {
      Checks.run(suite.model()).stream()
          .map(problem -> problem.check().equals("config/template") ? strict(problem) : problem)
          .filter(Problem::isError)
          .forEach(problems::add);
    }
    for (Case one : suite.cases(Margin.WIDE)) {
      suite
          .alert(one.scenario())
          .filter(alert -> one.kind() == Case.Kind.SILENT)
          .flatMap(alert -> VacuousCaseCheck.problem(suite, one, alert))
          .ifPresent(problems::add);
    }
    // Also for scenarios that have no cases because of another problem: all are shown at once.
    for (Scenario one : suite.scenarios()) {
      if (one.fires()) {
        suite
            .alert(one)
            .ifPresent(
                alert -> {
                  routing(suite, one, alert, problems);
                  ends(suite, one, alert, problems);
                  latency(suite, one, alert, problems);
                  hours(suite, one, alert, problems);
                  grouping(suite, one, alert, problems);
                  repeats(suite, one, alert, problems);
                  muting(suite, one, alert, problems);
                });
      }
    }
    return problems.stream().distinct().sorted().toList();
  }

  /**
   * An error where somebody is promised: a message that Alertmanager cannot write, though it starts
   * with it, and a label that keeps an alert from muting another, or narrows nothing.
   */
  private static Problem strict(Problem problem) {
    Problem error = Problem.error(problem.check(), problem.place(), problem.message());
    return problem.help().map(error::help).orElse(error);
  }

  /** The scenario's promise beside where the labels lead that are known by now. */
  private static void routing(Suite suite, Scenario one, Alert alert, List<Problem> problems) {
    Set<String> promised = one.destinations(suite.model()).orElse(Set.of());
    if (promised.isEmpty() && one.destinations(suite.model()).isEmpty()) {
      return;
    }
    List<ExpectedNotification> notifications =
        ExpectedNotification.of(suite.model(), labels(suite, one));
    Set<String> routed =
        notifications.stream()
            .map(ExpectedNotification::destination)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!routed.equals(promised)) {
      problems.add(
          Problem.error(
                  CHECK,
                  Place.of(alert.origin()),
                  alert.name()
                      + ": its labels lead to "
                      + Texts.list(routed)
                      + " ("
                      + notifications.stream()
                          .map(it -> it.route() + " at " + it.route().origin())
                          .distinct()
                          .collect(Collectors.joining("; "))
                      + "), and its scenario promises "
                      + Texts.list(new TreeSet<>(promised)))
              .help("change the one that is wrong: a matcher, a label, or .notifies(…)"));
    }
  }

  /** Whoever is promised to be notified is promised to be notified of the end. */
  private static void ends(Suite suite, Scenario one, Alert alert, List<Problem> problems) {
    Set<String> promised = new TreeSet<>(one.destinations(suite.model()).orElse(Set.of()));
    promised.removeAll(one.withoutResolved(suite.model()));
    List<ExpectedNotification> notifications =
        ExpectedNotification.of(suite.model(), labels(suite, one));
    notifications.stream()
        .filter(ExpectedNotification::resolves)
        .forEach(it -> promised.remove(it.destination()));
    for (ExpectedNotification silent : notifications) {
      if (promised.remove(silent.destination())) {
        problems.add(
            Problem.error(
                    CHECK,
                    Place.of(silent.route().receiver().origin()),
                    alert.name()
                        + ": "
                        + silent.destination()
                        + " gets no resolved notification, because receiver "
                        + silent.route().receiver().name()
                        + " does not set send_resolved: true")
                .help(
                    "add send_resolved: true to the receiver, or .withoutResolved(…) to the scenario"));
      }
    }
  }

  /** What is promised to be muted, beside the labels by which it is. */
  private static void muting(Suite suite, Scenario one, Alert alert, List<Problem> problems) {
    for (String muted : one.inhibited()) {
      suite
          .alert(muted)
          .map(target -> Checks.muting(alert, target, suite.model()))
          .orElse(List.of())
          .stream()
          .map(PromiseChecks::strict)
          .forEach(problems::add);
    }
  }

  /** At which hours somebody is notified, beside the promise. */
  private static void hours(Suite suite, Scenario one, Alert alert, List<Problem> problems) {
    for (ExpectedNotification notification :
        ExpectedNotification.of(suite.model(), labels(suite, one))) {
      List<String> active = names(notification.route().activeTimeIntervals());
      List<String> muted = names(notification.route().muteTimeIntervals());
      Optional<String> promised = one.promisedHours(suite.model(), notification.destination());
      if (promised.isEmpty()) {
        continue;
      }
      String hours = promised.get();
      boolean kept =
          muted.isEmpty() && (hours.isEmpty() ? active.isEmpty() : active.equals(List.of(hours)));
      if (!kept) {
        problems.add(
            notified(
                alert,
                notification,
                (active.isEmpty() ? "at all hours" : "only during " + Texts.list(active))
                    + (muted.isEmpty() ? "" : " but during " + Texts.list(muted)),
                hours.isEmpty() ? "all hours" : "only during " + hours,
                "active_time_intervals, mute_time_intervals, or the promise"));
      }
    }
  }

  /** What is notified together, beside the promise. */
  private static void grouping(Suite suite, Scenario one, Alert alert, List<Problem> problems) {
    Optional<SortedSet<String>> promised = one.promisedGrouping();
    if (promised.isEmpty()) {
      return;
    }
    for (ExpectedNotification notification :
        ExpectedNotification.of(suite.model(), labels(suite, one))) {
      Set<String> grouped =
          notification.groupBy().stream()
              .map(Label::name)
              .collect(Collectors.toCollection(TreeSet::new));
      if (!grouped.equals(promised.get())) {
        problems.add(
            notified(
                alert,
                notification,
                "in groups by " + Texts.list(grouped),
                Texts.list(promised.get()),
                "group_by, or the promise"));
      }
    }
  }

  /** How often somebody is notified again, beside the promise. */
  private static void repeats(Suite suite, Scenario one, Alert alert, List<Problem> problems) {
    for (ExpectedNotification notification :
        ExpectedNotification.of(suite.model(), labels(suite, one))) {
      one.promisedRepeat(suite.model(), notification.destination())
          .filter(promised -> !promised.equals(notification.repeated()))
          .map(
              promised ->
                  notified(
                      alert,
                      notification,
                      "again every " + GoDuration.text(notification.repeated()),
                      "every " + GoDuration.text(promised),
                      "repeat_interval, or the promise"))
          .ifPresent(problems::add);
    }
  }

  /** Somebody is notified otherwise than promised, at the route that says so. */
  private static Problem notified(
      Alert alert, ExpectedNotification notification, String how, String promised, String hint) {
    return Problem.error(
            CHECK,
            Place.of(notification.route().origin()),
            alert.name()
                + ": "
                + notification.destination()
                + " is notified "
                + how
                + ", and its scenario promises "
                + promised)
        .help("change the one that is wrong: " + hint);
  }

  private static List<String> names(List<TimeInterval> intervals) {
    return intervals.stream().map(TimeInterval::name).toList();
  }

  /** How long it can take until everyone is notified, beside the promise. */
  private static void latency(Suite suite, Scenario one, Alert alert, List<Problem> problems) {
    Optional<Duration> promised = one.promisedNotification();
    Optional<PageLatency> path = PageLatency.of(alert, suite.model());
    if (promised.isEmpty() || path.isEmpty()) {
      return;
    }
    PageLatency parts = path.get();
    for (Routing.Destination end :
        Routing.of(suite.model().alertmanager().orElseThrow().root(), labels(suite, one))) {
      boolean grows = end.groupInterval().compareTo(end.groupWait()) > 0;
      Duration waiting = grows ? end.groupInterval() : end.groupWait();
      Duration total = parts.untilFiring().plus(waiting);
      if (total.compareTo(promised.get()) > 0) {
        problems.add(
            Problem.error(
                    CHECK,
                    Place.of(alert.origin()),
                    alert.name()
                        + ": it can take "
                        + GoDuration.text(total)
                        + " until "
                        + end.route().receiver().name()
                        + " is notified ("
                        + GoDuration.text(parts.scrape())
                        + " until it is scraped, "
                        + GoDuration.text(parts.window())
                        + " of ranges, "
                        + GoDuration.text(parts.evaluation())
                        + " until the rule is evaluated, "
                        + GoDuration.text(parts.pending())
                        + " of for, "
                        + GoDuration.text(waiting)
                        + (grows ? " of group_interval" : " of group_wait")
                        + " in the route at "
                        + end.route().origin()
                        + "), and its scenario promises "
                        + GoDuration.text(promised.get()))
                .help("change the one that is wrong"));
      }
    }
  }

  /** The labels with which an alert fires, as far as they are known by now. */
  static Map<String, String> labels(Suite suite, Case one) {
    return labels(suite, one.scenario());
  }

  private static Map<String, String> labels(Suite suite, Scenario one) {
    Map<String, String> labels = new HashMap<>();
    one.job().ifPresent(job -> labels.put(Label.JOB.name(), job));
    labels.putAll(one.labels());
    suite.alert(one).ifPresent(alert -> labels.putAll(alert.labels()));
    labels.put(Label.ALERTNAME.name(), one.alert());
    return PrometheusDefaults.sent(suite.model(), labels);
  }
}
