package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.Place;
import dev.tocsin.dsl.Problem;
import dev.tocsin.generator.check.Checks;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What can be known to be wrong before anything is started. */
final class Forecast {
  private static final String CHECK = "proof/routing";

  private Forecast() {}

  /**
   * All of it.
   *
   * @param isDefinition whether the model was written in Java, and our rules for that hold
   */
  static List<Problem> problems(Suite suite, boolean isDefinition) {
    List<Problem> problems = new ArrayList<>(suite.problems());
    if (isDefinition) {
      Checks.run(suite.model()).stream()
          .filter(problem -> problem.level() == Problem.Level.ERROR)
          .forEach(problems::add);
    }
    Set<Scenario> seen = new HashSet<>();
    for (Case one : suite.cases(Margin.WIDE)) {
      if (one.fires() && seen.add(one.scenario())) {
        suite
            .alert(one.scenario().alert())
            .ifPresent(alert -> routing(suite, one, alert, problems));
      }
    }
    return problems.stream().distinct().sorted().toList();
  }

  /** The scenario's promise beside where the labels lead that are known by now. */
  private static void routing(Suite suite, Case one, Alert alert, List<Problem> problems) {
    Set<String> promised = one.scenario().destinations().orElse(Set.of());
    if (promised.isEmpty() && one.scenario().destinations().isEmpty()) {
      return;
    }
    List<Telling> tellings = Telling.of(suite.model(), labels(suite, one));
    Set<String> routed =
        tellings.stream().map(Telling::destination).collect(Collectors.toCollection(TreeSet::new));
    if (!routed.equals(promised)) {
      problems.add(
          Problem.error(
                  CHECK,
                  Place.of(alert.origin()),
                  alert.name()
                      + ": its labels lead to "
                      + routed
                      + " ("
                      + tellings.stream()
                          .map(it -> it.route() + " at " + it.route().origin())
                          .distinct()
                          .collect(Collectors.joining("; "))
                      + "), and its scenario promises "
                      + new TreeSet<>(promised))
              .help("change the one that is wrong: a matcher, a label, or the promise"));
    }
  }

  /** The labels with which an alert fires, as far as they are known by now. */
  static Map<String, String> labels(Suite suite, Case one) {
    Map<String, String> labels = new HashMap<>();
    labels.put(Label.JOB.name(), one.main().job());
    labels.putAll(one.scenario().labels());
    suite.alert(one.scenario().alert()).ifPresent(alert -> labels.putAll(alert.labels()));
    labels.put(Label.ALERT_NAME.name(), one.scenario().alert());
    return labels;
  }
}
