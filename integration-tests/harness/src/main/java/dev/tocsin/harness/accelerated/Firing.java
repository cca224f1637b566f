package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.EmptyLabels;
import dev.tocsin.harness.scenario.Namesakes;
import dev.tocsin.harness.scenario.NoMatchDiagnosis;
import dev.tocsin.harness.series.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Prometheus must show of an alert that is to fire: that it does, with the labels that are
 * promised and whole annotations, not too early, not too late, once, and that it ends.
 */
final class Firing {
  /** Prometheus stamps scrapes and evaluations with the moment they were due, not made. */
  private static final int SLACK_EVALUATIONS = 1;

  /** Evaluations further apart than so many intervals are not one stretch of firing. */
  private static final int FLAP_EVALUATIONS = 4;

  private final Played played;
  private final Case script;
  private final Recording seen;
  private final Notes notes;

  Firing(Played played, Notes notes) {
    this.played = played;
    this.script = played.script();
    this.seen = played.seen();
    this.notes = notes;
  }

  /** Judges it, and gives the alert that fired; empty where none did. */
  Optional<Recording.Life> judge() {
    List<Recording.Life> all = played.mine();
    List<Recording.Life> fired = all.stream().filter(Recording.Life::fired).toList();
    if (fired.isEmpty()) {
      doesNotFire(all);
      return Optional.empty();
    }
    Map<String, String> promised = promised();
    Recording.Life life =
        fired.stream().filter(it -> carries(it, promised)).findFirst().orElse(fired.get(0));
    labels(life, promised);
    events(life);
    begins(life);
    firesOnce(life);
    ends(life);
    annotations(life);
    return Optional.of(life);
  }

  // ---- it does not ----

  private void doesNotFire(List<Recording.Life> pending) {
    pending.forEach(this::staysPending);
    List<Recording.Life> elsewhere =
        seen.alerts().stream()
            .filter(life -> life.name().equals(played.alert()))
            .filter(life -> !pending.contains(life) && played.isMine(life))
            .filter(life -> !seen.addresses().containsValue(life.instance()))
            .toList();
    for (Recording.Life life : elsewhere) {
      notes.found(
          (life.fired() ? "it fired" : "it was pending")
              + " without the label instance of its target, with "
              + Texts.labels(life.labels())
              + ": keep instance in the result, as in by (job, instance)");
    }
    if (pending.isEmpty() && elsewhere.isEmpty()) {
      notes.found(
          "it was never pending, let alone firing by "
              + Moments.text(script.firesBy())
              + ": its expression returned nothing for its target "
              + played.target());
      played
          .rule()
          .ifPresent(
              it ->
                  notes.found(
                      NoMatchDiagnosis.of(it.expr(), script, played.suite(), seen.floats())));
    }
  }

  private void staysPending(Recording.Life life) {
    Duration held = Duration.between(life.first(), life.pending().get(life.pending().size() - 1));
    notes.found(
        "it was pending from "
            + played.when(life.first())
            + " on, for "
            + Moments.text(seen.clock().inVirtual(held))
            + " at most, and never fired: its for is "
            + Moments.text(played.rule().map(Alert::forDuration).orElse(script.pending()))
            + ", and the fault lasts from "
            + Moments.text(script.begin())
            + " to "
            + Moments.text(script.end()));
  }

  // ---- what it carries ----

  /** The labels that it is to carry, whatever it fires on. */
  private Map<String, String> promised() {
    Map<String, String> labels =
        played.rule().map(Namesakes::fixed).map(TreeMap::new).orElseGet(TreeMap::new);
    labels.putAll(script.scenario().labels());
    return labels;
  }

  private static boolean carries(Recording.Life life, Map<String, String> labels) {
    return labels.entrySet().stream()
        .allMatch(label -> life.labels().getOrDefault(label.getKey(), "").equals(label.getValue()));
  }

  private void labels(Recording.Life life, Map<String, String> promised) {
    List<String> wrong = new ArrayList<>();
    promised.forEach(
        (name, value) -> {
          String carried = life.labels().getOrDefault(name, "");
          if (carried.isEmpty() && !value.isEmpty()) {
            wrong.add("fired without label " + name + ", where " + value + " was promised");
          } else if (!carried.equals(value)) {
            wrong.add("fired with " + name + "=\"" + carried + "\" instead of \"" + value + "\"");
          }
        });
    wrong.forEach(it -> notes.found(it + "; it has " + Texts.labels(life.labels())));
    if (wrong.isEmpty()) {
      notes.held(
          "it fires, labelled " + Texts.labels(promised),
          Texts.labels(life.labels()) + " = " + life.value());
    }
  }

  private void annotations(Recording.Life life) {
    int before = notes.count();
    life.annotations()
        .forEach(
            (name, text) -> {
              String wrong = Prose.wrong(text);
              if (!wrong.isEmpty()) {
                notes.found("its annotation " + name + " " + wrong + ": " + text);
              }
            });
    played.rule().stream()
        .flatMap(rule -> EmptyLabels.of(rule, life.own()).stream())
        .forEach(notes::found);
    if (notes.count() == before && !life.annotations().isEmpty()) {
      notes.held("its annotations are whole", Texts.fields(life.annotations()));
    }
  }

  // ---- when ----

  private void events(Recording.Life life) {
    if (!life.pending().isEmpty()) {
      notes.saw(
          Mark.PENDING,
          life.name(),
          life.pending().get(0),
          "Prometheus",
          "pending",
          Map.of("labels", life.labels()));
    }
    notes.saw(
        Mark.FIRING,
        life.name(),
        life.firedFirst(),
        "Prometheus",
        "firing",
        Map.of("labels", life.labels(), "value", life.value()));
    notes.saw(
        Mark.RESOLVED,
        life.name(),
        life.firedLast().plus(seen.clock().inReal(played.evaluation())),
        "Prometheus",
        "no longer firing",
        Map.of());
  }

  /** Neither too early nor too late. */
  private void begins(Recording.Life life) {
    Duration first = seen.since(life.firedFirst());
    Duration slack = played.evaluation().multipliedBy(SLACK_EVALUATIONS);
    String span =
        "not before "
            + Moments.text(script.firesFrom())
            + " and by "
            + Moments.text(script.firesBy());
    if (first.compareTo(script.firesFrom().minus(slack)) < 0) {
      notes.found("it fired at " + Moments.text(first) + ", but should fire " + span);
    } else if (first.compareTo(script.firesBy()) > 0) {
      notes.found(
          "it fired only at "
              + Moments.text(first)
              + ", but should fire "
              + span
              + "; it was pending from "
              + played.when(life.first())
              + " on");
    } else {
      notes.held("it fires " + span, "at " + Moments.text(first));
    }
  }

  private void firesOnce(Recording.Life life) {
    Duration apart = played.evaluation().multipliedBy(FLAP_EVALUATIONS);
    int times = life.times(seen.clock().inReal(apart));
    if (times > 1) {
      notes.found("it began to fire " + times + " times, and resolved in between");
    }
  }

  private void ends(Recording.Life life) {
    Duration last = seen.since(life.firedLast());
    if (last.compareTo(script.resolvedBy()) > 0) {
      notes.found(
          "it still fired at "
              + Moments.text(last)
              + ", but should resolve by "
              + Moments.text(script.resolvedBy()));
    } else {
      notes.held(
          "it resolves by " + Moments.text(script.resolvedBy()),
          "it fired last at " + Moments.text(last));
    }
  }
}
