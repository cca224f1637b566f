package dev.tocsin.proofs.service;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.generator.write.PageLatency;
import dev.tocsin.harness.faults.AlertPattern;
import dev.tocsin.harness.faults.FaultTest;
import dev.tocsin.harness.faults.FaultTests;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.testbed.TestBed;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The alerts that faults cause: what must follow each.
 *
 * @param ensemble where fault tests are played
 * @param expected what is to fire
 * @param pages what is measured
 */
record ExpectedAlerts(TestBed bed, FaultTests ensemble, Expected expected, PageTable pages) {
  /** More than what takes longest, a window of 15 minutes, on a machine that is busy as well. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  /** How long an Alertmanager waits for each that comes before it: a thirtieth of production's. */
  static final Duration PEER_WAIT = Duration.ofMillis(500);

  private static final Duration PEER_WAIT_IN_PRODUCTION = Duration.ofSeconds(15);

  /** What servers and receivers themselves take, which no computation knows. */
  private static final Duration HANDLING = Duration.ofSeconds(1);

  /**
   * What fires a alert.
   *
   * @param words for people
   * @param quietSince from when on until it begins nobody is notified of the alert
   * @param began when
   * @param showsAfter how much later it can be seen in the metrics at the latest
   */
  record Cause(String words, Instant quietSince, Instant began, Duration showsAfter) {
    static Cause at(FaultTest test, String words, Instant began) {
      return new Cause(words, test.since(), began, Duration.ZERO);
    }
  }

  /** A fault test. What its alert is expected to do must have been said. */
  private void play(String alert, String cause, Consumer<FaultTest> script) {
    ensemble.with(
        alert,
        cause,
        test -> {
          test.waitsAtMost(PATIENCE);
          script.accept(test);
        });
  }

  /** A fault test in which this alert fires. */
  void test(AlertPattern pattern, Set<String> notified, String cause, Consumer<FaultTest> script) {
    expected.rings(pattern.name(), instance(pattern), notified);
    play(pattern.name(), cause, script);
  }

  /** The alert fires of the incident; when all of its alerts have, it is mended, and they end. */
  void ring(Incident incident, AlertPattern pattern, Set<String> notified) {
    ring(incident, pattern, notified, test -> {});
  }

  /** Like {@link #fire(Incident, AlertPattern, Set)}, after something else. */
  void ring(
      Incident incident, AlertPattern pattern, Set<String> notified, Consumer<FaultTest> before) {
    ring(incident, incident.cause(), pattern, notified, before);
  }

  /** Like {@link #fire(Incident, AlertPattern, Set)}, by a part of what happens. */
  void ring(
      Incident incident,
      String part,
      AlertPattern pattern,
      Set<String> notified,
      Consumer<FaultTest> before) {
    String who = pattern.toString();
    incident.needs(who);
    test(
        pattern,
        notified,
        part,
        test -> {
          Instant began;
          try {
            before.accept(test);
            Instant quiet = Instant.now();
            began = incident.begin(test);
            Cause cause =
                new Cause(
                    part, began.isBefore(quiet) ? began : quiet, began, incident.showsAfter());
            rings(test, pattern, notified, cause);
          } finally {
            incident.seen(who);
          }
          incident.mend(test);
          ends(test, pattern, notified, began);
        });
  }

  /**
   * It fires and all of these are notified, and no other destination; how long that took becomes a
   * row.
   */
  void rings(FaultTest test, AlertPattern pattern, Set<String> notified, Cause cause) {
    test.fires(pattern);
    notified(test, pattern, false, notified, cause.quietSince());
    Duration latency =
        deliveries(test, pattern, false, cause.quietSince()).stream()
            .map(Delivery::at)
            .min(Comparator.naturalOrder())
            .map(first -> Duration.between(cause.began(), first))
            .orElseThrow();
    test.holds(
        "nobody is notified of " + pattern.name() + " before its cause",
        !latency.isNegative(),
        latency.toMillis() + " ms after it");
    pages.add(
        new PageTable.Row(
            pattern.name(),
            cause.words(),
            latency,
            bound(pattern, bed.rehearsed().model(), cause).plus(PEER_WAIT).plus(HANDLING),
            bound(pattern, bed.shipped(), cause).plus(PEER_WAIT_IN_PRODUCTION),
            !test.slowness().isTooSlow(),
            notified));
  }

  /**
   * The dead man's switch has been notified nothing for its patience, which it has in production.
   */
  void raised(
      FaultTest test,
      String watchdog,
      String cause,
      Instant began,
      Set<String> notified,
      Duration patience) {
    Duration here = latency(watchdog, bed.rehearsed().model()).groupInterval();
    Duration there = latency(watchdog, bed.shipped()).groupInterval();
    pages.add(
        new PageTable.Row(
            watchdog,
            cause,
            Duration.between(began, Instant.now()),
            here.plus(bed.clock().inReal(patience)).plus(HANDLING),
            there.plus(patience),
            !test.slowness().isTooSlow(),
            notified));
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

  /** It ends, and all who were notified of it are notified of that. */
  void ends(FaultTest test, AlertPattern pattern, Set<String> notified, Instant since) {
    test.resolves(pattern);
    notified(test, pattern, true, notified, since);
  }

  /** All of these are notified, and no other destination. */
  void notified(
      FaultTest test,
      AlertPattern pattern,
      boolean resolved,
      Set<String> destinations,
      Instant since) {
    String what = pattern.name() + (resolved ? " resolved" : " firing") + " reaches ";
    Await.that(
        what + new TreeSet<>(destinations) + " of " + instance(pattern),
        PATIENCE,
        () -> receivers(test, pattern, resolved, since).containsAll(destinations),
        () ->
            "it reached "
                + receivers(test, pattern, resolved, since)
                + "\n"
                + test.bed().sinks().since(since));
    Set<String> reached = receivers(test, pattern, resolved, since);
    test.holds(
        what + new TreeSet<>(destinations), reached.equals(destinations), reached.toString());
  }

  /** Nobody has been notified that it fires. */
  void heldBack(FaultTest test, AlertPattern pattern) {
    List<Delivery> deliveries = deliveries(test, pattern, false, test.since());
    test.holds(
        "nobody is notified of " + pattern + " while it is held back",
        deliveries.isEmpty(),
        deliveries.toString());
  }

  private static Set<String> receivers(
      FaultTest test, AlertPattern pattern, boolean resolved, Instant since) {
    Set<String> all = new TreeSet<>();
    deliveries(test, pattern, resolved, since).forEach(it -> all.add(it.destination()));
    return all;
  }

  private static List<Delivery> deliveries(
      FaultTest test, AlertPattern pattern, boolean resolved, Instant since) {
    String instance = instance(pattern);
    return test.bed().sinks().since(since).stream()
        .filter(it -> it.isResolved() == resolved && it.says(pattern.name()))
        .filter(it -> instance.isEmpty() || Expected.isOf(it, instance))
        .toList();
  }

  private static String instance(AlertPattern pattern) {
    return pattern.labels().getOrDefault("instance", "");
  }
}
