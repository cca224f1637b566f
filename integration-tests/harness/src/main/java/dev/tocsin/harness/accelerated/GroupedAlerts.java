package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.metric.Label;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Other alerts that are notified of together with one, so that texts name neither for certain. */
final class GroupedAlerts {
  private final Played played;

  GroupedAlerts(Played played) {
    this.played = played;
  }

  /** The alerts with which an alert shares these notifications of a destination. */
  Set<Recording.Life> at(
      String destination, Recording.Life life, List<ExpectedNotification> notifications) {
    Set<Recording.Life> mates = new LinkedHashSet<>();
    notifications.forEach(notification -> mates.addAll(grouped(life, notification)));
    mates.addAll(namesakes(destination));
    return mates;
  }

  /** Other alerts that fired and share a notification with it. */
  List<Recording.Life> grouped(Recording.Life life, ExpectedNotification notification) {
    if (!notification.grouped()) {
      return List.of();
    }
    return played.seen().alerts().stream()
        .filter(other -> other.fired() && !other.equals(life))
        .filter(
            other ->
                notification.groupBy().stream()
                    .allMatch(label -> hasSame(label, other.labels(), life.labels())))
        .filter(
            other ->
                played.notifications(other).stream()
                    .anyMatch(it -> it.route() == notification.route()))
        .toList();
  }

  /**
   * Alerts of its name that are another rule's, fired too and lead there: texts about one and the
   * other cannot be notified apart.
   */
  List<Recording.Life> namesakes(String destination) {
    return played.firedNamesakes().stream()
        .filter(
            life ->
                played.notifications(life).stream()
                    .anyMatch(it -> it.destination().equals(destination)))
        .toList();
  }

  /** Whether two alerts have the same value of a label; one that is missing counts as empty. */
  private static boolean hasSame(Label label, Map<String, String> a, Map<String, String> b) {
    return a.getOrDefault(label.name(), "").equals(b.getOrDefault(label.name(), ""));
  }
}
