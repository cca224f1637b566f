package dev.tocsin.harness.plain;

import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static dev.tocsin.harness.series.Observations.observations;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.harness.scenario.AlertFiles;
import dev.tocsin.harness.scenario.Destination;
import dev.tocsin.harness.scenario.Fault;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.Observations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A kiosk's rules and configurations in plain files, to be broken, and what they promise. */
final class KioskFiles {
  static final Destination SLACK = Destination.slack("#kiosk");
  static final Destination PAGER = Destination.pagerDuty("PAGER");
  static final Destination MAIL = Destination.email("boss@example.org");

  private static final List<Double> SECONDS =
      List.of(0.5, 1.0, 1.5, 1.9, 2.0, 2.05, 2.1, 2.2, 2.5, 3.0, 5.0);

  private static final String RULES =
      """
      groups:
        - name: records
          rules:
            - record: instance:kiosk_wait_seconds:p95
              expr: histogram_quantile(0.95, sum by (job, instance, le) (rate(kiosk_wait_seconds_bucket[5m])))
        - name: queues
          rules:
            - alert: QueueLong
              expr: max by (job, instance, queue) (kiosk_queue) > 5
              for: 3m
              labels: {severity: warning, team: kiosk}
              annotations:
                summary: 'A long queue at {{ $labels.queue }}'
                description: '{{ $value }} people wait.'
            - alert: QueueVeryLong
              expr: max by (job, instance, queue) (kiosk_queue) > 10
              for: 1m
              labels: {severity: critical, team: kiosk}
              annotations:
                summary: 'A very long queue at {{ $labels.queue }}'
                description: '{{ $value }} people wait.'
            - alert: Errors
              expr: |
                sum by (job, instance) (rate(kiosk_requests_total{code=~"5.."}[5m]))
                  / sum by (job, instance) (rate(kiosk_requests_total[5m])) > 0.05
                and on (job, instance) sum by (job, instance) (rate(kiosk_requests_total[5m])) > 0.1
              for: 2m
              labels: {severity: warning, team: kiosk}
              annotations:
                summary: 'Errors at {{ $labels.instance }}'
                description: '{{ $value | humanizePercentage }} of requests fail.'
            - alert: SlowService
              expr: instance:kiosk_wait_seconds:p95 > 2
              for: 2m
              labels: {severity: critical, team: kiosk}
              annotations:
                summary: 'Slow service at {{ $labels.instance }}'
                description: 'It takes {{ $value | humanizeDuration }}.'
            - alert: KioskDown
              expr: up{job="kiosk"} == 0
              for: 1m
              labels: {severity: critical, team: kiosk}
              annotations:
                summary: '{{ $labels.instance }} is down'
                description: 'It does not answer.'
      """;

  private static final String ALERTMANAGER =
      """
      global:
        smtp_smarthost: smtp.example.org:587
        smtp_from: alerts@example.org
      route:
        receiver: team
        group_by: [alertname, job]
        group_wait: 30s
        group_interval: 2m
        repeat_interval: 4h
        routes:
          - matchers: [severity="critical"]
            receiver: on-call
            continue: true
          - matchers: [team="kiosk", severity=~"warning|critical"]
            receiver: team
            active_time_intervals: [day]
      time_intervals:
        - name: day
          time_intervals:
            - times: [{start_time: '09:00', end_time: '17:00'}]
      inhibit_rules:
        - source_matchers: [alertname="QueueVeryLong"]
          target_matchers: [alertname="QueueLong"]
          equal: [job, instance, queue]
      receivers:
        - name: team
          slack_configs:
            - api_url_file: /run/secrets/SLACK
              channel: '#kiosk'
              send_resolved: true
              title: '{{ .CommonLabels.alertname }}'
              text: '{{ range .Alerts }}{{ .Annotations.summary }} {{ .Annotations.description }}{{ end }}'
        - name: on-call
          pagerduty_configs:
            - routing_key_file: /run/secrets/PAGER
              severity: '{{ .CommonLabels.severity }}'
              description: '{{ .CommonLabels.alertname }} {{ range .Alerts }}{{ .Annotations.summary }} {{ .Annotations.description }}{{ end }}'
          email_configs:
            - to: boss@example.org
              send_resolved: true
      """;

