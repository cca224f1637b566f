package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Routing;
import dev.tocsin.harness.series.Texts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The inhibitions by which one alert mutes another, or fails to, by the labels of both. Source is
 * the alert that mutes, and other the one that is muted.
 */
final class Inhibitions {
  private final List<Inhibition> all;

  Inhibitions(MonitoringModel model) {
    this.all = model.alertmanager().map(AlertmanagerConfig::inhibitRules).orElse(List.of());
  }

  /** Whether two alerts agree on a label; one that is missing counts as empty. */
  static boolean agree(Label label, Map<String, String> a, Map<String, String> b) {
    return a.getOrDefault(label.name(), "").equals(b.getOrDefault(label.name(), ""));
  }

  /** Those by which one alert mutes another. */
  List<Inhibition> between(Map<String, String> source, Map<String, String> other) {
    return all.stream()
        .filter(it -> concerns(it, source, other))
        .filter(it -> it.equal().stream().allMatch(label -> agree(label, source, other)))
        .toList();
  }

  /**
   * Whether it is for these two: by <a
   * href="https://prometheus.io/docs/alerting/latest/configuration/#inhibition-related-settings">Alertmanager's
   * documentation</a> alerts that both match both of its sides do not mute one another.
   */
  static boolean concerns(
      Inhibition inhibition, Map<String, String> source, Map<String, String> other) {
    return Routing.matches(inhibition.source(), source)
        && Routing.matches(inhibition.target(), other)
        && !(Routing.matches(inhibition.source(), other)
            && Routing.matches(inhibition.target(), source));
  }

  /** Which alert held another back, and by which inhibitions. */
  String because(Map<String, String> source, Map<String, String> other) {
    StringBuilder text = new StringBuilder(" because of ").append(Texts.labels(source));
    between(source, other)
        .forEach(
            it ->
                text.append(" by the inhibition at ")
                    .append(it.origin())
                    .append(", which asks them to share ")
                    .append(Texts.list(it.equal()))
                    .append(onNeither(it, source, other)));
    return text.toString();
  }

  /** Labels that an inhibition asks for and nobody has, which are the same for Alertmanager. */
  private static String onNeither(
      Inhibition inhibition, Map<String, String> source, Map<String, String> other) {
    List<Label> missing =
        inhibition.equal().stream()
            .filter(label -> !source.containsKey(label.name()) && !other.containsKey(label.name()))
            .toList();
    return missing.isEmpty()
        ? ""
        : ", and " + Texts.list(missing) + " is on neither, which counts as the same";
  }

  /** Which inhibition is near, and what keeps it from muting. */
  String notMuting(Map<String, String> source, Map<String, String> other) {
    StringBuilder text = new StringBuilder();
    for (Inhibition inhibition : all) {
      if (concerns(inhibition, source, other)) {
        String differing =
            inhibition.equal().stream()
                .filter(label -> !agree(label, source, other))
                .map(label -> sharing(label, source, other))
                .collect(Collectors.joining(" and "));
        text.append(": the inhibition at ").append(inhibition.origin());
        text.append(differing.isEmpty() ? " is for both of them" : " asks both to share ");
        text.append(differing);
      }
    }
    return text.isEmpty()
        ? ": no inhibition has a source that matches "
            + Texts.labels(source)
            + " and a target that matches "
            + Texts.labels(other)
        : text.toString();
  }

  private static String sharing(
      Label label, Map<String, String> source, Map<String, String> other) {
    return label.name()
        + ", which is \""
        + source.getOrDefault(label.name(), "")
        + "\" there and \""
        + other.getOrDefault(label.name(), "")
        + "\" here";
  }
}
