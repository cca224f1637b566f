package dev.tocsin.dsl.model;

import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.ScrapeJob.job;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusConfigTest {
  @Test
  void eachTimeHasAName() {
    PrometheusConfig config = prometheus(ofSeconds(15));
    assertThat(config.scrapeInterval()).isEqualTo(ofSeconds(15));
    assertThat(config.evaluationInterval()).isEqualTo(ofSeconds(15));
    assertThat(config.scrapeTimeout()).isEqualTo(ofSeconds(10));
    PrometheusConfig other =
        config
            .scrapeInterval(ofMinutes(1))
            .scrapeTimeout(ofSeconds(30))
            .evaluationInterval(ofSeconds(5));
    assertThat(other.scrapeInterval()).isEqualTo(ofMinutes(1));
    assertThat(other.scrapeTimeout()).isEqualTo(ofSeconds(30));
    assertThat(other.evaluationInterval()).isEqualTo(ofSeconds(5));
  }

  @Test
  void aTimeoutIsNeverLongerThanTheInterval() {
    assertThat(prometheus(ofSeconds(5)).scrapeTimeout()).isEqualTo(ofSeconds(5));
    assertThat(prometheus(ofSeconds(15)).scrapeInterval(ofSeconds(5)).scrapeTimeout())
        .isEqualTo(ofSeconds(5));
    assertThatThrownBy(() -> prometheus(ofSeconds(5)).scrapeTimeout(ofSeconds(6)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aJobKeepsItsSettingsWhenAnotherChanges() {
    ScrapeJob job =
        job("a", "a:1")
            .alwaysScrapeClassicHistograms()
            .metricsPath("/probe")
            .targets(List.of("b:2"));
    assertThat(job.keepsClassicHistograms()).isTrue();
    assertThat(job.metricsPath()).hasValue("/probe");
    assertThat(job.targets()).containsExactly("b:2");
    assertThat(job)
        .isEqualTo(job("a", "b:2").metricsPath("/probe").alwaysScrapeClassicHistograms())
        .isNotEqualTo(job("a", "b:2").metricsPath("/probe"));
  }

  /** {@code prometheus(15s, 30s)} was read as scrape and evaluation, and shipped as a timeout. */
  @Test
  void noMethodTakesTwoTimesWhoseOrderMustBeKnown() {
    assertThat(PrometheusConfig.class.getMethods())
        .allSatisfy(
            method ->
                assertThat(
                        Arrays.stream(method.getParameterTypes())
                            .filter(Duration.class::equals)
                            .count())
                    .isLessThan(2));
  }
}
