package dev.tocsin.generator.write;

import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.ScrapeJob.job;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.check.Targets;
import dev.tocsin.generator.files.GeneratedFiles;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusWriterTest {
  private static final MonitoringModel MODEL =
      monitoring("m")
          .prometheus(
              prometheus(ofSeconds(15))
                  .scrapeConfigs(
                      job("service", "service:8000").alwaysScrapeClassicHistograms(),
                      job("other", "other:9100")));

  /** Prometheus refuses a key that it does not know. */
  @ParameterizedTest
  @CsvSource({
    "'', always_scrape_classic_histograms",
    "prometheus=3.5, always_scrape_classic_histograms",
    "prometheus=3.0, always_scrape_classic_histograms",
    "prometheus=2.55, scrape_classic_histograms",
    "prometheus=2.45, scrape_classic_histograms"
  })
  void classicHistogramsAreKeptUnderTheKeyOfTheTarget(String target, String key) {
    Targets targets = target.isEmpty() ? Targets.NEWEST : Targets.parse(target);
    assertThat(
            Generator.generate(MODEL, "x", targets).files().texts().get(GeneratedFiles.PROMETHEUS))
        .endsWith(
            """
            scrape_configs:
              - job_name: service
                %s: true
                static_configs:
                  - targets: [service:8000]
              - job_name: other
                static_configs:
                  - targets: [other:9100]
            """
                .formatted(key));
  }
}
