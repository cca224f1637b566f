package dev.tocsin.harness.backfilled;

import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static dev.tocsin.harness.series.Observations.observations;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.Fault;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Load;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a Prometheus that starts makes of labels; it spells {@code le} and {@code quantile} anew.
 */
@Cores(0.5)
class BackfilledAlertsIT {
  private static final Alert SLOW =
      Alert.plain("Slow")
          .when(
              promql(
                      "histogram_quantile(0.99, sum by (le, job, instance)"
                          + " (rate(wait_seconds_bucket[5m]))) > 3")
                  .exists());

  private static final Alert WORST =
      Alert.plain("Worst").when(promql("work_seconds{quantile=\"1.0\"} > 3").exists());

  /** With {@code le} in its own labels, and pending when Prometheus starts. */
  private static final Alert MANY =
      Alert.plain("Many")
          .when(promql("rate(size_bytes_bucket{le=\"1e+06\"}[5m]) > 1").exists())
          .forDuration(ofMinutes(5));

  private static final Alert NAMELESS =
      Alert.plain("Nameless")
          .when(promql("sum by (job, instance) (size_bytes_count) > 9").exists())
          .annotation("summary", "{{ $labels.model }} is full");

  private static final MonitoringModel MODEL =
      monitoring("shop", group("alerts", SLOW, WORST, MANY, NAMELESS))
          .prometheus(PrometheusConfig.prometheus(ofSeconds(15)))
          .alertmanager(
              alertmanager(
                  route(receiver("team", webhook(URI.create("http://team.example.org"))))));

  @TempDir Path folder;

  /** Two requests a second that take this long. */
  private static Load requests(double seconds) {
    return load()
        .histogram("wait_seconds", List.of(0.5, 2.5, 5.0), observations().of(seconds, 2))
        .summary("work_seconds", List.of(0.5, 1.0), observations().of(seconds / 2, 2));
  }

  private static Load sizes(double perSecond) {
    return load().histogram("size_bytes", List.of(1e3, 1e6), observations().of(5000, perSecond));
  }

  @Test
  void correctAlertsHoldAndOneThatPrintsAnEmptyLabelDoesNot() {
    ProofRun run =
        Backfilled.of(
                Suite.of(MODEL)
                    .with(
                        scenario(SLOW)
                            .target("shop", requests(0.3))
                            .when(Fault.exporting(requests(4)))
                            .doesNotFireWhen("requests are fast enough", requests(2)),
                        scenario(WORST)
                            .target("shop", requests(0.3))
                            .when(Fault.exporting(requests(8)))
                            .mayAlsoFire("Slow"),
                        scenario(MANY)
                            .target("shop", sizes(0))
                            .when(Fault.exporting(sizes(3)))
                            .mayAlsoFire("Nameless"),
                        scenario(NAMELESS)
                            .target("shop", sizes(0))
                            .when(Fault.exporting(sizes(0.5)))))
            .run(Tools.standard().provide(Generation.NEWEST), folder);

    assertThat(run.failures())
        .singleElement()
        .asString()
        .contains("Nameless", "its annotation summary prints {{ $labels.model }}, which is empty");
    assertThat(run.proofs()).hasSize(6).filteredOn(Proof::isOk).hasSize(5);
  }
}
