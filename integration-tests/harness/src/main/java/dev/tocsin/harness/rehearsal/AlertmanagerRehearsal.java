package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.Secret;
import dev.tocsin.dsl.alertmanager.AlertmanagerConfig;
import dev.tocsin.dsl.alertmanager.Email;
import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.alertmanager.Integration;
import dev.tocsin.dsl.alertmanager.PagerDuty;
import dev.tocsin.dsl.alertmanager.Receiver;
import dev.tocsin.dsl.alertmanager.Route;
import dev.tocsin.dsl.alertmanager.Slack;
import dev.tocsin.dsl.alertmanager.TimeInterval;
import dev.tocsin.dsl.alertmanager.Webhook;
import dev.tocsin.harness.sink.Sinks;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The part of a {@link Rehearsal} that is about Alertmanager. */
final class AlertmanagerRehearsal {
  /**
   * What holds where the root route says nothing, by <a
   * href="https://prometheus.io/docs/alerting/latest/configuration/#route">Alertmanager</a>.
   */
  private static final Duration GROUP_WAIT = Duration.ofSeconds(30);

  private static final Duration GROUP_INTERVAL = Duration.ofMinutes(5);
  private static final Duration REPEAT_INTERVAL = Duration.ofHours(4);

  private static final String PAGERDUTY = "https://events.pagerduty.com/v2/enqueue";

  private final UnaryOperator<Duration> faster;
  private final Sinks sinks;
  private final String folder;
  private final RunSecrets secrets;
  private final Changes changes;
  private final Map<String, String> shippedPaths = new HashMap<>();
  private final Map<Receiver, Receiver> receivers = new HashMap<>();

  AlertmanagerRehearsal(
      UnaryOperator<Duration> faster,
      Sinks sinks,
      String folder,
      RunSecrets secrets,
      Changes changes) {
    this.faster = faster;
    this.sinks = sinks;
    this.folder = folder;
    this.secrets = secrets;
    this.changes = changes;
  }

  AlertmanagerConfig rehearse(AlertmanagerConfig config) {
    AlertmanagerConfig rehearsed = config.withRoot(route(config.root(), "route", true));
    Fields global = fields(config.global(), "global", "global");
    if (uses(config, PagerDuty.class)) {
      global =
          replaced(
              global, "global: pagerduty_url", "pagerduty_url", PAGERDUTY, sinks.pagerDutyUrl());
    }
    if (uses(config, Email.class)) {
      Object tls = global.asMap().getOrDefault("smtp_require_tls", true);
      changes.note(Change.Reason.TLS, "global: smtp_require_tls", String.valueOf(tls), "false");
      global = global.with("smtp_require_tls", false);
      allowLogin(global, "smtp_auth_username", "smtp_auth_password");
    }
    for (Map.Entry<String, Object> field : global.asMap().entrySet()) {
      rehearsed = rehearsed.withGlobal(field.getKey(), field.getValue());
    }
    return rehearsed;
  }

  private static boolean uses(AlertmanagerConfig config, Class<? extends Integration> kind) {
    return config.receivers().stream()
        .flatMap(receiver -> receiver.integrations().stream())
        .anyMatch(kind::isInstance);
  }

  // ---- routes ----

  private Route route(Route route, String place, boolean root) {
    Route rehearsed =
        route
            .withReceiver(receivers.computeIfAbsent(route.receiver(), this::receiver))
            .timed(
                time(route.groupWait(), root, GROUP_WAIT, place + ": group_wait"),
                time(route.groupInterval(), root, GROUP_INTERVAL, place + ": group_interval"),
                time(route.repeatInterval(), root, REPEAT_INTERVAL, place + ": repeat_interval"))
            .scheduled(
                route.active().stream().map(interval -> always(interval, place)).toList(),
                List.of());
    changes.note(
        Change.Reason.HOURS,
        place + ": mute_time_intervals",
        route.muted().toString(),
        List.of().toString());
    List<Route> children = new ArrayList<>();
    for (int i = 0; i < route.children().size(); i++) {
      Route child = route.children().get(i);
      children.add(route(child, place + " > " + (i + 1) + " to " + child.receiver().name(), false));
    }
    return rehearsed.withChildren(children);
  }

  /** What the root leaves open is Alertmanager's own, which must be divided as well. */
  private Optional<Duration> time(
      Optional<Duration> shipped, boolean root, Duration standard, String place) {
    Optional<Duration> known = shipped.isEmpty() && root ? Optional.of(standard) : shipped;
    known.ifPresent(duration -> changes.note(place, duration, faster.apply(duration)));
    return known.map(faster);
  }

