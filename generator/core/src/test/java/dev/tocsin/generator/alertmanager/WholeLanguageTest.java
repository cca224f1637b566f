package dev.tocsin.generator.alertmanager;

import static dev.tocsin.dsl.alertmanager.BasicAuth.basicAuth;
import static dev.tocsin.dsl.alertmanager.Global.global;
import static dev.tocsin.dsl.alertmanager.HttpClient.httpClient;
import static dev.tocsin.dsl.alertmanager.Tracing.tracing;
import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Label.SEVERITY;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.Inhibition.inhibit;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.TimeInterval.timeInterval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.AlertmanagerConfig;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.generator.write.AlertmanagerWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a configuration can say beside its integrations, as it is written. */
class WholeLanguageTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void everythingBesideTheIntegrationsIsWritten() {
    Receiver team =
        receiver("team", webhook(URI.create("https://x.example"))).withLabels(Map.of("team", "a"));
    TimeInterval hours =
        timeInterval("support")
            .weekdays(DayOfWeek.MONDAY, DayOfWeek.THURSDAY)
            .times("08:00", "20:00")
            .location(BERLIN)
            .or()
            .weekdays(DayOfWeek.FRIDAY, DayOfWeek.FRIDAY)
            .times("08:00", "12:00")
            .times("13:00", "24:00");
    TimeInterval freeze =
        timeInterval("freeze")
            .months(Month.DECEMBER, Month.DECEMBER)
            .daysOfMonth(24, 26)
            .daysOfMonth(-1, -1)
            .years(2026, 2030)
            .localTime();
    AlertmanagerConfig config =
        alertmanager(
                route(team)
                    .routes(
                        route(team).matchers(SEVERITY.is("warning")).activeTimeIntervals(hours)))
            .global(
                global()
                    .resolveTimeout(Duration.ofMinutes(10))
                    .httpConfig(
                        httpClient().basicAuth(basicAuth("bot", Secret.env("PROXY_PASSWORD"))))
                    .slackApiUrl(Secret.env("SLACK_URL"))
                    .pagerdutyUrl(URI.create("https://events.example/v2/enqueue")))
            .templates("templates/*.tmpl")
            .tracing(tracing("otel:4317").insecure(true).samplingFraction(0.25))
            .inhibitRules(
                inhibit(SEVERITY.is("warning"))
                    .whileFiring(SEVERITY.is("critical"))
                    .equal(Label.JOB)
                    .name("critical mutes warning"))
            .timeIntervals(freeze);
    String yaml = AlertmanagerWriter.write(config, List.of());
    assertThat(yaml)
        .isEqualTo(
            """
            global:
              resolve_timeout: 10m
              http_config:
                basic_auth:
                  username: bot
                  password_file: /run/secrets/PROXY_PASSWORD
              slack_api_url_file: /run/secrets/SLACK_URL
              pagerduty_url: https://events.example/v2/enqueue

            templates:
              - templates/*.tmpl

            route:
              receiver: team
              routes:
                - receiver: team
                  matchers:
                    - severity="warning"
                  active_time_intervals: [support]

            inhibit_rules:
              - name: critical mutes warning
                source_matchers:
                  - severity="critical"
                target_matchers:
                  - severity="warning"
                equal: [job]

            time_intervals:
              - name: support
                time_intervals:
                  - times:
                      - start_time: "08:00"
                        end_time: "20:00"
                    weekdays: [monday:thursday]
                    location: Europe/Berlin
                  - times:
                      - start_time: "08:00"
                        end_time: "12:00"
                      - start_time: "13:00"
                        end_time: "24:00"
                    weekdays: [friday]
              - name: freeze
                time_intervals:
                  - days_of_month: ["24:26", "-1"]
                    months: [december]
                    years: ["2026:2030"]
                    location: Local

            receivers:
              - name: team
                labels:
                  team: a
                webhook_configs:
                  - send_resolved: true
                    url: https://x.example

            tracing:
              endpoint: otel:4317
              sampling_fraction: 0.25
              insecure: true
            """);
    AlertmanagerFile file = AlertmanagerFile.read("a.yml", yaml.getBytes(StandardCharsets.UTF_8));
    assertThat(file.problems()).isEmpty();
  }

  @Test
  void timesThatAlertmanagerWouldRefuseAreRefused() {
    TimeInterval t = timeInterval("t");
    assertThatThrownBy(() -> t.weekdays(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY))
        .hasMessageContaining("SATURDAY to SUNDAY run over the week's end");
    assertThatThrownBy(() -> t.times("17:00", "09:00")).hasMessageContaining("17:00 to 09:00");
    assertThatThrownBy(() -> t.times("9:00", "10:00")).hasMessageContaining("9:00 to 10:00");
    assertThatThrownBy(() -> t.daysOfMonth(0, 3)).hasMessageContaining("0 is not a valid day");
    assertThatThrownBy(() -> t.daysOfMonth(9, 3)).hasMessageContaining("before start day");
    assertThatThrownBy(() -> t.months(Month.MARCH, Month.JANUARY)).hasMessageContaining("use two");
    assertThatThrownBy(() -> t.years(2030, 2020)).hasMessageContaining("before start year");
    assertThatThrownBy(() -> t.location(ZoneOffset.ofHours(2))).hasMessageContaining("+02:00");
    assertThat(t.location(ZoneOffset.UTC)).isEqualTo(t.location(ZoneId.of("UTC")));
  }
}
