package dev.tocsin.generator.write;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.generator.fmt.CanonicalYaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes <a href="https://prometheus.io/docs/alerting/latest/configuration/">{@code
 * alertmanager.yml}</a>. A secret is written as the name of its file, under the field's name with
 * {@code _file} behind it.
 */
public final class AlertmanagerWriter {
  private AlertmanagerWriter() {}

  /** The text of {@code alertmanager.yml}. */
  public static String write(AlertmanagerConfig config, List<String> head) {
    Map<String, Object> parts = fields(config.fields());
    parts.put("route", route(config.root()));
    if (!config.inhibitRules().isEmpty()) {
      parts.put(
          "inhibit_rules",
          config.inhibitRules().stream().map(AlertmanagerWriter::inhibition).toList());
    }
    if (!config.timeIntervals().isEmpty()) {
      parts.put(
          "time_intervals",
          config.timeIntervals().stream().map(AlertmanagerWriter::timeInterval).toList());
    }
    parts.put("receivers", config.receivers().stream().map(AlertmanagerWriter::receiver).toList());
    return CanonicalYaml.of(head, parts, Schema.alertmanager());
  }

  private static Map<String, Object> route(Route route) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("receiver", route.receiver().name());
    if (!route.matchers().isEmpty()) {
      node.put("matchers", route.matchers().stream().map(Object::toString).toList());
    }
    if (route.groupsByAll()) {
      node.put("group_by", List.of("..."));
    } else {
      route.groupBy().ifPresent(labels -> node.put("group_by", names(labels)));
    }
    route.groupWait().ifPresent(time -> node.put("group_wait", GoDuration.text(time)));
    route.groupInterval().ifPresent(time -> node.put("group_interval", GoDuration.text(time)));
    route.repeatInterval().ifPresent(time -> node.put("repeat_interval", GoDuration.text(time)));
    if (!route.activeTimeIntervals().isEmpty()) {
      node.put(
          "active_time_intervals",
          route.activeTimeIntervals().stream().map(TimeInterval::name).toList());
    }
    if (!route.muteTimeIntervals().isEmpty()) {
      node.put(
          "mute_time_intervals",
          route.muteTimeIntervals().stream().map(TimeInterval::name).toList());
    }
    if (route.continues()) {
      node.put("continue", true);
    }
    if (!route.routes().isEmpty()) {
      node.put("routes", route.routes().stream().map(AlertmanagerWriter::route).toList());
    }
    return node;
  }

  private static Map<String, Object> inhibition(Inhibition inhibition) {
    Map<String, Object> node = new LinkedHashMap<>();
    if (!inhibition.name().isEmpty()) {
      node.put("name", inhibition.name());
    }
    node.put("source_matchers", inhibition.source().stream().map(Object::toString).toList());
    node.put("target_matchers", inhibition.target().stream().map(Object::toString).toList());
    if (!inhibition.equal().isEmpty()) {
      node.put("equal", names(inhibition.equal()));
    }
    return node;
  }

  private static Map<String, Object> timeInterval(TimeInterval interval) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", interval.name());
    node.put("time_intervals", interval.times().stream().map(AlertmanagerWriter::fields).toList());
    return node;
  }

  private static Map<String, Object> receiver(Receiver receiver) {
    Map<String, List<Object>> kinds = new TreeMap<>();
    for (Integration integration : receiver.integrations()) {
      kinds
          .computeIfAbsent(integration.kind(), kind -> new ArrayList<>())
          .add(fields(integration.fields()));
    }
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", receiver.name());
    if (!receiver.labels().equals(Fields.NONE)) {
      node.put("labels", fields(receiver.labels()));
    }
    node.putAll(kinds);
    return node;
  }

  private static Map<String, Object> fields(Fields fields) {
    Map<String, Object> node = new LinkedHashMap<>();
    fields
        .asMap()
        .forEach(
            (name, value) -> {
              if (value instanceof Secret secret) {
                node.put(name + "_file", secret.path());
              } else {
                node.put(name, plain(value));
              }
            });
    return node;
  }

  private static Object plain(Object value) {
    if (value instanceof Fields nested) {
      return fields(nested);
    }
    if (value instanceof Duration duration) {
      return GoDuration.text(duration);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(AlertmanagerWriter::plain).toList();
    }
    return value;
  }

  private static List<String> names(List<Label> labels) {
    return labels.stream().map(Label::name).toList();
  }
}
