package dev.tocsin.harness.compressed;

import dev.tocsin.harness.sink.Delivery;
import java.util.Optional;

/**
 * A delivery that tells of an alert.
 *
 * <p>A webhook's call holds the labels of each alert. Any other text tells of an alert when it has
 * its name, or no alert's name at all, and the address of its target; a text without any target's
 * address tells of all alerts of the name that it has.
 *
 * @param resolved whether it tells that the alert has ended; in a text about several, whether all
 *     have
 * @param certain whether it names the alert's own target, or labels
 */
record Mention(Delivery delivery, boolean resolved, boolean certain) {
  static Optional<Mention> of(Told told, Recording.Life alert) {
    if (told.delivery() instanceof Delivery.WebhookCall call) {
      return call.alerts().stream()
          .filter(it -> it.labels().equals(alert.labels()))
          .findFirst()
          .map(it -> new Mention(call, it.status().equals("resolved"), true));
    }
    boolean named = told.names().contains(alert.name()) || told.names().isEmpty();
    boolean certain = told.instances().contains(alert.instance());
    boolean placed = certain || told.instances().isEmpty() && told.names().contains(alert.name());
    return named && placed
        ? Optional.of(new Mention(told.delivery(), told.delivery().isResolved(), certain))
        : Optional.empty();
  }
}
