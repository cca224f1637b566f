package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.Secret;
import dev.tocsin.dsl.alertmanager.AlertmanagerConfig;
import dev.tocsin.dsl.alertmanager.Email;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.PagerDuty;
import dev.tocsin.dsl.alertmanager.Route;
import dev.tocsin.dsl.alertmanager.Routing;
import dev.tocsin.dsl.alertmanager.Slack;
import dev.tocsin.dsl.alertmanager.TimeInterval;
import dev.tocsin.dsl.alertmanager.Webhook;
import dev.tocsin.harness.sink.HttpKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody whom the routing tree lets be told of an alert, and by which route.
 *
 * @param destination as {@code Delivery.destination} writes it
 * @param resolves whether the end is told too
 * @param groupBy the labels on which alerts of one notification agree
 * @param grouped whether alerts share notifications at all
 * @param repeated how often it is told again
 */
record Telling(
    Route route,
    String destination,
    boolean resolves,
    List<Label> groupBy,
    boolean grouped,
    Duration repeated) {
  /**
   * Integrations that tell no end unless asked to, by <a
   * href="https://prometheus.io/docs/alerting/latest/configuration/#receiver-integration-settings">
   * Alertmanager's documentation</a>.
   */
  private static final Set<String> SILENT_ABOUT_ENDS =
      Set.of("email_configs", "slack_configs", "wechat_configs");

  Telling {
    groupBy = List.copyOf(groupBy);
  }

  /** The time intervals on which it depends whether the route tells anything. */
  List<TimeInterval> hours() {
    List<TimeInterval> all = new ArrayList<>(route.active());
    all.addAll(route.muted());
    return all;
  }

  /** All who are told of an alert with these labels, by what is shipped. */
  static List<Telling> of(MonitoringModel model, Map<String, String> labels) {
    List<Telling> all = new ArrayList<>();
    if (model.alertmanager().isEmpty()) {
      return all;
    }
    AlertmanagerConfig config = model.alertmanager().get();
    for (Routing.Destination end : Routing.of(config.root(), labels)) {
      for (Integration integration : end.route().receiver().integrations()) {
        Object resolves =
            integration
                .fields()
                .asMap()
                .getOrDefault("send_resolved", !SILENT_ABOUT_ENDS.contains(integration.kind()));
        for (String destination : destinations(end.route(), integration, config.global())) {
          all.add(
              new Telling(
                  end.route(),
                  destination,
                  Boolean.TRUE.equals(resolves),
                  end.groupBy(),
                  !end.route().isUngrouped(),
                  end.repeatInterval()));
        }
      }
    }
    return all;
  }

  private static List<String> destinations(Route route, Integration integration, Fields global) {
    Map<String, Object> fields = integration.fields().asMap();
    String receiver = route.receiver().name();
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
    // What has no address that could be changed is told by a webhook in the rehearsal.
    return List.of(
        HttpKind.of(integration.kind())
            .map(kind -> kind.title() + " of receiver " + receiver)
            .orElse("webhook " + receiver));
  }

  /** What a secret is called: its file's name, or where it stands in the configuration. */
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
