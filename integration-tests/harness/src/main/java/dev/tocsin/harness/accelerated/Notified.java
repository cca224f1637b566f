package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.harness.receivers.AlertMention;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.series.Texts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who is notified of an alert that fires: all destinations that its scenario promises and its
 * routes select, nobody else, and none of those who are left in peace out of hours. What each is
 * notified is for {@link Messages} to judge.
 */
final class Notified {
  private final Played played;
  private final Recording seen;
  private final Notes notes;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<ExpectedNotification> notified = new ArrayList<>();
  private final List<Route> through = new ArrayList<>();
  private final Set<TimeInterval> outside = new HashSet<>();
  private boolean withoutNotification;

  Notified(Played played, Notes notes) {
    this.played = played;
    this.seen = played.seen();
    this.notes = notes;
  }

  /** The notifications about it. */
  List<Delivery> deliveries() {
    return deliveries;
  }

  /** Who was notified of it as it should be, by which routes. */
  List<ExpectedNotification> notified() {
    return notified;
  }

  /** The routes that it was seen to take, those included whose receivers have no integrations. */
  List<Route> through() {
    return through;
  }

  /** The time intervals outside of which somebody was rightly not notified. */
  Set<TimeInterval> outside() {
    return outside;
  }

  /**
   * Whether nobody at all is to be notified: out of hours, or by receivers without integrations.
   */
  boolean isWithoutNotification() {
    return withoutNotification;
  }

  /** Judges who was notified of this alert, which fired. */
  void judge(Recording.Life life) {
    List<ExpectedNotification> notifications = new ArrayList<>(played.notifications(life));
    Set<String> silent = Set.of();
    List<ExpectedNotification> off = List.of();
    if (played.bed().isOutOfHours()) {
      silent = silent(notifications);
      off = notifications.stream().filter(it -> !it.hours().isEmpty()).toList();
      notifications.removeAll(off);
    }
    Map<String, List<ExpectedNotification>> routed =
        notifications.stream()
            .collect(
                Collectors.groupingBy(
                    ExpectedNotification::destination, TreeMap::new, Collectors.toList()));
    Set<String> expected =
        new TreeSet<>(
            played.script().scenario().destinations(played.model()).orElse(routed.keySet()));
    expected.removeAll(silent);
    routes(notifications, routed.keySet(), expected);
    Map<String, List<AlertMention>> arrived = arrived(life);
    strangers(arrived, expected);
    if (!silent.isEmpty() && silent.stream().noneMatch(arrived::containsKey)) {
      outOfHours(life, silent, arrived.keySet(), expected);
    }
    knownToAlertmanager(life);
    for (String destination : expected) {
      List<ExpectedNotification> its = routed.getOrDefault(destination, List.of());
      List<AlertMention> mentions = arrived.getOrDefault(destination, List.of());
      if (new Messages(played, notes, life, destination, its, mentions).judge()) {
        notified.addAll(its);
        its.forEach(one -> through.add(one.route()));
        // Notified no more often than by the other routes.
        off.stream()
            .filter(it -> it.destination().equals(destination))
            .forEach(it -> outside.addAll(it.hours()));
      }
    }
    List<Route> ends = ExpectedNotification.withoutIntegrations(played.model(), life.labels());
    if (!ends.isEmpty()) {
      withoutNotification |= expected.isEmpty();
      endsWithoutIntegrations(life, ends);
    }
  }

  /** Destinations that no route selects at all hours. */
  private static Set<String> silent(List<ExpectedNotification> notifications) {
    Set<String> silent = new TreeSet<>();
    notifications.forEach(it -> silent.add(it.destination()));
    notifications.stream()
        .filter(it -> it.hours().isEmpty())
        .forEach(it -> silent.remove(it.destination()));
    return silent;
  }

  private void routes(
      List<ExpectedNotification> notifications, Set<String> routed, Set<String> expected) {
    if (!expected.equals(routed)) {
      notes.found(
          "its labels lead to "
              + Texts.list(routed)
              + ", and the scenario promises "
              + Texts.list(expected)
              + "; the routes are "
              + Texts.list(
                  notifications.stream().map(it -> it.route().toString()).distinct().toList()));
    }
  }

  /** What came of it, by destination. */
  private Map<String, List<AlertMention>> arrived(Recording.Life life) {
    List<AlertMention> mentions = seen.mentions(life);
    for (AlertMention mention : mentions) {
      deliveries.add(mention.delivery());
      notes.arrived(mention, life.name());
    }
    return mentions.stream()
        .collect(
            Collectors.groupingBy(
                it -> it.delivery().destination(), TreeMap::new, Collectors.toList()));
  }

  private void strangers(Map<String, List<AlertMention>> arrived, Set<String> expected) {
    GroupedAlerts mates = new GroupedAlerts(played);
    arrived.forEach(
        (destination, mentions) -> {
          if (!expected.contains(destination) && mates.namesakes(destination).isEmpty()) {
            notes.found(
                "unexpected notification to "
                    + destination
                    + ", expected to "
                    + Texts.list(expected)
                    + ": "
                    + Messages.headlines(mentions));
          }
        });
  }

  private void outOfHours(
      Recording.Life life, Set<String> silent, Set<String> arrived, Set<String> expected) {
    withoutNotification = expected.isEmpty();
    notes.held(
        "out of hours no notification to " + Texts.list(silent),
        "notifications to " + Texts.list(arrived));
    played.notifications(life).stream()
        .filter(it -> silent.contains(it.destination()))
        .forEach(it -> outside.addAll(it.hours()));
  }

  private void knownToAlertmanager(Recording.Life life) {
    seen.known(life)
        .ifPresent(
            known ->
                notes.saw(
                    Mark.NOTE,
                    life.name(),
                    known.first(),
                    "Alertmanager",
                    "received, routed to " + Texts.list(known.receivers()),
                    Map.of("receivers", known.receivers(), "fingerprint", known.fingerprint())));
  }

  /**
   * Of routes by which nobody is notified, all that can be seen is that Alertmanager takes them.
   */
  private void endsWithoutIntegrations(Recording.Life life, List<Route> routes) {
    Optional<Recording.Known> known = seen.known(life);
    for (Route route : routes) {
      String receiver = route.receiver().name();
      if (known.isEmpty()) {
        notes.found(
            "it should be routed to receiver " + receiver + ", but never arrived at Alertmanager");
      } else if (!known.get().receivers().contains(receiver)) {
        notes.found(
            "it should be routed to receiver "
                + receiver
                + " by the route at "
                + route.origin()
                + ", but Alertmanager routed it to "
                + Texts.list(known.get().receivers()));
      } else {
        through.add(route);
        notes.held(
            "it is routed to receiver " + receiver + ", which has no integrations",
            "Alertmanager routes it to " + Texts.list(known.get().receivers()));
      }
    }
  }
}
