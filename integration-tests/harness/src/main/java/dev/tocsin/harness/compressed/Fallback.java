package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.alertmanager.Route;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.sink.Told;
import dev.tocsin.harness.stack.AlertmanagerApi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An alert that no rule has and no route knows, told to Alertmanager as a Prometheus would: what is
 * there for the unforeseen cannot be reached by any alert of the definition, and must reach
 * somebody all the same.
 */
final class Fallback {
  /** The alert's name. */
  static final String NAME = "AlertThatNoRouteKnows";

  private static final Map<String, String> LABELS = Map.of(Label.ALERT_NAME.name(), NAME);
  private static final Duration LONG = Duration.ofHours(1);

  private final Suite suite;
  private final List<Telling> ways;
  private Instant from = Instant.EPOCH;
  private Instant until = Instant.EPOCH;
  private boolean over;

  private Fallback(Suite suite, List<Telling> ways) {
    this.suite = suite;
    this.ways = List.copyOf(ways);
  }

  /** One for this suite's routes; empty where alerts of the definition end there as well. */
  static Optional<Fallback> of(Suite suite) {
    Set<Route> known = new HashSet<>();
    for (Alert alert : suite.model().alerts()) {
      for (Map<String, String> labels : guesses(suite, alert)) {
        Telling.of(suite.model(), labels).forEach(telling -> known.add(telling.route()));
      }
    }
    List<Telling> ways = Telling.of(suite.model(), LABELS);
    boolean needed = ways.stream().anyMatch(way -> !known.contains(way.route()));
    return needed ? Optional.of(new Fallback(suite, ways)) : Optional.empty();
  }

  /** An alert's labels as far as they are known, once for each scenario. */
  private static List<Map<String, String>> guesses(Suite suite, Alert alert) {
    List<Map<String, String>> all = new ArrayList<>();
    all.add(guess(alert, Map.of()));
    for (Scenario scenario : suite.scenarios()) {
      if (scenario.alert().equals(alert.name())) {
        all.add(guess(alert, scenario.labels()));
      }
    }
    return all;
  }

  private static Map<String, String> guess(Alert alert, Map<String, String> more) {
    Map<String, String> labels = new TreeMap<>(more);
    labels.putAll(alert.labels());
    labels.put(Label.ALERT_NAME.name(), alert.name());
    return labels;
  }

  void begin(AlertmanagerApi alertmanager) {
    from = Instant.now();
    alertmanager.tell(LABELS, annotations(suite.model()), from, from.plus(LONG));
  }

  private static Map<String, String> annotations(MonitoringModel model) {
    return Map.of("summary", NAME + ", told by the proof of " + model.name());
  }

  /** Ends it when everybody has been told. */
  void look(AlertmanagerApi alertmanager, List<Told> deliveries) {
    if (!over && arrived(deliveries, false).equals(expected())) {
      over = true;
      until = Instant.now();
      alertmanager.tell(LABELS, annotations(suite.model()), from, until);
    }
  }

  private Set<String> expected() {
    return ways.stream().map(Telling::destination).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> arrived(List<Told> deliveries, boolean resolved) {
    return deliveries.stream()
        .filter(told -> told.names().contains(NAME))
        .filter(told -> told.delivery().isResolved() == resolved)
        .map(told -> told.delivery().destination())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Verdict judge(Recording seen) {
    Evidence evidence = new Evidence();
    List<String> findings = new ArrayList<>();
    evidence.saw(from, seen.since(from), "script", "told to Alertmanager", LABELS);
    for (Told told : seen.deliveries()) {
      if (told.names().contains(NAME)) {
        evidence.arrived(told.delivery(), seen.since(told.delivery().at()));
      }
    }
    Set<String> began = arrived(seen.deliveries(), false);
    Set<String> ended = arrived(seen.deliveries(), true);
    Set<String> asksForEnds =
        ways.stream()
            .filter(Telling::resolves)
            .map(Telling::destination)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!began.equals(expected())) {
      findings.add("it was to reach " + expected() + ", and reached " + began);
    } else if (!ended.equals(asksForEnds)) {
      findings.add("its end was to reach " + asksForEnds + ", and reached " + ended);
    } else {
      evidence.held("it reaches " + expected(), "its end " + ended);
    }
    return new Verdict(
        NAME,
        "an alert that no route knows reaches somebody",
        Optional.empty(),
        true,
        findings,
        evidence,
        List.of(),
        findings.isEmpty() ? ways : List.of(),
        Map.of(),
        Set.of(),
        Duration.between(from, until.isBefore(from) ? seen.ended() : until).toMillis() / 1000.0);
  }
}
