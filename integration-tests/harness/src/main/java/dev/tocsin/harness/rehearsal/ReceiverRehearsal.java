package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.alertmanager.Email;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.PagerDuty;
import dev.tocsin.dsl.alertmanager.Pushover;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.alertmanager.Slack;
import dev.tocsin.dsl.alertmanager.Webhook;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.harness.receivers.Sinks;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Leads every integration of a receiver to a sink; mail, whose logins are its own, elsewhere. */
final class ReceiverRehearsal {
  private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";
  private static final String SLACK_APP = "https://slack.com/api/chat.postMessage";

  private static final Set<String> AWS_ONLY = Set.of("profile", "role_arn", "external_id");

  private final FieldRehearsal fields;
  private final Sinks sinks;
  private final RunSecrets secrets;
  private final Changes changes;
  private final MailRehearsal mail;
  private Fields shippedGlobal = Fields.NONE;

  ReceiverRehearsal(FieldRehearsal fields, Sinks sinks, RunSecrets secrets, Changes changes) {
    this.fields = fields;
    this.sinks = sinks;
    this.secrets = secrets;
    this.changes = changes;
    this.mail = new MailRehearsal(sinks, secrets, changes);
  }

  // ---- global ----

  /** What {@code global} says in the rehearsal; asked once, before any receiver. */
  Fields global(Fields shipped, AlertmanagerConfig config) {
    shippedGlobal = shipped;
    Fields global = fields.of(shipped, "global", "global", "global");
    for (Map.Entry<String, Object> field : shipped.asMap().entrySet()) {
      Optional<IntegrationEndpoint> door = IntegrationEndpoint.ofGlobal(field.getKey());
      if (door.isPresent() && field.getValue() instanceof String url) {
        String sink = sinks.httpUrl(door.get().kind(), secrets.token(), "global");
        String place = "global: " + field.getKey();
        changes.note(
            Change.Reason.ADDRESS, place, Shown.of("global", field.getKey(), url), shown(sink));
        global = global.with(field.getKey(), sink);
      }
    }
    if (uses(config, PagerDuty.class) || shipped.asMap().containsKey("pagerduty_url")) {
      global =
          replaced(global, "global", "global", "pagerduty_url", PAGERDUTY, sinks.pagerDutyUrl());
    }
    if (usesSlackApp(config)) {
      // Where both are there, Alertmanager wants them to be the same.
      String sink =
          global.asMap().get("slack_api_url") instanceof String url
              ? url
              : sinks.slackUrl(secrets.token(), "the app's token");
      global = replaced(global, "global", "global", "slack_app_url", SLACK_APP, sink);
    }
    return uses(config, Email.class) ? mail.global(shipped, global) : global;
  }

  private static boolean uses(AlertmanagerConfig config, Class<? extends Integration> kind) {
    return config.receivers().stream()
        .flatMap(receiver -> receiver.integrations().stream())
        .anyMatch(kind::isInstance);
  }

  private static boolean usesSlackApp(AlertmanagerConfig config) {
    return config.global().asMap().keySet().stream().anyMatch(name -> name.startsWith("slack_app_"))
        || config.receivers().stream()
            .flatMap(receiver -> receiver.integrations().stream())
            .filter(Slack.class::isInstance)
            .anyMatch(slack -> slack.fields().asMap().containsKey("app_token"));
  }

  /** What the table of fields calls an integration of this key. */
  private static String struct(String key) {
    return key.replaceFirst("s$", "");
  }

  // ---- receivers ----

  Receiver receiver(Receiver receiver) {
    String owner = "receiver " + receiver.name();
    List<Integration> integrations = new ArrayList<>();
    List<Integration> replaced = new ArrayList<>();
    for (Integration integration : receiver.integrations()) {
      String place = owner + ": " + integration.kind();
      if (integration instanceof Pushover) {
        replaced.add(webhookInstead(integration, place, receiver.name()));
      } else {
        integrations.add(integration(integration, place, receiver.name()));
      }
    }
    integrations.addAll(replaced);
    return receiver.withIntegrations(integrations);
  }

  private Integration webhookInstead(Integration integration, String place, String name) {
    changes.note(
        Change.Reason.FIXED_ADDRESS,
        place,
        integration.kind(),
        "a webhook to the sink: Alertmanager has no field for Pushover's address");
    Webhook webhook = Webhook.webhook(URI.create(sinks.webhookUrl(secrets.token(), name)));
    return Boolean.FALSE.equals(integration.fields().asMap().get("send_resolved"))
        ? webhook.sendResolved(false)
        : webhook;
  }