  private TimeInterval always(TimeInterval interval, String place) {
    changes.note(
        Change.Reason.HOURS,
        place + ": time interval " + interval.name(),
        interval.times().toString(),
        "always");
    return TimeInterval.timeInterval(interval.name())
        .on(DayOfWeek.SUNDAY, DayOfWeek.SATURDAY)
        .between("00:00", "24:00");
  }

  // ---- receivers ----

  private Receiver receiver(Receiver receiver) {
    List<Integration> integrations = new ArrayList<>();
    for (Integration integration : receiver.integrations()) {
      String place = "receiver " + receiver.name() + ": " + integration.kind();
      Fields fields = fields(integration.fields(), place, receiver.name());
      if (integration instanceof Email) {
        if (fields.asMap().containsKey("require_tls")) {
          changes.note(
              Change.Reason.TLS,
              place + ": require_tls",
              String.valueOf(fields.asMap().get("require_tls")),
              "false");
          fields = fields.with("require_tls", false);
        }
        allowLogin(fields, "auth_username", "auth_password");
      }
      integrations.add(integration.withFields(addressed(integration, fields, place, receiver)));
    }
    return receiver.withIntegrations(integrations);
  }

  /** Addresses that stand in the configuration itself. */
  private Fields addressed(
      Integration integration, Fields fields, String place, Receiver receiver) {
    if (integration instanceof Webhook && fields.asMap().get("url") instanceof String url) {
      String token = secrets.token();
      return replaced(
          fields, place + ": url", "url", url, sinks.webhookUrl(token, receiver.name()));
    }
    if (integration instanceof PagerDuty && fields.asMap().get("url") instanceof String url) {
      return replaced(fields, place + ": url", "url", url, sinks.pagerDutyUrl());
    }
    if (integration instanceof Slack && fields.asMap().get("api_url") instanceof String) {
      changes.refuse(
          place + ": api_url is written out, and it is a secret: use Secret.env or Secret.file");
    }
    return fields;
  }

  // ---- fields ----

  private Fields fields(Fields fields, String place, String owner) {
    Fields rehearsed = Fields.NONE;
    for (Map.Entry<String, Object> field : fields.asMap().entrySet()) {
      String name = field.getKey();
      rehearsed = rehearsed.with(name, value(name, field.getValue(), place + ": " + name, owner));
    }
    return rehearsed;
  }

  private Object value(String name, Object value, String place, String owner) {
    if (value instanceof Secret secret) {
      return secret(name, secret, place);
    }
    if (value instanceof Fields nested) {
      return fields(nested, place, owner);
    }
    if (value instanceof List<?> list) {
      List<Object> all = new ArrayList<>();
      for (Object item : list) {
        all.add(value(name, item, place, owner));
      }
      return List.copyOf(all);
    }
    if (name.equals("smtp_smarthost") || name.equals("smarthost")) {
      changes.note(Change.Reason.ADDRESS, place, String.valueOf(value), sinks.mailAddress());
      return sinks.mailAddress();
    }
    return value;
  }

  private Fields replaced(
      Fields fields, String place, String name, String standard, String rehearsed) {
    Object shipped = fields.asMap().getOrDefault(name, standard);
    // The token at the end of an address is of this run only, and of no interest.
    changes.note(
        Change.Reason.ADDRESS,
        place,
        String.valueOf(shipped),
        rehearsed.replaceFirst("[0-9a-f]{32}$", "…"));
    return fields.with(name, rehearsed);
  }

  private Secret secret(String field, Secret secret, String place) {
    Secret rehearsed = secret.in(folder);
    String file = rehearsed.path().substring(rehearsed.path().lastIndexOf('/') + 1);
    String before = shippedPaths.putIfAbsent(file, secret.path());
    if (before != null && !before.equals(secret.path())) {
      changes.refuse(
          "secrets " + before + " and " + secret.path() + " would be one file: name them apart");
    }
    changes.note(Change.Reason.SECRET, place + "_file", secret.path(), rehearsed.path());
    if (!secrets.has(file)) {
      String token = secrets.token();
      secrets.put(file, secretValue(field, token, file), token);
    }
    return rehearsed;
  }

  /** What the file holds: where the real one holds an address, that of a sink. */
  private String secretValue(String field, String token, String file) {
    return switch (field) {
      case "api_url", "slack_api_url" -> sinks.slackUrl(token, file);
      case "url" -> sinks.webhookUrl(token, file);
      case "routing_key", "service_key" -> {
        sinks.learnRoutingKey(token, file);
        yield token;
      }
      default -> token;
    };
  }

  private void allowLogin(Fields fields, String userField, String passwordField) {
    if (fields.asMap().get(userField) instanceof String user
        && fields.asMap().get(passwordField) instanceof Secret password) {
      String path = password.path();
      sinks.allowMailFrom(user, secrets.value(path.substring(path.lastIndexOf('/') + 1)));
    }
  }
}
