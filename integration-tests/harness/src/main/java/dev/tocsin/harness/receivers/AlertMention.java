package dev.tocsin.harness.receivers;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A delivery that is about an alert.
 *
 * <p>A webhook's call holds the labels of each alert. Any other text is about an alert when it has
 * its name, or no alert's name at all, and the address of its target; a text without any target's
 * address is about all alerts of the name that it has.
 *
 * @param resolved whether it says that the alert is resolved; in a text about several, whether all
 *     have; where the text does not say, whether that is likely
 * @param certain whether it names the alert's own target, or labels
 */
@API(status = API.Status.INTERNAL)
public record AlertMention(Delivery delivery, boolean resolved, boolean certain) {
  /**
   * What it says about an alert; empty if nothing.
   *
   * @param labels all that the alert carries when it is notified of, its name included
   */
  public static Optional<AlertMention> of(ParsedNotification notified, Map<String, String> labels) {
    if (notified.delivery() instanceof Delivery.WebhookCall call) {
      return call.alerts().stream()
          .filter(it -> it.labels().equals(labels))
          .findFirst()
          .map(it -> new AlertMention(call, it.status().equals("resolved"), true));
    }
    String name = labels.getOrDefault("alertname", "");
    boolean named = notified.names().contains(name) || notified.names().isEmpty();
    boolean certain = notified.instances().contains(labels.getOrDefault("instance", ""));
    boolean placed = certain || notified.instances().isEmpty() && notified.names().contains(name);
    return named && placed
        ? Optional.of(
            new AlertMention(notified.delivery(), notified.delivery().isResolved(), certain))
        : Optional.empty();
  }

  /**
   * The same where the text says itself whether it is resolved; else its time of arrival decides,
   * for Alertmanager sends resolved notifications after it, and of nothing else.
   *
   * @param firedLast when the alert was last seen to fire
   */
  public AlertMention decidedBy(Instant firedLast) {
    return delivery.state() == Delivery.State.UNKNOWN
        ? new AlertMention(delivery, delivery.at().isAfter(firedLast), certain)
        : this;
  }
}
