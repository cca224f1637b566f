package dev.tocsin.harness.plain;

import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.accelerated.Accelerated;
import dev.tocsin.harness.accelerated.Results;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.scenario.AlertFiles;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.servers.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Windows of a minute over scrapes every 15 s, as many teams have them, from plain files whose
 * notifications use a template beside them.
 */
@Cores(0.7)
class ShortWindowsIT {
  private static final String RULES =
      """
      groups:
        - name: web
          rules:
            - record: instance:web_errors:ratio1m
              expr: |
                sum by (job, instance) (rate(web_requests_total{code="500"}[1m]))
                  / sum by (job, instance) (rate(web_requests_total[1m]))
            - alert: WebErrors
              expr: instance:web_errors:ratio1m > 0.2
              for: 1m
              labels: {severity: page}
              annotations: {summary: '{{ $labels.instance }} fails'}
            - alert: WebStalls
              expr: rate(web_stalls_total[30s]) > 1
            - alert: WebQueue
              expr: web_queue > 5
              for: 1m
              annotations: {summary: '{{ $labels.instance }} has {{ $value }} waiting'}
        - name: often
          interval: 5s
          rules:
            - alert: WebFlood
              expr: web_queue > 500
      """;

  @TempDir Path folder;
  private AlertFiles files = AlertFiles.of();
  private Path rules = Path.of("rules.yml");

  @BeforeEach
  void write() throws IOException {
    Path templates = Files.createDirectories(folder.resolve("templates"));
    Files.writeString(
        templates.resolve("web.tmpl"),
        "{{ define \"web.text\" }}{{ .Status }} {{ .CommonLabels.alertname }}:"
            + " {{ .CommonAnnotations.summary }}{{ end }}");
    rules = Files.writeString(folder.resolve("rules.yml"), RULES);
    files =
        AlertFiles.of(rules)
            .alertmanager(
                Files.writeString(
                    folder.resolve("alertmanager.yml"),
                    """
                    templates: [/etc/alertmanager/templates/*.tmpl]
                    route:
                      receiver: team
                      group_by: [alertname, instance]
                      group_wait: 15s
                      group_interval: 1m
                    receivers:
                      - name: team
                        slack_configs:
                          - api_url: https://hooks.example.org/services/SECRET
                            channel: '#web'
                            send_resolved: true
                            title: '{{ template "web.text" . }}'
                    """))
            .prometheus(
                Files.writeString(
                    folder.resolve("prometheus.yml"),
                    "global: {scrape_interval: 15s, evaluation_interval: 15s}\n"));
  }

  private static Load web(double failing) {
    return load()
        .counter("web_requests_total", 10 * (1 - failing), "code", "200")
        .counter("web_requests_total", 10 * failing, "code", "500");
  }

  private Suite suite() {
    return Suite.of(files)
        .with(scenario("WebErrors").target("web", web(0)).atValue(ShortWindowsIT::web));
  }

  private Results play(double speed) {
    return play(suite(), speed);
  }

  private Results play(Suite suite, double speed) {
    return Accelerated.of(suite.speed(speed))
        .play(Programs.of(Tools.standard().provide(Generation.NEWEST)), folder.resolve("work"));
  }

  @Test
  void theUsualSpeedIsRefusedWithOneThatWorks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> play(150))
        .withMessageContainingAll("window [1m]", "use a speed of at most 100");
  }

  /** And it is said what was assumed, where the files do not tell. */
  @Test
  void howOftenPrometheusScrapesIsAssumedWithoutItsConfiguration() {
    files = AlertFiles.of(rules).alertmanager(folder.resolve("alertmanager.yml"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> play(60))
        .withMessageContainingAll(
            "it scrapes every 1m", "is assumed", "fix: add .prometheus(\"prometheus.yml\")");
  }

  /** Who begins with one alert of a pile is not kept from it by the others. */
  @Test
  void whatNoScenarioNeedsIsIgnored() {
    Suite first =
        Suite.of(files)
            .with(
                scenario("WebQueue")
                    .target("web", load().gauge("web_queue", 0))
                    .atValue(length -> load().gauge("web_queue", length)));
    Results results = play(first, 150);

    results.requireAll();
    assertThat(results.summary())
        .contains("it cannot be accelerated: record instance:web_errors:ratio1m (")
        .contains("it cannot be accelerated: alert WebStalls (")
        .contains("its group is evaluated every 5s, which would shrink to less than 50ms");
    assertThat(results.coverage().missing()).anyMatch(line -> line.contains("WebStalls"));
  }

  /** Slower than it could be, for a busy machine. */
  @Test
  void theyAreProvenInAcceleratedTime() {
    Results results = play(60);

    System.out.println(results.summary());
    results.requireAll();
    assertThat(results.all()).hasSize(3);
  }

  /** What plain files are is what the report says was proven. */
  @Test
  void theReportContainsTheirHashes() throws IOException {
    ProofReport report = new ProofReport();
    report.ships(suite().shipped());
    report.writeTo(folder.resolve("report"));

    assertThat(Files.readString(folder.resolve("report").resolve(ProofReport.JSON)))
        .contains(rules.toString(), files.rules().get(0).sha256());
  }
}
