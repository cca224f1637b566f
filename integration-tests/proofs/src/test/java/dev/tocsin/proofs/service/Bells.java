package dev.tocsin.proofs.service;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.generator.write.PageLatency;
import dev.tocsin.harness.AlertPattern;
import dev.tocsin.harness.Ensemble;
import dev.tocsin.harness.Scene;
import dev.tocsin.harness.Stage;
import dev.tocsin.harness.sink.Delivery;
import dev.tocsin.harness.stack.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The bells that faults ring: what must follow each.
 *
 * @param ensemble where scenes are played
 * @param expected what is to ring
 * @param pages what is measured
 */
record Bells(Stage stage, Ensemble ensemble, Expected expected, PageTable pages) {
  /** More than what takes longest, a window of 15 minutes, on a machine that is busy as well. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How long an Alertmanager waits for each that comes before it: a thirtieth of production's. */
  static final Duration PEER_WAIT = Duration.ofMillis(500);

  private static final Duration PEER_WAIT_IN_PRODUCTION = Duration.ofSeconds(15);

  /** What servers and receivers themselves take, which no computation knows. */
  private static final Duration HANDLING = Duration.ofSeconds(1);

  /**
   * What rings a bell.
   *
   * @param words for people
   * @param quietSince from when on until it begins nobody is told of the alert
   * @param began when
   * @param showsAfter how much later it can be seen in the metrics at the latest
   */
  record Cause(String words, Instant quietSince, Instant began, Duration showsAfter) {
    static Cause at(Scene scene, String words, Instant began) {
      return new Cause(words, scene.since(), began, Duration.ZERO);
    }
  }

  /** A scene. What its alert is expected to do must have been said. */
  private void play(String alert, String cause, Consumer<Scene> script) {
    ensemble.with(
        alert,
        cause,
        scene -> {
          scene.waitsAtMost(PATIENCE);
          script.accept(scene);
        });
  }

  /** A scene in which this alert rings. */
  void scene(AlertPattern pattern, Set<String> told, String cause, Consumer<Scene> script) {
    expected.rings(pattern.name(), instance(pattern), told);
    play(pattern.name(), cause, script);
  }

  /** The alert rings of the incident; when all of its alerts have, it is mended, and they end. */
  void ring(Incident incident, AlertPattern pattern, Set<String> told) {
    ring(incident, pattern, told, scene -> {});
  }

  /** Like {@link #ring(Incident, AlertPattern, Set)}, after something else. */
  void ring(Incident incident, AlertPattern pattern, Set<String> told, Consumer<Scene> before) {
    ring(incident, incident.cause(), pattern, told, before);
  }

  /** Like {@link #ring(Incident, AlertPattern, Set)}, by a part of what happens. */
  void ring(
      Incident incident,
      String part,
      AlertPattern pattern,
      Set<String> told,
      Consumer<Scene> before) {
    String who = pattern.toString();
    incident.needs(who);
    scene(
        pattern,
        told,
        part,
        scene -> {
          Instant began;
          try {
            before.accept(scene);
            Instant quiet = Instant.now();
            began = incident.begin(scene);
            Cause cause =
                new Cause(
                    part, began.isBefore(quiet) ? began : quiet, began, incident.showsAfter());
            rings(scene, pattern, told, cause);
          } finally {
            incident.seen(who);
          }
          incident.mend(scene);
          ends(scene, pattern, told, began);
        });
  }

  /** It fires and all of these are told, and nobody else; how long that took becomes a row. */
  void rings(Scene scene, AlertPattern pattern, Set<String> told, Cause cause) {
    scene.fires(pattern);
    told(scene, pattern, false, told, cause.quietSince());
    Duration latency =
        deliveries(scene, pattern, false, cause.quietSince()).stream()
            .map(Delivery::at)
            .min(Comparator.naturalOrder())
            .map(first -> Duration.between(cause.began(), first))
            .orElseThrow();
    scene.holds(
        "nobody is told of " + pattern.name() + " before its cause",
        !latency.isNegative(),
        latency.toMillis() + " ms after it");
    pages.add(
        new PageTable.Row(
            pattern.name(),
            cause.words(),
            latency,
            bound(pattern, stage.rehearsed().model(), cause).plus(PEER_WAIT).plus(HANDLING),
            bound(pattern, stage.shipped(), cause).plus(PEER_WAIT_IN_PRODUCTION),
            !scene.slowness().isTooSlow(),
            told));
  }

  /** The dead man's switch has been told nothing for its patience, which it has in production. */
  void raised(
      Scene scene,
      String watchdog,
      String cause,
      Instant began,
      Set<String> told,
      Duration patience) {
    Duration here = latency(watchdog, stage.rehearsed().model()).groupInterval();
    Duration there = latency(watchdog, stage.shipped()).groupInterval();
    pages.add(
        new PageTable.Row(
            watchdog,
            cause,
            Duration.between(began, Instant.now()),
            here.plus(stage.clock().inReal(patience)).plus(HANDLING),
            there.plus(patience),
            !scene.slowness().isTooSlow(),
            told));
  }

  private Duration bound(AlertPattern pattern, MonitoringModel model, Cause cause) {
    PageLatency latency = latency(pattern.name(), model);
    return (expected.mayFindItsGroup(pattern.name())
            ? latency.totalInAnOpenGroup()
            : latency.total())
        .plus(cause.showsAfter());
  }

  private static PageLatency latency(String name, MonitoringModel model) {
    return model.alerts().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .flatMap((Alert it) -> PageLatency.of(it, model))
        .orElseThrow();
  }

  /** It ends, and all who were told of it are told of that. */
  void ends(Scene scene, AlertPattern pattern, Set<String> told, Instant since) {
    scene.ends(pattern);
    told(scene, pattern, true, told, since);
  }

  /** All of these are told, and nobody else. */
  void told(
      Scene scene,
      AlertPattern pattern,
      boolean resolved,
      Set<String> destinations,
      Instant since) {
    String what = pattern.name() + (resolved ? " resolved" : " firing") + " reaches ";
    Await.that(
        what + new TreeSet<>(destinations) + " of " + instance(pattern),
        PATIENCE,
        () -> receivers(scene, pattern, resolved, since).containsAll(destinations),
        () ->
            "it reached "
                + receivers(scene, pattern, resolved, since)
                + "\n"
                + scene.stage().sinks().since(since));
    Set<String> reached = receivers(scene, pattern, resolved, since);
    scene.holds(
        what + new TreeSet<>(destinations), reached.equals(destinations), reached.toString());
  }

  /** Nobody has been told that it fires. */
  void heldBack(Scene scene, AlertPattern pattern) {
    List<Delivery> deliveries = deliveries(scene, pattern, false, scene.since());
    scene.holds(
        "nobody is told of " + pattern + " while it is held back",
        deliveries.isEmpty(),
        deliveries.toString());
  }

  private static Set<String> receivers(
      Scene scene, AlertPattern pattern, boolean resolved, Instant since) {
    Set<String> all = new TreeSet<>();
    deliveries(scene, pattern, resolved, since).forEach(it -> all.add(it.destination()));
    return all;
  }

  private static List<Delivery> deliveries(
      Scene scene, AlertPattern pattern, boolean resolved, Instant since) {
    String instance = instance(pattern);
    return scene.stage().sinks().since(since).stream()
        .filter(it -> it.isResolved() == resolved && it.says(pattern.name()))
        .filter(it -> instance.isEmpty() || Expected.isOf(it, instance))
        .toList();
  }

  private static String instance(AlertPattern pattern) {
    return pattern.labels().getOrDefault("instance", "");
  }
}
