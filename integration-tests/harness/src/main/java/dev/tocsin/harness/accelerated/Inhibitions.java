package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.MonitoringModel;
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

  /** Those by which one alert mutes another. */
  List<Inhibition> between(Map<String, String> source, Map<String, String> other) {
    return all.stream().filter(it -> it.rule().mutes(source, other)).toList();
  }

  /** Which alert inhibited another, and by which inhibitions. */
  String because(Map<String, String> source, Map<String, String> other) {
    StringBuilder text = new StringBuilder(" because of ").append(Texts.labels(source));
    between(source, other)
        .forEach(
            it ->
                text.append(" by the inhibition at ")
                    .append(it.origin())
                    .append(", which requires equal ")
                    .append(Texts.list(it.equal()))
                    .append(onNeither(it, source, other)));
    return text.toString();
  }

  /** Labels of {@code equal} that neither alert has, which counts as equal. */
  private static String onNeither(
      Inhibition inhibition, Map<String, String> source, Map<String, String> other) {
    List<Label> missing =
        inhibition.equal().stream()
            .filter(label -> !source.containsKey(label.name()) && !other.containsKey(label.name()))
            .toList();
    return missing.isEmpty()
        ? ""
        : ", and " + Texts.list(missing) + " is missing on both, which counts as equal";
  }

  /** Which inhibition is near, and what keeps it from muting. */
  String notMuting(Map<String, String> source, Map<String, String> other) {
    StringBuilder text = new StringBuilder();
    for (Inhibition inhibition : all) {
      if (inhibition.rule().concerns(source, other)) {
        String differing =
            inhibition.equal().stream()
                .filter(
                    label ->
                        !source
                            .getOrDefault(label.name(), "")
                            .equals(other.getOrDefault(label.name(), "")))
                .map(label -> sharing(label, source, other))
                .collect(Collectors.joining(" and "));
        text.append(": the inhibition at ").append(inhibition.origin());
        text.append(differing.isEmpty() ? " matches both of them" : " requires equal ");
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
