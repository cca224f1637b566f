package dev.tocsin.harness.accelerated;

import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.receivers.ParsedNotification;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.scenario.NoMatchDiagnosis;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.series.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What must hold of an alert that is not to fire: that it does not, that nobody is notified of it,
 * and that the fault was one that it could have seen.
 */
final class NotFiringJudge {
  private final Played played;
  private final Case script;
  private final Recording seen;
  private final Notes notes;

  NotFiringJudge(Played played, Notes notes) {
    this.played = played;
    this.script = played.script();
    this.seen = played.seen();
    this.notes = notes;
  }

  void judge() {
    int before = notes.count();
    played.mine().forEach(this::life);
    showed();
    heard();
    if (notes.count() == before) {
      notes.held(
          script.kind() == Case.Kind.WITHIN ? "it is never even pending" : "it never fires",
          "no such state at any evaluation, and no notification");
    } else {
      played
          .rule()
          .ifPresent(
              it ->
                  notes.found(
                      NoMatchDiagnosis.of(it.expr(), script, played.suite(), seen.floats())));
    }
  }

  private void life(Recording.Life life) {
    if (life.fired()) {
      notes.saw(
          Mark.FIRING,
          played.alert(),
          life.firedFirst(),
          "Prometheus",
          "firing",
          Map.of("labels", life.labels()));
      notes.found(
          "it fired at "
              + played.when(life.firedFirst())
              + ", but must not"
              + (life.value().isEmpty() ? "" : "; the value was " + life.value())
              + ": "
              + Texts.labels(life.labels()));
      ends(Mark.RESOLVED, life.firedLast(), "no longer firing");
      return;
    }
    notes.saw(
        Mark.PENDING,
        played.alert(),
        life.first(),
        "Prometheus",
        "pending",
        Map.of("labels", life.labels()));
    ends(Mark.INACTIVE, life.pending().get(life.pending().size() - 1), "no longer pending");
    if (script.kind() == Case.Kind.WITHIN && isPendingInFault(life)) {
      notes.found(
          "it was pending at "
              + played.when(life.first())
              + ", but must not be, since the value is within the threshold: "
              + Texts.labels(life.labels()));
    }
  }

  private void ends(Mark mark, Instant last, String what) {
    Instant end = last.plus(seen.clock().inReal(played.evaluation()));
    notes.saw(mark, played.alert(), end, "Prometheus", what, Map.of());
  }

  /** A fault that is too short for it to fire is to be seen all the same. */
  private void showed() {
    boolean showed =
        played.mine().stream().anyMatch(life -> life.fired() || isPendingInFault(life));
    if (script.kind() == Case.Kind.TOO_SHORT && !showed && isLongEnoughToShow()) {
      notes.found(
          "it was not even pending while the fault lasted, from "
              + Moments.text(script.begin())
              + " to "
              + Moments.text(script.end())
              + ", so that not firing proves nothing");
    }
  }

  private void heard() {
    List<Delivery> heard =
        seen.deliveries().stream()
            .filter(it -> it.names().contains(played.alert()))
            .filter(it -> it.instances().contains(played.target()))
            .map(ParsedNotification::delivery)
            .filter(it -> !isOfNamesake(it))
            .toList();
    heard.forEach(
        it -> notes.found("unexpected notification to " + it.destination() + ": " + it.headline()));
  }

  /**
   * Whether another rule's alert of its name fired, and this is about it or cannot be distinguished
   * apart.
   */
  private boolean isOfNamesake(Delivery delivery) {
    if (played.firedNamesakes().isEmpty()) {
      return false;
    }
    return !(delivery instanceof Delivery.WebhookCall call)
        || call.alerts().stream().map(Delivery.WebhookAlert::labels).noneMatch(this::isOwn);
  }

  /** Whether these are labels of its own rule's alert on its target. */
  private boolean isOwn(Map<String, String> labels) {
    Namesakes namesakes = new Namesakes(played.model());
    return labels.getOrDefault("alertname", "").equals(played.alert())
        && played.rule().filter(it -> namesakes.isOf(it, labels)).isPresent()
        && labels.getOrDefault("instance", "").equals(played.target());
  }

  /** Some scrapes and evaluations, of which a busy machine can leave out one. */
  private boolean isLongEnoughToShow() {
    Duration evaluation = played.evaluation();
    Duration scrape = PrometheusDefaults.of(played.model()).scrapeInterval();
    Duration own =
        played.model().groups().stream()
            .filter(group -> played.rule().filter(group.rules()::contains).isPresent())
            .flatMap(group -> group.interval().stream())
            .max(Duration::compareTo)
            .orElse(evaluation);
    Duration shown = scrape.plus(own).multipliedBy(2);
    return script.end().minus(script.begin()).compareTo(shown) >= 0;
  }

  /**
   * Before the fault begins series are young, and a rate is too low until its window is full: that
   * says nothing about the value.
   */
  private boolean isPendingInFault(Recording.Life life) {
    return life.pending().stream().anyMatch(at -> !at.isBefore(seen.at(script.begin())));
  }
}