  private static final String PROMETHEUS =
      """
      global:
        scrape_interval: 15s
        evaluation_interval: 15s
      scrape_configs:
        - job_name: kiosk
          static_configs:
            - targets: ['kiosk:8080']
      rule_files: [rules.yml]
      """;

  static final List<Scenario> SCENARIOS =
      List.of(
          scenario("QueueLong")
              .target("kiosk", queue(0))
              .atValue(KioskFiles::queue)
              .firesAbove(5)
              .forDuration(ofMinutes(3))
              .label("severity", "warning")
              .label("queue", "ice")
              .notificationContains("people wait")
              .notifies(SLACK)
              .onlyDuring("day", SLACK)
              .groupBy(Label.ALERTNAME, Label.JOB)
              .repeatInterval(ofHours(4))
              .notifiesWithin(ofMinutes(15)),
          scenario("QueueVeryLong")
              .target("kiosk", queue(0))
              .atValue(KioskFiles::queue)
              .firesAbove(10)
              .forDuration(ofMinutes(1))
              .label("severity", "critical")
              .label("queue", "ice")
              .inhibits("QueueLong")
              .notifies(SLACK, PAGER, MAIL)
              .onlyDuring("day", SLACK)
              .notifiesWithin(ofMinutes(12)),
          scenario("Errors")
              .target("kiosk", errors(0))
              .atValue(KioskFiles::errors)
              .firesAbove(0.05)
              .forDuration(ofMinutes(2))
              .notificationContains("of requests fail")
              .notifies(SLACK)
              .onlyDuring("day", SLACK)
              .notifiesWithin(ofMinutes(15)),
          scenario("SlowService")
              .target("kiosk", waits(observations().of(0.7, 2)))
              // One in ten, so that the median does not tell.
              .atValue(seconds -> waits(observations().of(0.7, 1.8).of(seconds, 0.2)))
              .firesAbove(2)
              .forDuration(ofMinutes(2))
              .notifies(SLACK, PAGER, MAIL)
              .onlyDuring("day", SLACK)
              .notifiesWithin(ofMinutes(12)),
          scenario("KioskDown")
              .target("kiosk", queue(0))
              .when(Fault.down())
              .forDuration(ofMinutes(1))
              .notifies(SLACK, PAGER, MAIL)
              .onlyDuring("day", SLACK)
              .notifiesWithin(ofMinutes(12)));

  private final Map<String, String> texts;

  private KioskFiles(Map<String, String> texts) {
    this.texts = Map.copyOf(texts);
  }

  static KioskFiles right() {
    return new KioskFiles(
        Map.of("rules", RULES, "alertmanager", ALERTMANAGER, "prometheus", PROMETHEUS));
  }

  /** With something else at the one place of one of the files that says this. */
  KioskFiles saying(String what, String instead) {
    Map<String, String> changed = new TreeMap<>(texts);
    changed.replaceAll((name, text) -> text.replace(what, instead));
    if (changed.equals(texts)) {
      throw new IllegalArgumentException("no file says " + what);
    }
    return new KioskFiles(changed);
  }

  String rules() {
    return texts.getOrDefault("rules", "");
  }

  AlertFiles in(Path folder) throws IOException {
    Files.createDirectories(folder);
    return AlertFiles.of(Files.writeString(folder.resolve("rules.yml"), rules()))
        .alertmanager(write(folder, "alertmanager"))
        .prometheus(write(folder, "prometheus"));
  }

  private Path write(Path folder, String name) throws IOException {
    return Files.writeString(folder.resolve(name + ".yml"), texts.getOrDefault(name, ""));
  }

  Suite suite(Path folder) throws IOException {
    return Suite.of(in(folder)).with(SCENARIOS);
  }

  private static Load queue(double length) {
    return load().gauge("kiosk_queue", length, "queue", "ice");
  }

  private static Load errors(double share) {
    return load()
        .counter("kiosk_requests_total", 2 * (1 - share), "code", "200")
        .counter("kiosk_requests_total", 2 * share, "code", "500");
  }

  private static Load waits(Observations seconds) {
    return load().histogram("kiosk_wait_seconds", SECONDS, seconds);
  }
}
