package dev.tocsin.harness.report;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.Routing;
import dev.tocsin.dsl.model.Severity;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.receivers.Destinations;
import dev.tocsin.harness.series.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a definition says, for the report; and by which of its routes a notification came. */
final class Definitions {
  private final MonitoringModel model;
  private final Map<Route, String> routeIds = new IdentityHashMap<>();

  Definitions(MonitoringModel model) {
    this.model = model;
    model.alertmanager().ifPresent(config -> number(config.root(), "0"));
  }

  private void number(Route route, String id) {
    routeIds.put(route, id);
    for (int i = 0; i < route.routes().size(); i++) {
      number(route.routes().get(i), id + "." + i);
    }
  }

  ReportData.Definition data() {
    List<ReportData.InhibitionRule> inhibitions = new ArrayList<>();
    List<Inhibition> rules =
        model.alertmanager().map(AlertmanagerConfig::inhibitRules).orElse(List.of());
    for (int i = 0; i < rules.size(); i++) {
      Inhibition rule = rules.get(i);
      inhibitions.add(
          new ReportData.InhibitionRule(
              String.valueOf(i),
              rule.name(),
              texts(rule.source()),
              texts(rule.target()),
              rule.equal().stream().map(Label::name).toList()));
    }
    return new ReportData.Definition(
        model.name(),
        model.alerts().stream().map(Definitions::data).toList(),
        model.alertmanager().map(config -> data(config.root(), config.global())).orElse(null),
        inhibitions,
        model.alertmanager().stream()
            .flatMap(config -> config.timeIntervals().stream())
            .map(Definitions::data)
            .toList());
  }

  private static ReportData.AlertRule data(Alert alert) {
    return new ReportData.AlertRule(
        alert.name(),
        alert.severity().map(Severity::name).orElse(""),
        alert.expr().text().strip(),
        GoDuration.text(alert.forDuration()),
        alert.annotations().getOrDefault(Alert.SUMMARY, ""));
  }

  private ReportData.RouteNode data(Route route, Fields global) {
    List<String> properties = new ArrayList<>();
    route
        .groupBy()
        .filter(labels -> !labels.isEmpty())
        .ifPresent(
            labels ->
                properties.add(
                    "grouped by " + String.join(", ", labels.stream().map(Label::name).toList())));
    if (route.groupsByAll()) {
      properties.add("each alert by itself");
    }
    route.groupWait().ifPresent(time -> properties.add("group_wait " + GoDuration.text(time)));
    route
        .groupInterval()
        .ifPresent(time -> properties.add("group_interval " + GoDuration.text(time)));
    route
        .repeatInterval()
        .ifPresent(time -> properties.add("repeat_interval " + GoDuration.text(time)));
    route
        .activeTimeIntervals()
        .forEach(interval -> properties.add("only during " + interval.name()));
    route
        .muteTimeIntervals()
        .forEach(interval -> properties.add("muted during " + interval.name()));
    if (route.continues()) {
      properties.add("continues");
    }
    return new ReportData.RouteNode(
        routeIds.getOrDefault(route, ""),
        route.receiver().name(),
        Destinations.of(route.receiver(), global),
        texts(route.matchers()),
        properties,
        route.routes().stream().map(child -> data(child, global)).toList());
  }

  private static ReportData.Interval data(TimeInterval interval) {
    return new ReportData.Interval(
        interval.name(),
        interval.times().stream().map(time -> Texts.fields(time.asMap())).toList());
  }

  private static List<String> texts(List<Matcher> matchers) {
    return matchers.stream().map(Matcher::toString).toList();
  }

  // ---- what came by where ----

  /**
   * The alerts that a notification is about, each with the routes that lead it to where the
   * notification arrived. An alert that is only mentioned has none, and is left out.
   *
   * @param about the alert that it is known to be about without naming it; empty for none
   * @param seenLabels what alerts were labelled when they fired, by their names
   */
  Map<String, List<String>> routes(
      Delivery delivery, String about, Map<String, Map<String, String>> seenLabels) {
    Map<String, List<String>> routes = new TreeMap<>();
    if (model.alertmanager().isEmpty()) {
      return routes;
    }
    AlertmanagerConfig config = model.alertmanager().get();
    String words = delivery.words();
    // An alert that the definition does not know is routed, too: by the labels that it was seen
    // with.
    Set<String> names = new LinkedHashSet<>(seenLabels.keySet());
    model.alerts().forEach(alert -> names.add(alert.name()));
    for (String name : names) {
      // The bare text first, which is much faster where it is not there.
      if (!name.equals(about) && (!words.contains(name) || !delivery.says(name))) {
        continue;
      }
      List<String> ids =
          Routing.of(config.root(), labels(name, seenLabels)).stream()
              .map(Routing.Destination::route)
              .filter(
                  route ->
                      Destinations.of(route.receiver(), config.global())
                          .contains(delivery.destination()))
              .map(route -> routeIds.getOrDefault(route, ""))
              .distinct()
              .toList();
      if (!ids.isEmpty()) {
        routes.put(name, ids);
      }
    }
    return routes;
  }

  /** The inhibitions by which one alert holds the other back, by their ids. */
  List<String> inhibitions(
      String target, String source, Map<String, Map<String, String>> seenLabels) {
    List<Inhibition> rules =
        model.alertmanager().map(AlertmanagerConfig::inhibitRules).orElse(List.of());
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).rule().mutes(labels(source, seenLabels), labels(target, seenLabels))) {
        ids.add(String.valueOf(i));
      }
    }
    return ids;
  }

  private Map<String, String> labels(String name, Map<String, Map<String, String>> seenLabels) {
    Map<String, String> seen = seenLabels.getOrDefault(name, Map.of());
    return model.alerts().stream()
        .filter(alert -> alert.name().equals(name))
        .findFirst()
        .map(alert -> labels(alert, seen))
        .orElseGet(
            () -> {
              Map<String, String> labels = new HashMap<>(seen);
              labels.put(Label.ALERTNAME.name(), name);
              return labels;
            });
  }

  private static Map<String, String> labels(Alert alert, Map<String, String> seen) {
    Map<String, String> labels = new HashMap<>(alert.labels());
    labels.putAll(seen);
    labels.put(Label.ALERTNAME.name(), alert.name());
    return labels;
  }
}
