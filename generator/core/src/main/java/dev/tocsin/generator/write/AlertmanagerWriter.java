package dev.tocsin.generator.write;

import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.Secret;
import dev.tocsin.dsl.alertmanager.AlertmanagerConfig;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Inhibition;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.Receiver;
import dev.tocsin.dsl.alertmanager.Route;
import dev.tocsin.dsl.alertmanager.TimeInterval;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    Map<String, Object> file = new LinkedHashMap<>();
    if (!config.global().equals(Fields.NONE)) {
      file.put("global", fields(config.global()));
    }
    file.put("route", route(config.root()));
    if (!config.inhibitions().isEmpty()) {
      file.put(
          "inhibit_rules",
          config.inhibitions().stream().map(AlertmanagerWriter::inhibition).toList());
    }
    if (!config.timeIntervals().isEmpty()) {
      file.put(
          "time_intervals",
          config.timeIntervals().stream().map(AlertmanagerWriter::timeInterval).toList());
    }
    file.put("receivers", config.receivers().stream().map(AlertmanagerWriter::receiver).toList());
    return YamlText.of(head, file);
  }

  private static Map<String, Object> route(Route route) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("receiver", route.receiver().name());
    if (!route.matchers().isEmpty()) {
      node.put("matchers", route.matchers().stream().map(Object::toString).toList());
    }
    if (route.isUngrouped()) {
      node.put("group_by", List.of("..."));
    } else {
      route.groupBy().ifPresent(labels -> node.put("group_by", names(labels)));
    }
    route.groupWait().ifPresent(time -> node.put("group_wait", DurationText.of(time)));
    route.groupInterval().ifPresent(time -> node.put("group_interval", DurationText.of(time)));
    route.repeatInterval().ifPresent(time -> node.put("repeat_interval", DurationText.of(time)));
    if (!route.active().isEmpty()) {
      node.put("active_time_intervals", route.active().stream().map(TimeInterval::name).toList());
    }
    if (!route.muted().isEmpty()) {
      node.put("mute_time_intervals", route.muted().stream().map(TimeInterval::name).toList());
    }
    if (route.isContinuing()) {
      node.put("continue", true);
    }
    if (!route.children().isEmpty()) {
      node.put("routes", route.children().stream().map(AlertmanagerWriter::route).toList());
    }
    return node;
  }

  private static Map<String, Object> inhibition(Inhibition inhibition) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("source_matchers", inhibition.source().stream().map(Object::toString).toList());
    node.put("target_matchers", inhibition.target().stream().map(Object::toString).toList());
    if (!inhibition.equal().isEmpty()) {
      node.put("equal", names(inhibition.equal()));
    }
    return node;
  }

  private static Map<String, Object> timeInterval(TimeInterval interval) {
    Map<String, Object> when = new LinkedHashMap<>();
    if (!interval.hours().isEmpty()) {
      when.put(
          "times",
          interval.hours().stream()
              .map(
                  hours -> {
                    Map<String, Object> range = new LinkedHashMap<>();
                    range.put("start_time", hours.from().toString());
                    range.put("end_time", hours.untilMidnight() ? "24:00" : hours.to().toString());
                    return range;
                  })
              .toList());
    }
    if (!interval.days().isEmpty()) {
      when.put(
          "weekdays",
          interval.days().stream()
              .map(
                  days ->
                      days.first() == days.last()
                          ? day(days.first())
                          : day(days.first()) + ":" + day(days.last()))
              .toList());
    }
    interval.zone().ifPresent(zone -> when.put("location", zone.getId()));
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("name", interval.name());
    node.put("time_intervals", List.of(when));
    return node;
  }

  private static String day(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT);
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
      return DurationText.of(duration);
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
