package dev.tocsin.harness.compressed;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Other alerts that are told of together with one, so that texts name neither for certain. */
final class GroupedAlerts {
  private final Played played;

  GroupedAlerts(Played played) {
    this.played = played;
  }

  /** All with whom an alert shares what a destination is told, by these ways. */
  Set<Recording.Life> at(String destination, Recording.Life life, List<ExpectedNotification> ways) {
    Set<Recording.Life> mates = new LinkedHashSet<>();
    ways.forEach(way -> mates.addAll(grouped(life, way)));
    mates.addAll(namesakes(destination));
    return mates;
  }

  /** Other alerts that fired and share a notification with it. */
  List<Recording.Life> grouped(Recording.Life life, ExpectedNotification way) {
    if (!way.grouped()) {
      return List.of();
    }
    return played.seen().alerts().stream()
        .filter(other -> other.fired() && !other.equals(life))
        .filter(
            other ->
                way.groupBy().stream()
                    .allMatch(label -> Inhibitions.agree(label, other.labels(), life.labels())))
        .filter(other -> played.tellings(other).stream().anyMatch(it -> it.route() == way.route()))
        .toList();
  }

  /**
   * Alerts of its name that are another rule's, fired too and lead there: texts about one and the
   * other cannot be told apart.
   */
  List<Recording.Life> namesakes(String destination) {
    return played.firedNamesakes().stream()
        .filter(
            life ->
                played.tellings(life).stream().anyMatch(it -> it.destination().equals(destination)))
        .toList();
  }
}
