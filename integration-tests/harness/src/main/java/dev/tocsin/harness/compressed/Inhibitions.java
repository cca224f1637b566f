package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.alertmanager.AlertmanagerConfig;
import dev.tocsin.dsl.alertmanager.Inhibition;
import dev.tocsin.dsl.alertmanager.Routing;
import java.util.List;
import java.util.Map;

/**
 * The inhibitions by which one alert mutes another, or fails to, by the labels of both. Source is
 * the alert that mutes, and other the one that is muted.
 */
final class Inhibitions {
  private final List<Inhibition> all;

  Inhibitions(MonitoringModel model) {
    this.all = model.alertmanager().map(AlertmanagerConfig::inhibitions).orElse(List.of());
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

  private static boolean concerns(
      Inhibition inhibition, Map<String, String> source, Map<String, String> other) {
    return Routing.matches(inhibition.source(), source)
        && Routing.matches(inhibition.target(), other);
  }

  /** Which alert held another back, and by which inhibitions. */
  String because(Map<String, String> source, Map<String, String> other) {
    StringBuilder text = new StringBuilder(" because of ").append(source);
    between(source, other)
        .forEach(
            it ->
                text.append(" by the inhibition at ")
                    .append(it.origin())
                    .append(", which asks them to share ")
                    .append(it.equal())
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
    return missing.isEmpty() ? "" : ", and " + missing + " is on neither, which counts as the same";
  }

  /** Which inhibition is near, and what keeps it from muting. */
  String notMuting(Map<String, String> source, Map<String, String> other) {
    StringBuilder text = new StringBuilder();
    for (Inhibition inhibition : all) {
      if (concerns(inhibition, source, other)) {
        text.append(": the inhibition at ").append(inhibition.origin());
        for (Label label : inhibition.equal()) {
          if (!agree(label, source, other)) {
            text.append(" asks both to share ").append(label.name()).append(", which is \"");
            text.append(source.getOrDefault(label.name(), "")).append("\" there and \"");
            text.append(other.getOrDefault(label.name(), "")).append("\" here");
          }
        }
      }
    }
    return text.isEmpty()
        ? ": no inhibition has a source that matches "
            + source
            + " and a target that matches "
            + other
        : text.toString();
  }
}
