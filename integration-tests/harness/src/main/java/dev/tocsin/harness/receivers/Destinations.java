package dev.tocsin.harness.receivers;

import dev.tocsin.dsl.alertmanager.Email;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.PagerDuty;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.alertmanager.Slack;
import dev.tocsin.dsl.alertmanager.Webhook;
import dev.tocsin.dsl.model.Receiver;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/** Where a receiver's notifications arrive, in the words of {@link Delivery#destination}. */
@API(status = API.Status.INTERNAL)
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
  public static List<String> of(Receiver owner, Integration integration, Fields global) {
    Map<String, Object> fields = integration.fields().asMap();
    String receiver = owner.name();
    if (integration instanceof Slack) {
      return List.of(
          "Slack "
              + fields.getOrDefault("channel", "")
              + " by "
              + secret(fields, "api_url", receiver, global));
    }
    if (integration instanceof PagerDuty) {
      String field =
          fields.keySet().stream().anyMatch(it -> it.startsWith("routing_key"))
              ? "routing_key"
              : "service_key";
      return List.of("PagerDuty " + secret(fields, field, receiver, global));
    }
    if (integration instanceof Email) {
      return Arrays.stream(String.valueOf(fields.get("to")).split(",", -1))
          .map(address -> "mail to " + address.strip())
          .toList();
    }
    if (integration instanceof Webhook) {
      boolean hidden = fields.get("url") instanceof Secret || fields.containsKey("url_file");
      return List.of("webhook " + (hidden ? secret(fields, "url", receiver, global) : receiver));
    }
    // What has no address that could be changed is notified by a webhook in the rehearsal.
    return List.of(
        HttpKind.of(integration.kind())
            .map(kind -> kind.title() + " of receiver " + receiver)
            .orElse("webhook " + receiver));
  }

  /** What a secret is called: its file's name, or where it is in the configuration. */
  private static String secret(
      Map<String, Object> fields, String field, String receiver, Fields global) {
    Map<String, Object> all = global.asMap();
    return called(fields, field, field + " of receiver " + receiver)
        .or(() -> called(all, "slack_" + field, "global slack_" + field))
        .orElse(field + " of receiver " + receiver);
  }

  private static Optional<String> called(Map<String, Object> fields, String field, String plain) {
    if (fields.get(field) instanceof Secret secret) {
      return Optional.of(lastOf(secret.path()));
    }
    if (fields.get(field + "_file") instanceof String path) {
      return Optional.of(lastOf(path));
    }
    return fields.containsKey(field) ? Optional.of(plain) : Optional.empty();
  }

  private static String lastOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
