package dev.tocsin.harness.sink;

import dev.tocsin.dsl.Secret;
import dev.tocsin.dsl.alertmanager.Email;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.PagerDuty;
import dev.tocsin.dsl.alertmanager.Receiver;
import dev.tocsin.dsl.alertmanager.Slack;
import dev.tocsin.dsl.alertmanager.Webhook;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a receiver's notifications arrive, in the words of {@link Delivery#destination}. */
public final class Destinations {
  private Destinations() {}

  /**
   * All destinations of a receiver, in the order of its integrations.
   *
   * @param global the configuration's global fields, which integrations inherit
   */
  public static List<String> of(Receiver receiver, Fields global) {
    return receiver.integrations().stream()
        .flatMap(integration -> of(receiver, integration, global).stream())
        .distinct()
        .toList();
  }

  /** The destinations of one integration of a receiver. */
  public static List<String> of(Receiver receiver, Integration integration, Fields global) {
    Map<String, Object> fields = integration.fields().asMap();
    if (integration instanceof Slack) {
      Object url = fields.getOrDefault("api_url", global.asMap().get("slack_api_url"));
      return List.of("Slack " + fields.getOrDefault("channel", "") + " by " + secret(url));
    }
    if (integration instanceof PagerDuty) {
      return List.of(
          "PagerDuty " + secret(fields.getOrDefault("routing_key", fields.get("service_key"))));
    }
    if (integration instanceof Email) {
      return Arrays.stream(String.valueOf(fields.get("to")).split(",", -1))
          .map(address -> "mail to " + address.strip())
          .toList();
    }
    if (integration instanceof Webhook) {
      Object url = fields.get("url");
      return List.of("webhook " + (url instanceof Secret ? secret(url) : receiver.name()));
    }
    return List.of(integration.kind() + " of " + receiver.name());
  }

  /** A secret's name is that of its file. */
  private static String secret(@Nullable Object value) {
    if (!(value instanceof Secret secret)) {
      return "an address without a secret";
    }
    return secret.path().substring(secret.path().lastIndexOf('/') + 1);
  }
}