  private Integration integration(Integration integration, String place, String name) {
    String owner = "receiver " + name;
    Fields shipped = integration.fields();
    Optional<IntegrationEndpoint> door = IntegrationEndpoint.of(integration.kind());
    Fields before = shipped;
    if (integration instanceof PagerDuty) {
      before = withRoutingKey(shipped, place);
    }
    if (door.isPresent()) {
      // Its address is set below, and is no secret of the run.
      before =
          FieldEdits.without(
              FieldEdits.without(before, door.get().field()), door.get().field() + "_file");
    } else if (integration instanceof Webhook && before.asMap().get("url") instanceof String) {
      before = FieldEdits.without(before, "url");
    } else if (integration instanceof Slack && before.asMap().get("app_url") != null) {
      before = FieldEdits.without(before, "app_url");
    }
    String struct = struct(integration.kind());
    Fields rehearsed = fields.of(before, struct, place, owner);
    if (door.isPresent()) {
      rehearsed = through(door.get(), shipped, rehearsed, place, owner);
    } else if (integration instanceof Webhook && shipped.asMap().get("url") instanceof String url) {
      rehearsed =
          FieldEdits.inOrder(
              shipped,
              replaced(
                  rehearsed.with("url", url),
                  struct,
                  place,
                  "url",
                  url,
                  sinks.webhookUrl(secrets.token(), name)));
    } else if (integration instanceof PagerDuty && shipped.asMap().get("url") != null) {
      rehearsed = replaced(rehearsed, struct, place, "url", PAGERDUTY, sinks.pagerDutyUrl());
    } else if (integration instanceof Slack
        && shipped.asMap().get("app_url") instanceof String url) {
      // Where both are there, Alertmanager wants them to be the same.
      String sink =
          rehearsed.asMap().get("api_url") instanceof String own
              ? own
              : sinks.slackUrl(secrets.token(), "app of " + owner);
      changes.note(
          Change.Reason.ADDRESS,
          place + ": app_url",
          Shown.of(struct, "app_url", url),
          shown(sink));
      rehearsed = FieldEdits.inOrder(shipped, rehearsed.with("app_url", sink));
    } else if (integration instanceof Email) {
      rehearsed = mail.integration(shipped, rehearsed, place);
    }
    return integration.withFields(rehearsed);
  }

  /** Leads an integration to the sink that replaces it, whichever way its address was said. */
  private Fields through(
      IntegrationEndpoint door, Fields shipped, Fields fieldsBefore, String place, String owner) {
    Object own = shipped.asMap().get(door.field());
    Object ownFile = shipped.asMap().get(door.field() + "_file");
    Object global = shippedGlobal.asMap().get(door.global());
    String token = secrets.token();
    String sink = sinks.httpUrl(door.kind(), token, owner);
    Fields rehearsed = fieldsBefore;
    switch (door.key()) {
      case "jira_configs" -> {
        // Its path says which of Jira's versions is spoken.
        sink += pathOf(own != null ? own : global);
        sinks.learnTransitions(
            token,
            FieldEdits.text(shipped, "resolve_transition"),
            FieldEdits.text(shipped, "reopen_transition"));
      }
      case "sns_configs" -> rehearsed = signed(rehearsed, place);
      default -> {}
    }
    if (own instanceof Secret || ownFile instanceof String) {
      String path = own instanceof Secret secret ? secret.path() : String.valueOf(ownFile);
      Secret file =
          fields.file(path, door.field(), place + ": " + door.field() + "_file", owner, sink);
      return FieldEdits.inOrder(
          shipped,
          own instanceof Secret
              ? rehearsed.with(door.field(), file)
              : rehearsed.with(door.field() + "_file", file.path()));
    }
    String said =
        own instanceof String url
            ? Shown.of(struct(door.key()), door.field(), url)
            : global instanceof String url ? Shown.of("global", door.global(), url) : "its own";
    changes.note(Change.Reason.ADDRESS, place + ": " + door.field(), said, shown(sink));
    return FieldEdits.inOrder(shipped, rehearsed.with(door.field(), sink));
  }

  private static String pathOf(@Nullable Object url) {
    try {
      String path = url instanceof String text ? URI.create(text).getPath() : "";
      return path == null ? "" : path;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** A signature needs a region and a key, which production may take from its machine. */
  private Fields signed(Fields rehearsed, String place) {
    Fields shipped = rehearsed.asMap().get("sigv4") instanceof Fields sigv4 ? sigv4 : Fields.NONE;
    Fields signing = Fields.NONE;
    for (Map.Entry<String, Object> field : shipped.asMap().entrySet()) {
      if (AWS_ONLY.contains(field.getKey())) {
        changes.note(
            Change.Reason.NETWORK,
            place + ": sigv4: " + field.getKey(),
            Shown.of("sigv4", field.getKey(), field.getValue()),
            "(nothing)");
      } else {
        signing = signing.with(field.getKey(), field.getValue());
      }
    }
    for (Map.Entry<String, String> needed :
        Map.of(
                "region",
                "us-east-1",
                "access_key",
                MailRehearsal.GUEST,
                "secret_key",
                secrets.token())
            .entrySet()) {
      if (!signing.asMap().containsKey(needed.getKey())) {
        changes.note(
            Change.Reason.SECRET,
            place + ": sigv4: " + needed.getKey(),
            "of the machine",
            "(made for this run)");
        signing = signing.with(needed.getKey(), needed.getValue());
      }
    }
    return rehearsed.with("sigv4", signing);
  }

  /**
   * Alertmanager sends to PagerDuty's old API at one fixed address; that of the new one can be set.
   */
  private Fields withRoutingKey(Fields shipped, String place) {
    Fields all = shipped;
    for (String suffix : List.of("", "_file")) {
      Object key = shipped.asMap().get("service_key" + suffix);
      if (key != null) {
        changes.note(
            Change.Reason.FIXED_ADDRESS,
            place + ": service_key",
            "service_key",
            "routing_key: the address of the older API is fixed in Alertmanager");
        all = FieldEdits.without(FieldEdits.without(all, "routing_key"), "routing_key_file");
        all = FieldEdits.without(all, "service_key" + suffix).with("routing_key" + suffix, key);
      }
    }
    return all;
  }

  // ---- fields ----

  private Fields replaced(
      Fields before, String struct, String place, String name, String standard, String rehearsed) {
    Object shipped = before.asMap().getOrDefault(name, standard);
    changes.note(
        Change.Reason.ADDRESS,
        place + ": " + name,
        Shown.of(struct, name, shipped),
        shown(rehearsed));
    return before.with(name, rehearsed);
  }

  /** The token at the end of an address is of this run only, and of no interest. */
  private static String shown(String address) {
    return address.replaceFirst("[0-9a-f]{32}", "…");
  }
}
