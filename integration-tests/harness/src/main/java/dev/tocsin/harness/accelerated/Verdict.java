package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Inhibition;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.Case;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be said of a case.
 *
 * @param alert the alert that it is about
 * @param rules those of its name that it proves
 * @param title what happens, in a few words
 * @param script the case; empty for what is judged of every run
 * @param needsDelivery whether something must have arrived, for it to be proven
 * @param findings what does not hold; none where it is proven
 * @param evidence what was seen of it
 * @param deliveries the notifications about it
 * @param notified who was notified of it as it should be, by which routes
 * @param through the routes that it was seen to take, those included whose receivers have no
 *     integrations
 * @param muted which inhibitions kept which other alerts quiet
 * @param outside the time intervals outside of which somebody was rightly not notified
 * @param seconds how long it took, in real time
 */
record Verdict(
    String alert,
    List<Alert> rules,
    String title,
    Optional<Case> script,
    boolean needsDelivery,
    List<String> findings,
    Evidence evidence,
    List<Delivery> deliveries,
    List<ExpectedNotification> notified,
    List<Route> through,
    Map<Inhibition, Set<String>> muted,
    Set<TimeInterval> outside,
    double seconds) {
  Verdict {
    rules = List.copyOf(rules);
    findings = List.copyOf(findings);
    deliveries = List.copyOf(deliveries);
    notified = List.copyOf(notified);
    through = List.copyOf(through);
    muted = Map.copyOf(muted);
    outside = Set.copyOf(outside);
  }

  /** Of a case that could not be judged, for this reason. */
  static Verdict none(Case script, String title, String reason) {
    return new Verdict(
        script.scenario().alert(),
        List.of(),
        title,
        Optional.of(script),
        false,
        List.of(reason),
        new Evidence(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Set.of(),
        0);
  }

  boolean holds() {
    return findings.isEmpty() && (!needsDelivery || evidence.deliveries() > 0);
  }

  /** Unlike any other of its suite. */
  String name() {
    return alert + ": " + title;
  }
}
