package dev.tocsin.harness.plain;

import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.accelerated.Accelerated;
import dev.tocsin.harness.accelerated.Results;
import dev.tocsin.harness.scenario.AlertFiles;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.servers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What real piles have: receivers that tell nobody, two rules of one name, two routes to one
 * channel, a route that takes what its children leave, and office hours for an alert of all
 * instances.
 */
@Execution(ExecutionMode.CONCURRENT)
@Cores(1)
class PilesIT {
  private static final String RULES =
      """
      groups:
        - name: pile
          rules:
            - alert: Watchdog
              expr: vector(1)
              labels: {severity: none}
            - alert: DiskFull
              expr: disk_used_percent > 80
              for: 4m
              labels: {severity: warning, team: disks}
              annotations: {summary: 'A disk fills up.'}
            - alert: DiskFull
              expr: disk_used_percent > 90
              for: 2m
              labels: {severity: critical, team: disks}
              annotations: {summary: 'A disk is full.'}
            - alert: AllBusy
              expr: sum by (job) (busy) > 5
              for: 2m
              labels: {severity: warning}
              annotations: {summary: 'All are busy.'}
      """;

  private static final String ALERTMANAGER =
      """
      route:
        receiver: default
        group_by: [alertname, instance]
        group_wait: 30s
        group_interval: 2m
        routes:
          - matchers: ['alertname="Watchdog"']
            receiver: 'null'
          - matchers: ['team="disks"']
            receiver: disks
            routes:
              - matchers: ['severity="critical"']
                receiver: pager
              - matchers: ['severity="warning"']
                receiver: chat
                continue: true
              - matchers: ['severity="warning"']
                receiver: chat-too
          - matchers: ['alertname="AllBusy"']
            receiver: office
            active_time_intervals: [office]
      inhibit_rules:
        - source_matchers: ['severity="critical"']
          target_matchers: ['severity="warning"']
          equal: [alertname, instance]
      time_intervals:
        - name: office
          time_intervals: [{weekdays: ['monday:friday']}]
      receivers:
        - name: default
        - name: 'null'
        - name: disks
          webhook_configs: [{url: 'http://disks.example.org/hook'}]
        - name: pager
          pagerduty_configs: [{routing_key_file: /run/secrets/PAGER}]
        - name: chat
          slack_configs: [{api_url_file: /run/secrets/SLACK, channel: '#alerts', send_resolved: true}]
        - name: chat-too
          slack_configs:
            - api_url_file: /run/secrets/SLACK
              channel: '#alerts'
              send_resolved: true
              text: 'See {{ .CommonLabels.team }}'
        - name: office
          slack_configs: [{api_url_file: /run/secrets/SLACK, channel: '#office', send_resolved: true}]
      """;

  private static final String PROMETHEUS =
      """
      global: {scrape_interval: 15s, evaluation_interval: 15s}
      scrape_configs:
        - job_name: node
          static_configs: [{targets: ['node:9100']}]
      """;

  @TempDir Path folder;

  private Results play(String alertmanager) throws IOException {
    AlertFiles files =
        AlertFiles.of(Files.writeString(folder.resolve("rules.yml"), RULES))
            .alertmanager(Files.writeString(folder.resolve("alertmanager.yml"), alertmanager))
            .prometheus(Files.writeString(folder.resolve("prometheus.yml"), PROMETHEUS));
    Suite suite =
        Suite.of(files)
            .with(
                scenario("DiskFull")
                    .target("node", load().gauge("disk_used_percent", 10))
                    .atValue(percent -> load().gauge("disk_used_percent", percent))
                    .label("severity", "warning"),
                scenario("DiskFull")
                    .target("node", load().gauge("disk_used_percent", 10))
                    .atValue(percent -> load().gauge("disk_used_percent", percent))
                    .label("severity", "critical")
                    .inhibits("DiskFull"),
                scenario("AllBusy")
                    .target("node", load().gauge("busy", 0))
                    .atValue(busy -> load().gauge("busy", busy)));
    return Accelerated.of(suite)
        .play(
            Programs.of(Tools.standard().provide(Generation.NEWEST)),
            Files.createDirectories(folder.resolve("work")));
  }

  @Test
  void allOfItIsProvenAndExercised() throws IOException {
    Results results = play(ALERTMANAGER);

    System.out.println("piles: " + results.summary());
    results.requireAll();
    results.coverage().requireAll();
    assertThat(results.all())
        .extracting(Results.Result::name)
        .contains(
            "AllBusy: at 5.25 (threshold > 5), out of hours", "Watchdog: it fires all the time");
  }

  @Test
  void aMessageThatFailsIsNotMadeUpForByAnotherOneToTheSameChannel() throws IOException {
    Results results = play(ALERTMANAGER.replace(".CommonLabels.team", ".CommonLabels.team.name"));

    assertThat(results.all())
        .filteredOn(result -> result.failure().isPresent())
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.name()).isEqualTo("DiskFull: at 84 (threshold > 80)");
              assertThat(result.failure().orElseThrow())
                  .contains("1 firing notification to Slack #alerts by SLACK")
                  .contains("one by each of chat by the route", "chat-too by the route");
            });
    assertThat(results.coverage().missing())
        .anySatisfy(it -> assertThat(it).startsWith("receiver chat-too"));
  }
}
