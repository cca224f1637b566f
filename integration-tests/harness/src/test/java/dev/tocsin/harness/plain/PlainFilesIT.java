package dev.tocsin.harness.plain;

import static dev.tocsin.harness.series.Load.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.rehearsal.Change;
import dev.tocsin.harness.scenario.AlertFiles;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Files of a team that writes no Java, played on real servers. */
@Execution(ExecutionMode.CONCURRENT)
@Cores(0.5)
class PlainFilesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String RULES =
      """
      groups:
        - name: api
          interval: 15s
          rules:
            - record: job:http_errors:ratio
              expr: |
                sum by (job) (rate(http_requests_total{code=~"5.."}[5m]))
                  / sum by (job) (rate(http_requests_total[5m]))
            - alert: ApiErrors
              expr: job:http_errors:ratio > 0.05
              for: 2m
              labels:
                severity: page
              annotations:
                summary: '{{ $labels.job }} answers {{ $value | humanizePercentage }} with errors'
      """;

  private static final String ALERTMANAGER =
      """
      global:
        smtp_smarthost: smtp.example.org:587
        smtp_from: alerts@example.org
        opsgenie_api_key: 11111111-2222-3333-4444-555555555555
      templates:
        - /etc/alertmanager/templates/*.tmpl
      route:
        receiver: team
        group_by: [alertname, job]
        group_wait: 15s
        group_interval: 1m
        routes:
          - match:
              severity: page
            receiver: on-call
            mute_time_intervals: [maintenance]
      time_intervals:
        - name: maintenance
          time_intervals:
            - weekdays: [sunday]
              times: [{start_time: '02:00', end_time: '06:00'}]
              location: Europe/Berlin
      receivers:
        - name: team
          email_configs:
            - to: team@example.org
        - name: on-call
          opsgenie_configs:
            - priority: P1
              http_config:
                proxy_url: http://proxy.example.org:3128
          telegram_configs:
            - bot_token: 123456:ABCDEF
              chat_id: -1001
              message: '{{ template "chat.text" . }}'
          email_configs:
            - to: on-call@example.org
              send_resolved: true
      """;

  @TempDir Path folder;

  private AlertFiles files(String alertmanager) throws IOException {
    Path templates = Files.createDirectories(folder.resolve("conf/templates"));
    Files.writeString(
        templates.resolve("chat.tmpl"),
        "{{ define \"chat.text\" }}{{ .Status | toUpper }} {{ .CommonLabels.alertname }}:"
            + " {{ .CommonAnnotations.summary }}{{ end }}");
    return AlertFiles.of(Files.writeString(folder.resolve("conf/rules.yml"), RULES))
        .alertmanager(Files.writeString(folder.resolve("conf/alertmanager.yml"), alertmanager))
        .prometheus(
            Files.writeString(
                folder.resolve("conf/prometheus.yml"),
                """
                global:
                  scrape_interval: 15s
                  evaluation_interval: 15s
                  external_labels: {cluster: eu-1}
                scrape_configs:
                  - job_name: api
                    kubernetes_sd_configs: [{role: pod}]
                """));
  }

  private static TestBed open(AlertFiles files, Generation generation, Path work) {
    return TestBed.of(files)
        .scripting(
            "api-1",
            "api",
            load()
                .counter("http_requests_total", 10, "code", "200")
                .counter("http_requests_total", 0, "code", "500"))
        .open(Programs.of(Tools.standard().provide(generation)), work);
  }

  private static void fail(TestBed bed, double errors) {
    bed.target("api-1")
        .serve(
            load()
                .counter("http_requests_total", 10, "code", "200")
                .counter("http_requests_total", errors, "code", "500"));
  }

  /** Waits until exactly these were notified of a firing alert, or of its end. */
  private static void awaitNotified(TestBed bed, boolean resolved, Set<String> destinations) {
    Await.that(
        destinations + " are notified that it " + (resolved ? "ends" : "fires"),
        PATIENCE,
        () -> notified(bed, resolved).equals(destinations),
        () ->
            "told: "
                + notified(bed, resolved)
                + "; all that arrived: "
                + bed.sinks().deliveries()
                + "; complaints: "
                + bed.sinks().complaints());
  }

  private static Set<String> notified(TestBed bed, boolean resolved) {
    return bed.sinks().deliveries().stream()
        .filter(delivery -> delivery.isResolved() == resolved && delivery.says("ApiErrors"))
        .map(Delivery::destination)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void anAlertFiresIsDeliveredAndResolves() throws IOException {
    AlertFiles files = files(ALERTMANAGER);
    try (TestBed bed = open(files, Generation.NEWEST, folder.resolve("work"))) {
      Set<String> onCall =
          Set.of(
              "OpsGenie of receiver on-call",
              "Telegram of receiver on-call",
              "mail to on-call@example.org");
      fail(bed, 5);
      awaitNotified(bed, false, onCall);
      fail(bed, 0);
      awaitNotified(bed, true, onCall);

      assertThat(bed.sinks().complaints()).isEmpty();
      assertThat(bed.sinks().deliveries())
          .filteredOn(delivery -> delivery.destination().startsWith("Telegram"))
          .extracting(Delivery::headline)
          .first()
          .asString()
          .matches("FIRING ApiErrors: api answers [0-9.]+% with errors");
      assertThat(bed.sinks().deliveries())
          .filteredOn(delivery -> delivery.destination().startsWith("OpsGenie"))
          .allMatch(delivery -> delivery.says("eu-1"), "carries the external label");
      assertThat(bed.rehearsed().changes())
          .extracting(change -> change.reason() + " " + change.place())
          .contains(
              "LEFT_OUT " + folder.resolve("conf/prometheus.yml") + ":6: scrape job api",
              "FILES alertmanager.yml: templates",
              "NETWORK receiver on-call: opsgenie_configs: http_config: proxy_url",
              "ADDRESS receiver on-call: opsgenie_configs: api_url",
              "SECRET receiver on-call: telegram_configs: bot_token",
              "SECRET receiver on-call: email_configs: auth_username",
              "HOURS route > 1 to on-call: mute_time_intervals",
              "TIME alert ApiErrors: for");
      assertThat(bed.rehearsed().changes().toString()).doesNotContain("ABCDEF", "11111111-2222");
      assertThat(bed.rehearsed().files().toString())
          .doesNotContain("ABCDEF", "11111111-2222", "proxy.example.org");
    }
    assertThat(files.shipped())
        .extracting(AlertFiles.Shipped::text)
        .containsExactly(
            RULES, ALERTMANAGER, Files.readString(folder.resolve("conf/prometheus.yml")));
    assertThat(files.shipped()).allMatch(file -> file.sha256().matches("[0-9a-f]{64}"));
    assertThat(files.changes()).extracting(Change::reason).containsOnly(Change.Reason.LEFT_OUT);
  }

  private static final String OLD_KINDS =
      """
      global:
        resolve_timeout: 5m
      route:
        receiver: everyone
        group_wait: 15s
        group_interval: 1m
      receivers:
        - name: everyone
          discord_configs:
            - webhook_url: https://discord.example.org/api/webhooks/1/SECRET
          email_configs:
            - to: team@example.org
              from: alerts@example.org
              smarthost: smtp.example.org:465
              auth_username: alerts
              auth_password: SECRET
              send_resolved: true
              tls_config: {ca_file: /etc/ca.pem}
          opsgenie_configs:
            - api_key_file: /run/secrets/opsgenie
              api_url: https://opsgenie.example.org/
              update_alerts: true
          pagerduty_configs:
            - service_key: SECRET
          pushover_configs:
            - user_key: SECRET
              token: SECRET
          slack_configs:
            - api_url: https://hooks.example.org/services/SECRET
              channel: '#a'
              send_resolved: true
          sns_configs:
            - topic_arn: arn:aws:sns:us-east-2:123456789012:alerts
              sigv4: {role_arn: 'arn:aws:iam::123456789012:role/alerts'}
          telegram_configs:
            - bot_token: SECRET
              chat_id: 12
              parse_mode: HTML
          victorops_configs:
            - api_key: SECRET
              routing_key: team
          webex_configs:
            - room_id: room
              http_config:
                authorization: {credentials: SECRET}
          webhook_configs:
            - url: https://hook.example.org/
              http_config:
                basic_auth: {username: me, password_file: /run/secrets/hook-password}
          wechat_configs:
            - api_secret: SECRET
              corp_id: corp
              send_resolved: true
      """;

  private static final String NEW_KINDS =
      """
          incidentio_configs:
            - url: https://api.example.org/v2/alert_events/alertmanager/1
              alert_source_token: SECRET
          jira_configs:
            - api_url: https://example.atlassian.net/rest/api/2/
              project: OPS
              issue_type: Bug
              resolve_transition: Close
              http_config:
                basic_auth: {username: me, password: SECRET}
          mattermost_configs:
            - webhook_url: https://chat.example.org/hooks/SECRET
          msteams_configs:
            - webhook_url: https://teams.example.org/SECRET
          msteamsv2_configs:
            - webhook_url_file: /run/secrets/teams
          rocketchat_configs:
            - token: SECRET
              token_id: SECRET
              channel: '#a'
              send_resolved: true
      """;

  private static final Set<String> OLD =
      Set.of(
          "Discord of receiver everyone",
          "OpsGenie of receiver everyone",
          "PagerDuty routing_key of receiver everyone",
          "SNS of receiver everyone",
          "Slack #a by api_url of receiver everyone",
          "Telegram of receiver everyone",
          "VictorOps of receiver everyone",
          "WeChat of receiver everyone",
          "Webex of receiver everyone",
          "mail to team@example.org",
          "webhook everyone");

  private void everyKindIsNotified(String config, Generation generation, Set<String> everyone)
      throws IOException {
    try (TestBed bed = open(files(config), generation, folder.resolve("work"))) {
      fail(bed, 5);
      awaitNotified(bed, false, everyone);
      fail(bed, 0);
      awaitNotified(bed, true, everyone);

      long webhooks =
          bed.sinks().deliveries().stream()
              .filter(it -> it.destination().equals("webhook everyone") && it.isResolved())
              .count();
      assertThat(webhooks).as("the webhook's, and the one in Pushover's place").isEqualTo(2);
      assertThat(bed.sinks().complaints()).isEmpty();
      assertThat(bed.rehearsed().files().toString()).doesNotContain("SECRET", "example.org/");
      assertThat(bed.rehearsed().changes().toString()).doesNotContain("SECRET");
    }
  }

  @Test
  void theNewestAlertmanagerNotifiesEveryKindOfIntegration() throws IOException {
    Set<String> everyone = new TreeSet<>(OLD);
    everyone.addAll(
        Set.of(
            "incident.io of receiver everyone",
            "Jira of receiver everyone",
            "Mattermost of receiver everyone",
            "Rocket.Chat of receiver everyone",
            "Teams of receiver everyone",
            "Teams workflow of receiver everyone"));
    everyKindIsNotified(OLD_KINDS + NEW_KINDS, Generation.NEWEST, everyone);
  }

  @Test
  void theOldestAlertmanagerNotifiesEveryKindThatItSupports() throws IOException {
    everyKindIsNotified(OLD_KINDS, Generation.OLDEST, OLD);
  }

  @Test
  void problemsOfTheFilesAreReportedWithTheirPlace() throws IOException {
    AlertFiles files =
        AlertFiles.of(
                Files.writeString(folder.resolve("rules.yml"), RULES.replace("0.05", "")),
                folder.resolve("nowhere.yml"))
            .alertmanager(
                Files.writeString(
                    folder.resolve("alertmanager.yml"),
                    ALERTMANAGER.replace("receiver: on-call", "receiver: oncall")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TestBed.of(files))
        .withMessageContainingAll(
            "rules.yml:10:", "nowhere.yml", "alertmanager.yml:15:", "oncall", "fix:");
  }

  @Test
  void templatesThatAreNotThereAreAskedFor() throws IOException {
    AlertFiles files = files(ALERTMANAGER.replace("chat.text", "chat.other"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(files, Generation.NEWEST, folder.resolve("work")))
        .withMessageContaining("it uses the templates chat.other")
        .withMessageContaining("/etc/alertmanager/templates/*.tmpl");
  }
}
