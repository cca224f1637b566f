package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.harness.receivers.ParsedNotification;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.AlertmanagerApi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An alert that no rule has and no route knows, posted to Alertmanager as a Prometheus would: what
 * is there for the unforeseen cannot be reached by any alert of the definition, and must reach
 * somebody all the same. There is one for the root, and one for each route whose children leave
 * something that ends with it.
 */
final class DefaultRouteProbe {
  /** The alert's name. */
  static final String NAME = "AlertThatNoRouteKnows";

  private static final Duration LONG = Duration.ofHours(1);

  private final Suite suite;
  private final Map<String, String> labels;
  private final String title;
  private final List<ExpectedNotification> notifications;
  private final List<Route> silent;
  private Instant from = Instant.EPOCH;
  private Instant until = Instant.EPOCH;
  private boolean over;

  private DefaultRouteProbe(Suite suite, Map<String, String> labels, String title) {
    this.suite = suite;
    this.labels = Map.copyOf(labels);
    this.title = title;
    this.notifications = ExpectedNotification.of(suite.model(), labels);
    this.silent = ExpectedNotification.withoutIntegrations(suite.model(), labels);
  }

  /** Those for this suite's routes, where no alert of the definition ends there as well. */
  static List<DefaultRouteProbe> of(Suite suite) {
    List<DefaultRouteProbe> all = new ArrayList<>();
    if (suite.model().alertmanager().isEmpty()) {
      return all;
    }
    AlertmanagerConfig config = suite.model().alertmanager().get();
    Set<Route> known = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Alert alert : suite.model().alerts()) {
      for (Map<String, String> labels : guesses(suite, alert)) {
        known.addAll(ExpectedNotification.ends(suite.model(), labels));
      }
    }
    Map<String, String> unknown = Map.of(Label.ALERTNAME.name(), NAME);
    List<Route> ends = ExpectedNotification.ends(suite.model(), unknown);
    if (!known.containsAll(ends)) {
      all.add(new DefaultRouteProbe(suite, unknown, "an alert that no route matches is notified"));
      known.addAll(ends);
    }
    for (Route route : config.root().all()) {
      if (!route.routes().isEmpty() && !known.contains(route)) {
        CatchAllLabelSearch.harmless(config, route, NAME + (all.size() + 1))
            .filter(labels -> isNew(suite, labels))
            .ifPresent(
                labels -> {
                  all.add(new DefaultRouteProbe(suite, labels, title(route, labels)));
                  known.addAll(ExpectedNotification.ends(suite.model(), labels));
                });
      }
    }
    return all;
  }

  private static String title(Route route, Map<String, String> labels) {
    Map<String, String> others = new TreeMap<>(labels);
    others.remove(Label.ALERTNAME.name());
    return "an alert with "
        + Texts.labels(others)
        + ", which no route below "
        + route
        + " at "
        + route.origin()
        + " matches, is notified";
  }

  private static boolean isNew(Suite suite, Map<String, String> labels) {
    String name = labels.getOrDefault(Label.ALERTNAME.name(), "");
    return !name.isEmpty()
        && suite.model().alerts().stream().noneMatch(alert -> alert.name().equals(name));
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
    labels.put(Label.ALERTNAME.name(), alert.name());
    return labels;
  }

  /** The alert's name. */
  String name() {
    return labels.getOrDefault(Label.ALERTNAME.name(), NAME);
  }

  void begin(AlertmanagerApi alertmanager) {
    from = Instant.now();
    alertmanager.post(labels, annotations(), from, from.plus(LONG));
  }

  private Map<String, String> annotations() {
    String text = name() + ", posted by the proof of " + suite.model().name();
    return Map.of(Alert.SUMMARY, text, Alert.DESCRIPTION, text);
  }

  /** Ends it when Alertmanager has been seen to know it, and everybody has been notified. */
  void look(
      AlertmanagerApi alertmanager,
      List<ParsedNotification> deliveries,
      Set<Map<String, String>> known) {
    if (!over && known.contains(labels) && arrived(deliveries, false).equals(expected())) {
      over = true;
      until = Instant.now();
      alertmanager.post(labels, annotations(), from, until);
    }
  }

  private Set<String> expected() {
    return notifications.stream()
        .map(ExpectedNotification::destination)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> arrived(List<ParsedNotification> deliveries, boolean resolved) {
    return deliveries.stream()
        .filter(notified -> notified.names().contains(name()))
        .filter(notified -> notified.delivery().isResolved() == resolved)
        .map(notified -> notified.delivery().destination())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Verdict judge(Recording seen) {
    Evidence evidence = new Evidence();
    List<String> findings = new ArrayList<>();
    evidence.saw(from, seen.since(from), "script", "posted to Alertmanager", labels);
    for (ParsedNotification notified : seen.deliveries()) {
      if (notified.names().contains(name())) {
        evidence.arrived(notified.delivery(), seen.since(notified.delivery().at()));
      }
    }
    Set<String> began = arrived(seen.deliveries(), false);
    Set<String> ended = arrived(seen.deliveries(), true);
    Set<String> asksForEnds =
        notifications.stream()
            .filter(ExpectedNotification::resolves)
            .map(ExpectedNotification::destination)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!began.equals(expected())) {
      findings.add(
          "firing notifications to "
              + Texts.list(began)
              + ", expected to "
              + Texts.list(expected()));
    } else if (!ended.equals(asksForEnds)) {
      findings.add(
          "resolved notifications to "
              + Texts.list(ended)
              + ", expected to "
              + Texts.list(asksForEnds));
    } else if (!notifications.isEmpty()) {
      evidence.held(
          "firing notifications to " + Texts.list(expected()),
          "resolved notifications to " + Texts.list(ended));
    }
    Set<String> receivers =
        seen.known().stream()
            .filter(known -> known.labels().equals(labels))
            .flatMap(known -> known.receivers().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    for (Route route : silent) {
      if (receivers.contains(route.receiver().name())) {
        evidence.held(
            "it is routed to receiver " + route.receiver().name() + ", which has no integrations",
            "Alertmanager routes it to " + Texts.list(receivers));
      } else {
        findings.add(
            "it should be routed to receiver "
                + route.receiver().name()
                + ", but Alertmanager routed it to "
                + Texts.list(receivers));
      }
    }
    return new Verdict(
        name(),
        List.of(),
        title,
        Optional.empty(),
        !notifications.isEmpty(),
        findings,
        evidence,
        List.of(),
        findings.isEmpty() ? notifications : List.of(),
        findings.isEmpty() ? ExpectedNotification.ends(suite.model(), labels) : List.of(),
        Map.of(),
        Set.of(),
        Duration.between(from, until.isBefore(from) ? seen.ended() : until).toMillis() / 1000.0);
  }
}
