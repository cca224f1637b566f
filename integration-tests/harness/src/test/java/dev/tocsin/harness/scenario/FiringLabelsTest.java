package dev.tocsin.harness.scenario;

import static dev.tocsin.dsl.metric.Metric.counter;
import static dev.tocsin.dsl.metric.Promql.by;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static dev.tocsin.harness.series.Observations.observations;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.RecordingRule;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.Load;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiringLabelsTest {
  private static final Counter<Count> ERRORS =
      counter("errors_total", Count.class, Label.label("code"));

  private static final Load LOAD =
      load()
          .gauge("queue", 1, "queue", "orders")
          .gauge("limit", 5)
          .histogram("wait_seconds", List.of(0.5, 5.0), observations().of(1, 1))
          .summary("work_seconds", List.of(0.5, 1.0), observations().of(1, 1))
          .counter("errors_total", 1, "code", "500", "job", "its-own");

  private static FiringLabels labels(String expr, String... promised) {
    Alert alert = Alert.plain("Some").when(promql(expr).exists()).label(Label.SEVERITY, "warning");
    Scenario scenario = scenario(alert).target("shop", LOAD).when(Fault.down());
    for (int i = 0; i < promised.length; i += 2) {
      scenario = scenario.label(promised[i], promised[i + 1]);
    }
    Suite suite =
        Suite.of(
                monitoring(
                    "shop",
                    group(
                        "alerts",
                        alert,
                        RecordingRule.record("job:errors:rate5m")
                            .expr(ERRORS.rate(ofMinutes(5)).sum(by(Label.JOB))))))
            .with(scenario);
    return FiringLabels.of(
        suite, suite.cases(Margin.EXACT).get(0), FloatLabels.NORMALIZED, name -> "a:1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "queue > 5                                       | {instance=a:1, job=shop, queue=orders}",
        "sum by (job, queue) (queue) > 5                 | {job=shop, queue=orders}",
        "sum without (queue) (queue) > 5                 | {instance=a:1, job=shop}",
        "up == 0 or absent(up{job=\"shop\"})             | {instance=a:1, job=shop}",
        "absent(nothing{job=\"x\",code=~\"5..\"})        | {job=x}",
        "queue > on (instance) group_left () limit       | {instance=a:1, job=shop, queue=orders}",
        "queue - on (instance) limit > 0                 | {instance=a:1}",
        "limit < 9 unless on (instance) queue            | {instance=a:1, job=shop}",
        "5 < topk(1, rate(errors_total{code=\"500\"}[5m])) | {code=500, exported_job=its-own,"
            + " instance=a:1, job=shop}",
        "job:errors:rate5m > 1                           | {job=shop}",
        "rate(wait_seconds_bucket{le=\"5.0\"}[5m]) > 1    | {instance=a:1, job=shop, le=5.0}",
        "histogram_fraction(0, 1, rate(wait_seconds_bucket[5m])) > 0 | {instance=a:1, job=shop}",
        "hour() > 5                                      | {}",
        "work_seconds{quantile=\"1.0\"} > 1               | {instance=a:1, job=shop, quantile=1.0}",
        "max_over_time((queue > 1)[5m:1m]) > 2           | {instance=a:1, job=shop, queue=orders}",
      })
  void theyAreFollowedThroughTheExpression(String expr, String expected) {
    assertThat(labels(expr).only())
        .hasValueSatisfying(
            all ->
                assertThat(without(all, "alertname", "severity").toString()).isEqualTo(expected));
  }

  private static Map<String, String> without(SortedMap<String, String> all, String... names) {
    all.keySet().removeAll(List.of(names));
    return all;
  }

  @Test
  void whatIsPromisedAddsToThemAndChooses() {
    assertThat(labels("limit > 1", "region", "north").only())
        .hasValueSatisfying(all -> assertThat(all).containsEntry("region", "north"));
    assertThat(labels("{__name__=~\"queue|limit\"} > 1").all()).hasSize(2);
    assertThat(labels("{__name__=~\"queue|limit\"} > 1", "queue", "orders").only())
        .hasValueSatisfying(all -> assertThat(all).containsEntry("queue", "orders"));
  }

  @Test
  void whereValuesOrTextsDecideTheyAreNotCertain() {
    assertThat(labels("label_replace(queue, \"a\", \"$1\", \"queue\", \"(.*)\") > 1").only())
        .isEmpty();
    assertThat(labels("count_values(\"depth\", queue) > 1").only()).isEmpty();
  }

  @Test
  void oneThatLosesTheInstanceCannotBeBesideOthers() {
    assertThat(labels("queue > 1").canShareServers()).isTrue();
    assertThat(labels("sum by (job) (queue) > 1").canShareServers()).isFalse();
    assertThat(labels("nobody_exports_this > 1").canShareServers()).isTrue();
  }
}
