package dev.tocsin.harness.receivers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What raises the alarm when nothing comes any more: it is notified by a webhook again and again
 * that alerting works, and raises when that has stopped for longer than its patience.
 */
public final class DeadMansSwitch {
  private final Sinks sinks;
  private final String alert;
  private final Duration patience;
  private final Instant armed = Instant.now();

  private DeadMansSwitch(Sinks sinks, String alert, Duration patience) {
    this.sinks = sinks;
    this.alert = alert;
    this.patience = patience;
  }

  /** A switch that listens for this alert at the webhooks, armed from now on. */
  public static DeadMansSwitch listeningFor(String alert, Sinks sinks, Duration patience) {
    return new DeadMansSwitch(sinks, alert, patience);
  }

  /** When it was last called. */
  public Optional<Instant> lastHeard() {
    return heardSince(Instant.EPOCH).stream().max(Instant::compareTo);
  }

  /** How often it was notified since a moment. */
  public int timesHeardSince(Instant moment) {
    return heardSince(moment).size();
  }

  /** How long it was not notified at most between a moment and now. */
  public Duration longestSilenceSince(Instant moment) {
    Duration longest = Duration.ZERO;
    Instant before = moment;
    List<Instant> heard = new ArrayList<>(heardSince(moment));
    heard.add(Instant.now());
    for (Instant at : heard) {
      Duration silence = Duration.between(before, at);
      longest = silence.compareTo(longest) > 0 ? silence : longest;
      before = at;
    }
    return longest;
  }

  private List<Instant> heardSince(Instant moment) {
    return sinks.since(moment, Delivery.WebhookCall.class).stream()
        .filter(call -> !call.isResolved())
        .filter(
            call ->
                call.alerts().stream().anyMatch(one -> alert.equals(one.labels().get("alertname"))))
        .map(Delivery.WebhookCall::at)
        .sorted()
        .toList();
  }

  /** Whether it has not been notified for longer than its patience. */
  public boolean isRaised() {
    Instant since = lastHeard().filter(armed::isBefore).orElse(armed);
    return Duration.between(since, Instant.now()).compareTo(patience) > 0;
  }
}
