package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.sink.AlertMention;
import dev.tocsin.harness.sink.Delivery;
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
 * Who is told of an alert that fires: all whom its scenario promises and its routes lead to, nobody
 * else, and none of those who are left in peace out of hours. What each is told is for {@link
 * Messages} to judge.
 */
final class Notified {
  private final Played played;
  private final Recording seen;
  private final Notes notes;
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<ExpectedNotification> told = new ArrayList<>();
  private final List<Route> through = new ArrayList<>();
  private final Set<TimeInterval> quiet = new HashSet<>();
  private boolean hushed;

  Notified(Played played, Notes notes) {
    this.played = played;
    this.seen = played.seen();
    this.notes = notes;
  }

  /** The notifications that tell of it. */
  List<Delivery> deliveries() {
    return deliveries;
  }

  /** Who was told of it as it should be, by which routes. */
  List<ExpectedNotification> told() {
    return told;
  }

  /** The routes that it was seen to take, those included whose receivers tell nobody. */
  List<Route> through() {
    return through;
  }

  /** The time intervals outside of which somebody was rightly not told. */
  Set<TimeInterval> quiet() {
    return quiet;
  }

  /** Whether nobody at all is to be told: out of hours, or by receivers without integrations. */
  boolean isHushed() {
    return hushed;
  }

  /** Judges who was told of this alert, which fired. */
  void judge(Recording.Life life) {
    List<ExpectedNotification> tellings = new ArrayList<>(played.tellings(life));
    Set<String> silent = Set.of();
    List<ExpectedNotification> off = List.of();
    if (played.stage().isOutOfHours()) {
      silent = silent(tellings);
      off = tellings.stream().filter(it -> !it.hours().isEmpty()).toList();
      tellings.removeAll(off);
    }
    Map<String, List<ExpectedNotification>> routed =
        tellings.stream()
            .collect(
                Collectors.groupingBy(
                    ExpectedNotification::destination, TreeMap::new, Collectors.toList()));
    Set<String> expected =
        new TreeSet<>(played.script().scenario().destinations().orElse(routed.keySet()));
    expected.removeAll(silent);
    routes(tellings, routed.keySet(), expected);
    Map<String, List<AlertMention>> arrived = arrived(life);
    strangers(arrived, expected);
    if (!silent.isEmpty() && silent.stream().noneMatch(arrived::containsKey)) {
      outOfHours(life, silent, arrived.keySet(), expected);
    }
    knownToAlertmanager(life);
    for (String destination : expected) {
      List<ExpectedNotification> ways = routed.getOrDefault(destination, List.of());
      List<AlertMention> mentions = arrived.getOrDefault(destination, List.of());
      if (new Messages(played, notes, life, destination, ways, mentions).judge()) {
        told.addAll(ways);
        ways.forEach(way -> through.add(way.route()));
        // Told no oftener than by the other routes.
        off.stream()
            .filter(it -> it.destination().equals(destination))
            .forEach(it -> quiet.addAll(it.hours()));
      }
    }
    List<Route> nobody = ExpectedNotification.nobody(played.model(), life.labels());
    if (!nobody.isEmpty()) {
      hushed |= expected.isEmpty();
      endsWithNobody(life, nobody);
    }
  }

  /** Those to whom no route leads that is active at all hours. */
  private static Set<String> silent(List<ExpectedNotification> tellings) {
    Set<String> silent = new TreeSet<>();
    tellings.forEach(it -> silent.add(it.destination()));
    tellings.stream()
        .filter(it -> it.hours().isEmpty())
        .forEach(it -> silent.remove(it.destination()));
    return silent;
  }

  private void routes(
      List<ExpectedNotification> tellings, Set<String> routed, Set<String> expected) {
    if (!expected.equals(routed)) {
      notes.found(
          "its labels lead to "
              + Texts.list(routed)
              + ", and the scenario promises "
              + Texts.list(expected)
              + "; the routes are "
              + Texts.list(tellings.stream().map(it -> it.route().toString()).distinct().toList()));
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
                destination
                    + " was told, and is none of "
                    + Texts.list(expected)
                    + ": "
                    + Messages.headlines(mentions));
          }
        });
  }

  private void outOfHours(
      Recording.Life life, Set<String> silent, Set<String> arrived, Set<String> expected) {
    hushed = expected.isEmpty();
    notes.held(
        "out of hours " + Texts.list(silent) + " are not told", "told were " + Texts.list(arrived));
    played.tellings(life).stream()
        .filter(it -> silent.contains(it.destination()))
        .forEach(it -> quiet.addAll(it.hours()));
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
                    "known, for " + Texts.list(known.receivers()),
                    Map.of("receivers", known.receivers(), "fingerprint", known.fingerprint())));
  }

  /** Of routes by which nobody is told, all that can be seen is that Alertmanager takes them. */
  private void endsWithNobody(Recording.Life life, List<Route> routes) {
    Optional<Recording.Known> known = seen.known(life);
    for (Route route : routes) {
      String receiver = route.receiver().name();
      if (known.isEmpty()) {
        notes.found("it is to end at receiver " + receiver + ", and Alertmanager never knew of it");
      } else if (!known.get().receivers().contains(receiver)) {
        notes.found(
            "it is to end at receiver "
                + receiver
                + " by the route at "
                + route.origin()
                + ", and Alertmanager has it for "
                + Texts.list(known.get().receivers()));
      } else {
        through.add(route);
        notes.held(
            "it ends at receiver " + receiver + ", by which nobody is told",
            "Alertmanager knows it for " + Texts.list(known.get().receivers()));
      }
    }
  }
}
