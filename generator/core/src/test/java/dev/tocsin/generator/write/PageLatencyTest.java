package dev.tocsin.generator.write;

import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Label.SEVERITY;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.RecordingRule.record;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.RuleGroup;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PageLatencyTest {
  private static final Receiver TEAM = receiver("team", webhook(URI.create("http://t.example/")));

  private static MonitoringModel model(RuleGroup... groups) {
    return monitoring("m", groups)
        .prometheus(prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(10)))
        .alertmanager(
            alertmanager(
                route(TEAM)
                    .groupWait(ofSeconds(30))
                    .groupInterval(ofMinutes(5))
                    .routes(
                        route(TEAM).continueMatching(),
                        route(TEAM)
                            .matchers(SEVERITY.is("critical"))
                            .groupWait(ofSeconds(10))
                            .groupInterval(ofMinutes(2)))));
  }

  private static PageLatency of(Alert alert, RuleGroup... groups) {
    return PageLatency.of(alert, model(groups)).orElseThrow();
  }

  @Test
  void everyPartOfThePathCounts() {
    Alert alert =
        plain("Failing")
            .when(promql("rate(a[5m]) > 1 and max_over_time(b[2m]) > 1").exists())
            .forDuration(ofMinutes(2))
            .label(SEVERITY, "critical");

    assertThat(of(alert, group("g", alert)))
        .isEqualTo(
            new PageLatency(
                ofSeconds(25),
                ofMinutes(5),
                ofSeconds(15),
                ofMinutes(2),
                ofSeconds(10),
                ofMinutes(2)))
        .satisfies(
            latency -> {
              assertThat(latency.untilFiring()).isEqualTo(ofSeconds(25 + 300 + 15 + 120));
              assertThat(latency.total()).isEqualTo(ofSeconds(25 + 300 + 15 + 120 + 10));
              assertThat(latency.totalInAnOpenGroup())
                  .isEqualTo(ofSeconds(25 + 300 + 15 + 120 + 120));
            });
  }

  @Test
  void aGroupHasItsOwnInterval() {
    Alert alert = plain("Down").when(promql("up == 0").exists()).forDuration(ofSeconds(90));

    PageLatency latency = of(alert, group("g", alert).interval(ofMinutes(1)));

    assertThat(latency.evaluation()).isEqualTo(ofMinutes(1));
    assertThat(latency.pending())
        .as("it ends at the first evaluation after 90 s")
        .isEqualTo(ofMinutes(2));
    assertThat(latency.window()).isEqualTo(Duration.ZERO);
    assertThat(latency.groupWait()).isEqualTo(ofSeconds(30));
  }

  @Test
  void whatIsRecordedTakesItsTimeToo() {
    RuleGroup records =
        group(
            "r",
            record("a:rate5m").expr(promql("rate(a[5m])")),
            record("a:again").expr(promql("max_over_time(a:rate5m[10m])")));
    Alert alert = plain("High").when(promql("a:again > 1").exists());

    PageLatency latency = of(alert, group("g", alert), records.interval(ofMinutes(1)));

    assertThat(latency.window()).isEqualTo(ofMinutes(15));
    assertThat(latency.evaluation()).isEqualTo(ofSeconds(15 + 60 + 60));
  }

  @Test
  void withoutPrometheusNothingIsSaid() {
    Alert alert = plain("Down").when(promql("up == 0").exists());

    assertThat(PageLatency.of(alert, monitoring("m", group("g", alert)))).isEmpty();
  }
}
