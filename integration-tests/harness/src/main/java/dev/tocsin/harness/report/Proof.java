package dev.tocsin.harness.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A scenario that was played, and how it went.
 *
 * @param alert the alert that it is about
 * @param scenario what happens and must follow, in a few words
 * @param way {@code compressed}: on real servers, with time running faster
 * @param backend {@code processes}
 * @param versions of the servers, by their name
 * @param speed how many times as fast time ran
 * @param needsDelivery whether something must have arrived, for it to be proven
 * @param seconds how long it took
 * @param evidence what was seen
 * @param failure why it failed; empty when it held
 * @param notes such as an attempt on which the machine was too slow
 */
public record Proof(
    String alert,
    String scenario,
    String way,
    String backend,
    Map<String, String> versions,
    double speed,
    boolean needsDelivery,
    double seconds,
    Evidence evidence,
    Optional<String> failure,
    List<String> notes) {
  public Proof {
    notes = List.copyOf(notes);
  }

  /** Whether it held: it did not fail, and there is evidence for it. */
  public boolean isOk() {
    return failure.isEmpty()
        && !evidence.held().isEmpty()
        && (!needsDelivery || evidence.deliveries() > 0);
  }
}
