package dev.tocsin.proofs.service;

import dev.tocsin.harness.AlertPattern;
import dev.tocsin.harness.Await;
import dev.tocsin.harness.Ensemble;
import dev.tocsin.harness.Scene;
import dev.tocsin.harness.sink.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The bells that faults ring: what must follow each.
 *
 * @param ensemble where scenes are played
 * @param pages what is measured
 */
record Bells(Ensemble ensemble, PageTable pages) {
  /** More than what takes longest, a window of 15 minutes, on a machine that is busy as well. */
  static final Duration PATIENCE = Duration.ofMinutes(4);

  /** The alert rings of the incident; when all of its alerts have, it is mended, and they end. */
  void ring(Incident incident, AlertPattern pattern, Set<String> told) {
    ensemble.with(
        pattern.name(),
        incident.cause(),
        scene -> {
          scene.waitsAtMost(PATIENCE);
          Instant began = incident.begin(scene);
          try {
            rings(scene, pattern, told, began, incident.cause());
          } finally {
            incident.seen();
          }
          incident.mend(scene);
          ends(scene, pattern, told);
        });
  }

  /** It fires and all of these are told, and nobody else; how long that took becomes a row. */
  void rings(Scene scene, AlertPattern pattern, Set<String> told, Instant since, String cause) {
    scene.fires(pattern);
    told(scene, pattern, false, told);
    Duration latency =
        deliveries(scene, pattern, false).stream()
            .map(Delivery::at)
            .min(Comparator.naturalOrder())
            .map(first -> Duration.between(since, first))
            .orElseThrow();
    scene.holds(
        "nobody is told of " + pattern.name() + " before its cause",
        !latency.isNegative(),
        latency.toMillis() + " ms after it");
    pages.add(pattern.name(), cause, latency, told);
  }

  /** It ends, and all who were told of it are told of that. */
  void ends(Scene scene, AlertPattern pattern, Set<String> told) {
    scene.ends(pattern);
    told(scene, pattern, true, told);
  }

  private static void told(
      Scene scene, AlertPattern pattern, boolean resolved, Set<String> destinations) {
    String what = pattern.name() + (resolved ? " resolved" : " firing") + " reaches ";
    Await.that(
        what + new TreeSet<>(destinations) + " of " + instance(pattern),
        PATIENCE,
        () -> receivers(scene, pattern, resolved).containsAll(destinations),
        () ->
            "it reached "
                + receivers(scene, pattern, resolved)
                + "\n"
                + scene.stage().sinks().since(scene.since()));
    Set<String> reached = receivers(scene, pattern, resolved);
    scene.holds(
        what + new TreeSet<>(destinations), reached.equals(destinations), reached.toString());
  }

  private static Set<String> receivers(Scene scene, AlertPattern pattern, boolean resolved) {
    Set<String> all = new TreeSet<>();
    deliveries(scene, pattern, resolved).forEach(it -> all.add(it.destination()));
    return all;
  }

  private static List<Delivery> deliveries(Scene scene, AlertPattern pattern, boolean resolved) {
    return scene.stage().sinks().since(scene.since()).stream()
        .filter(it -> it.isResolved() == resolved && it.says(pattern.name()))
        .filter(it -> it.words().contains(instance(pattern)))
        .toList();
  }

  private static String instance(AlertPattern pattern) {
    return pattern.labels().getOrDefault("instance", "");
  }
}
