package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.Labels.LLM_INFERENCE;
import static dev.tocsin.monitoring.Labels.SERVICE;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tocsin.dsl.alertmanager.Email;
import dev.tocsin.dsl.alertmanager.PagerDuty;
import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.alertmanager.Slack;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Route;
import dev.tocsin.dsl.model.Severity;
import dev.tocsin.dsl.model.TimeInterval;
import java.time.DayOfWeek;
import java.util.Map;

/** Who is told of what, how and when. */
final class Routing {
  private Routing() {}

  static final TimeInterval BUSINESS_HOURS =
      timeInterval("business-hours")
          .weekdays(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)
          .times("09:00", "17:00")
          .location(Parameters.BUSINESS_ZONE);

  // ---- receivers ----

  /** Reaches people at any hour; what no route knows ends here. */
  static final Receiver EVERYONE =
      receiver("everyone", mail(), slackTo(Parameters.CRITICAL_CHANNEL));

  static final Receiver TEAM_MAIL = receiver("team-mail", mail());

  static final Receiver WARNINGS = receiver("warnings", slackTo(Parameters.WARNING_CHANNEL));

  static final Receiver LLM_ON_CALL =
      receiver(
          "llm-on-call",
          slackTo(Parameters.CRITICAL_CHANNEL),
          page(Parameters.PAGERDUTY_LLM_SERVICE_KEY));

  static final Receiver INFRASTRUCTURE_ON_CALL =
      receiver(
          "infrastructure-on-call",
          slackTo(Parameters.CRITICAL_CHANNEL),
          page(Parameters.PAGERDUTY_SERVICE_KEY));

  static final Receiver DEAD_MANS_SWITCH =
      receiver("dead-mans-switch", webhook(Parameters.DEAD_MANS_SWITCH).sendResolved(false));

  // ---- routes ----

  /**
   * The Watchdog goes to the dead man's switch and nowhere else, once a minute: a repeat interval
   * below the group interval means at every one.
   */
  private static final Route WATCHDOG =
      route(DEAD_MANS_SWITCH)
          .matchers(InfrastructureAlerts.WATCHDOG)
          .groupWait(ofSeconds(0))
          .groupInterval(ofMinutes(1))
          .repeatInterval(ofSeconds(50));

  /** Mail for everything; what has no severity that we know gets it from the root. */
  private static final Route MAIL =
      route(TEAM_MAIL)
          .matchers(SEVERITY.matches(Severity.CRITICAL.name() + "|" + Severity.WARNING.name()))
          .continueMatching();

  /** A resolve outside business hours is not told later; the mail of it was sent. */
  private static final Route WARNING =
      route(WARNINGS).matchers(Severity.WARNING).activeTimeIntervals(BUSINESS_HOURS);

  private static final Route LLM_CRITICAL =
      urgent(route(LLM_ON_CALL).matchers(Severity.CRITICAL).matchers(SERVICE.is(LLM_INFERENCE)));

  /** Whatever else is critical pages too, also with a service that we do not know. */
  private static final Route OTHER_CRITICAL =
      urgent(route(INFRASTRUCTURE_ON_CALL).matchers(Severity.CRITICAL));

  /**
   * One notification for each alert and job: three instances down are one page, a second alert is a
   * second page, and not an update of an incident that someone has acknowledged.
   */
  static final Route ROOT =
      route(EVERYONE)
          .groupBy(ALERTNAME, JOB)
          .groupWait(ofSeconds(30))
          .groupInterval(ofMinutes(5))
          .repeatInterval(ofHours(4))
          .routes(WATCHDOG, MAIL, WARNING, LLM_CRITICAL, OTHER_CRITICAL);

  static final AlertmanagerConfig CONFIG =
      alertmanager(ROOT)
          .smtp(
              mailServer(Parameters.MAIL_SERVER, Parameters.MAIL_SENDER)
                  .login(Parameters.MAIL_SENDER, Parameters.SMTP_PASSWORD))
          .inhibitRules(Inhibitions.ALL);

  /**
   * Waits 10 s, so that a cause can arrive and mute its symptoms; repeats hourly. Resolves follow
   * within 2 minutes, which is still long enough for two Alertmanagers to agree who speaks.
   */
  private static Route urgent(Route route) {
    return route.groupWait(ofSeconds(10)).groupInterval(ofMinutes(2)).repeatInterval(ofHours(1));
  }

  // ---- messages ----

  private static final String TITLE =
      "[{{ .Status | toUpper }}{{ if eq .Status \"firing\" }}:{{ .Alerts.Firing | len }}{{ end }}]"
          + " {{ .GroupLabels.alertname }}{{ with .GroupLabels.job }} ({{ . }}){{ end }}";

  private static final String TEXT =
      "{{ range .Alerts }}{{ .Annotations.summary }}\n"
          + "{{ .Annotations.description }}\n"
          + "{{ with .Annotations.runbook_url }}Runbook: {{ . }}\n{{ end }}{{ end }}";

  private static final String RUNBOOK = "{{ .CommonAnnotations.runbook_url }}";

  private static Email mail() {
    return email(Parameters.TEAM_MAIL).subject(TITLE);
  }

  private static Slack slackTo(String channel) {
    return slack(channel, Parameters.SLACK_WEBHOOK_URL)
        .title(TITLE)
        .titleLink(RUNBOOK)
        .text(TEXT)
        .color(
            "{{ if eq .Status \"resolved\" }}good{{ else if eq .CommonLabels.severity \"warning\""
                + " }}warning{{ else }}danger{{ end }}");
  }

  private static PagerDuty page(Secret key) {
    return pagerDuty(key)
        .severity("critical")
        .description("{{ .GroupLabels.alertname }}: {{ (index .Alerts 0).Annotations.summary }}")
        .component("{{ .CommonLabels.service }}")
        .link(RUNBOOK, "Runbook")
        .details(Map.of("alerts", TEXT));
  }
}
