package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.harness.receivers.AlertMention;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.scenario.Case;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the alert of a case mutes the others that its scenario promises to be muted, and is not
 * held back itself by any that the scenario knows nothing of.
 */
final class Muting {
  /** How long Alertmanager may take, in real time, to see that one alert mutes another. */
  private static final Duration SETTLING = Duration.ofMillis(500);

  private final Played played;
  private final Case script;
  private final Recording seen;
  private final Notes notes;
  private final Inhibitions inhibitions;
  private final Map<Inhibition, Set<String>> muted = new HashMap<>();

  Muting(Played played, Notes notes) {
    this.played = played;
    this.script = played.script();
    this.seen = played.seen();
    this.notes = notes;
    this.inhibitions = new Inhibitions(played.model());
  }

  /** Which inhibitions kept which other alerts quiet. */
  Map<Inhibition, Set<String>> muted() {
    return muted;
  }

  /**
   * What held it back for a time although its scenario knows nothing of that; who is notified late
   * is notified in the end, and nothing else would show it.
   */
  void heldBack(Recording.Life life) {
    Set<String> by = new TreeSet<>();
    seen.known(life).ifPresent(it -> it.looks().forEach(look -> by.addAll(look.inhibitedBy())));
    for (Recording.Known source : seen.known()) {
      String name = source.labels().getOrDefault("alertname", "");
      if (by.contains(source.fingerprint()) && !script.scenario().mayAlsoFire().contains(name)) {
        notes.found(
            "Alertmanager suppressed it for a time"
                + inhibitions.because(source.labels(), life.labels())
                + "; fix: add .mayAlsoFire(\""
                + name
                + "\") to the scenario or, if the other alert has nothing to do with it,"
                + " .onItsOwnServers()");
      }
    }
  }

  /** Judges whether this alert, which fired, mutes the others. */
  void judge(Recording.Life life) {
    Optional<Recording.Known> source = seen.known(life);
    for (String name : script.scenario().inhibited()) {
      List<Recording.Life> others =
          played.lives(name).stream()
              .filter(Recording.Life::fired)
              .filter(other -> !name.equals(life.name()) || !played.isMine(other))
              .toList();
      if (others.isEmpty()) {
        notes.found(name + ", which it should inhibit, did not fire on its target");
      }
      for (Recording.Life other : others) {
        notes.saw(
            Mark.FIRING, name, other.firedFirst(), "Prometheus", name + " fires too", Map.of());
        source.ifPresentOrElse(
            it -> mutes(it, other),
            () -> notes.found("it never arrived at Alertmanager, so it cannot inhibit " + name));
      }
    }
  }

  private void mutes(Recording.Known source, Recording.Life other) {
    String name = other.name();
    Optional<Recording.Known> known = seen.known(other);
    if (known.isEmpty()) {
      notes.found(name + ", which it should inhibit, never arrived at Alertmanager");
      return;
    }
    List<Recording.Look> together = together(source, known.get());
    if (together.isEmpty()) {
      notes.found(name + ", which it should inhibit, never fired at the same time");
      return;
    }
    List<Recording.Look> loud =
        together.stream()
            .filter(look -> !look.inhibitedBy().contains(source.fingerprint()))
            .toList();
    if (!loud.isEmpty()) {
      notes.found(
          "it did not inhibit "
              + name
              + " at "
              + played.when(loud.get(0).at())
              + inhibitions.notMuting(source.labels(), other.labels()));
      return;
    }
    List<AlertMention> heard = heard(source, other);
    if (!heard.isEmpty()) {
      notes.found(
          "notifications about "
              + name
              + " although it was inhibited: "
              + Messages.headlines(heard));
      return;
    }
    notes.saw(
        Mark.INHIBITED,
        name,
        together.get(0).at(),
        "Alertmanager",
        name + " is suppressed",
        Map.of(
            "labels", other.labels(),
            "by", source.labels().getOrDefault("alertname", ""),
            "inhibitedBy", source.fingerprint()));
    notes.held(
        "it inhibits " + name,
        "suppressed at each of " + together.size() + " looks, and no notification was sent");
    // Where several do, none of them is missed when it is gone.
    List<Inhibition> by = inhibitions.between(source.labels(), other.labels());
    if (by.size() == 1) {
      muted.computeIfAbsent(by.get(0), it -> new TreeSet<>()).add(name);
    }
  }

  /**
   * The looks at another alert while both were there. Two that come in the same moment are known a
   * little before one mutes the other; what counts is that nobody is notified. The last look can
   * have come between the two ends.
   */
  private static List<Recording.Look> together(Recording.Known source, Recording.Known other) {
    Instant settled = source.first().plus(SETTLING);
    return other.looks().stream()
        .filter(look -> !look.at().isBefore(settled))
        .filter(look -> look.at().isBefore(source.last()))
        .toList();
  }

  /**
   * What was notified of another alert while this one was there. A text that names no target may be
   * about another one; what Alertmanager reports counts.
   */
  private List<AlertMention> heard(Recording.Known source, Recording.Life other) {
    return seen.mentions(other).stream()
        .filter(it -> !it.resolved() && it.certain())
        .filter(
            it ->
                it.delivery() instanceof Delivery.WebhookCall
                    || !other.name().equals(played.alert()))
        .filter(it -> it.delivery().at().isAfter(source.first()))
        .filter(it -> it.delivery().at().isBefore(source.last()))
        .toList();
  }
}
