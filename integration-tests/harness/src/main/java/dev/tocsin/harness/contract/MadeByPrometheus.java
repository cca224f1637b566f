package dev.tocsin.harness.contract;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.Rule;
import dev.tocsin.dsl.RuleGroup;
import dev.tocsin.dsl.promql.flow.LabelFlow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The series that stand on no page, because Prometheus itself makes them: of <a
 * href="https://prometheus.io/docs/concepts/jobs_instances/#automatically-generated-labels-and-time-series">each
 * scrape</a>, of <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#inspecting-alerts-during-runtime">each
 * alert</a> and of recording rules. All of them are gauges.
 */
final class MadeByPrometheus {
  private static final Set<String> OF_A_SCRAPE =
      Set.of(
          "up",
          "scrape_duration_seconds",
          "scrape_samples_scraped",
          "scrape_samples_post_metric_relabeling",
          "scrape_series_added",
          "scrape_timeout_seconds",
          "scrape_sample_limit",
          "scrape_body_size_bytes");
  private static final Set<String> OF_AN_ALERT = Set.of("ALERTS", "ALERTS_FOR_STATE");

  private final MonitoringModel model;

  MadeByPrometheus(MonitoringModel model) {
    this.model = model;
  }

  boolean makes(String metric) {
    return OF_A_SCRAPE.contains(metric)
        || OF_AN_ALERT.contains(metric)
        || !recorded(metric).isEmpty();
  }

  /** Whether each target has one series of it. */
  boolean isOfAScrape(String metric) {
    return OF_A_SCRAPE.contains(metric);
  }

  /** The rules that record it. */
  List<Rule> recorded(String metric) {
    List<Rule> rules = new ArrayList<>();
    for (RuleGroup group : model.groups()) {
      for (Rule rule : group.rules()) {
        if (!(rule instanceof Alert) && rule.name().equals(metric)) {
          rules.add(rule);
        }
      }
    }
    return rules;
  }

  /** The labels that its series can carry; empty where they cannot be told. */
  Optional<Set<String>> labels(String metric) {
    if (OF_A_SCRAPE.contains(metric)) {
      return Optional.of(Set.of("job", "instance"));
    }
    if (OF_AN_ALERT.contains(metric)) {
      Set<String> labels = new TreeSet<>(Set.of("alertname", "alertstate"));
      for (Alert alert : model.alerts()) {
        labels.addAll(alert.labels().keySet());
        if (!addNamed(LabelFlow.of(alert.expr()), labels)) {
          return Optional.empty();
        }
      }
      return Optional.of(labels);
    }
    Set<String> labels = new TreeSet<>();
    for (Rule rule : recorded(metric)) {
      labels.addAll(rule.labels().keySet());
      if (!addNamed(LabelFlow.of(rule.expr()), labels)) {
        return Optional.empty();
      }
    }
    return Optional.of(labels);
  }

  private static boolean addNamed(LabelFlow flow, Set<String> labels) {
    flow.named().stream().filter(name -> !flow.label(name).isImpossible()).forEach(labels::add);
    return flow.isClosed();
  }

  /** The values that a label of an alert's series can have; empty where they cannot be told. */
  Optional<Set<String>> values(String metric, String label) {
    if (!OF_AN_ALERT.contains(metric)) {
      return Optional.empty();
    }
    return switch (label) {
      case "alertstate" -> Optional.of(Set.of("pending", "firing"));
      case "alertname" ->
          Optional.of(new TreeSet<>(model.alerts().stream().map(Alert::name).toList()));
      default -> plainValues(label);
    };
  }

  private Optional<Set<String>> plainValues(String label) {
    Map<String, Boolean> values = new TreeMap<>();
    for (Alert alert : model.alerts()) {
      String value = alert.labels().get(label);
      if (value == null && !LabelFlow.of(alert.expr()).label(label).isImpossible()) {
        return Optional.empty();
      }
      if (value != null) {
        if (value.contains("{{")) {
          return Optional.empty();
        }
        values.put(value, true);
      }
    }
    return Optional.of(values.keySet());
  }
}
