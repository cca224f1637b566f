package dev.tocsin.harness.compressed;

import static dev.tocsin.dsl.Alert.plain;
import static dev.tocsin.dsl.MonitoringModel.monitoring;
import static dev.tocsin.dsl.RuleGroup.group;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.prometheus.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.prometheus.ScrapeJob.job;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.scenario.Suite;
import org.junit.jupiter.api.Test;

class CompressedTest {
  private static Compressed lookingBack(String window) {
    return Compressed.of(
        Suite.of(
                monitoring(
                        "m",
                        group(
                            "g",
                            plain("DiskFilling")
                                .when(promql("max_over_time(disk[" + window + "]) > 90").exists())))
                    .watching(
                        prometheus(ofSeconds(15), ofSeconds(15))
                            .scraping(job("node", "node:9100"))))
            .with(
                scenario("DiskFilling")
                    .on("node", load().gauge("disk", 20))
                    .driven(share -> load().gauge("disk", share))));
  }

  /** Nobody waits half an hour without being told what for. */
  @Test
  void aWindowOfADayIsToldBeforehand() {
    assertThat(lookingBack("5m").longWait()).isEmpty();
    assertThat(lookingBack("1d").longWait().orElseThrow())
        .startsWith("this takes ")
        .contains("at speed 150, because \"DiskFilling: ", "lasts 2d", "Backfilled");
  }
}
