package dev.tocsin.harness.contract;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.harness.series.GeneratedSeries;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The series that are on no page: {@link GeneratedSeries}, and what the rules of a model record,
 * with what can be notified of their labels.
 */
final class MadeByPrometheus {
  private final MonitoringModel model;

  MadeByPrometheus(MonitoringModel model) {
    this.model = model;
  }

  boolean makes(String metric) {
    return GeneratedSeries.contains(metric) || !recorded(metric).isEmpty();
  }

  /** The rules that record it. */
  List<Rule> recorded(String metric) {
    return List.copyOf(model.recording(metric));
  }

  /** The labels that its series can carry; empty where they cannot be notified. */
  Optional<Set<String>> labels(String metric) {
    if (GeneratedSeries.isOfAScrape(metric)) {
      return Optional.of(Set.of("job", "instance"));
    }
    if (GeneratedSeries.isOfAnAlert(metric)) {
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

  /** The values that a label of an alert's series can have; empty where they cannot be notified. */
  Optional<Set<String>> values(String metric, String label) {
    if (!GeneratedSeries.isOfAnAlert(metric)) {
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
