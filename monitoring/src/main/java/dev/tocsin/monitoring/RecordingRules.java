package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.HostMetrics.IDLE_CPU;
import static dev.tocsin.monitoring.HostMetrics.MEMORY_AVAILABLE;
import static dev.tocsin.monitoring.HostMetrics.MEMORY_TOTAL;
import static dev.tocsin.monitoring.Labels.MODEL;
import static dev.tocsin.monitoring.Labels.SERVICE;
import static dev.tocsin.monitoring.LlmMetrics.GENERATED_TOKENS;
import static dev.tocsin.monitoring.LlmMetrics.GPU_MEMORY_TOTAL;
import static dev.tocsin.monitoring.LlmMetrics.GPU_MEMORY_USED;
import static dev.tocsin.monitoring.LlmMetrics.GPU_UTILIZATION;
import static dev.tocsin.monitoring.LlmMetrics.REQUESTS;
import static dev.tocsin.monitoring.LlmMetrics.REQUEST_DURATION;
import static dev.tocsin.monitoring.LlmMetrics.SERVER_ERROR;
import static dev.tocsin.monitoring.LlmMetrics.TIME_TO_FIRST_TOKEN;
import static dev.tocsin.monitoring.LlmMetrics.UP;
import static dev.tocsin.monitoring.MonitoringMetrics.FIRING;
import static dev.tocsin.monitoring.Parameters.DOLLARS_PER_INSTANCE_HOUR;
import static dev.tocsin.monitoring.Parameters.INTERVAL;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Histogram;
import dev.tocsin.dsl.metric.InstantVector;
import dev.tocsin.dsl.metric.Seconds;
import dev.tocsin.dsl.model.RecordingRule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.model.Severity;
import java.time.Duration;

/**
 * What dashboards and reports show, named {@code level:metric:operation} as <a
 * href="https://prometheus.io/docs/practices/rules/">Prometheus recommends</a>. No alert stands on
 * them: an alert reads what is scraped.
 */
final class RecordingRules {
  private RecordingRules() {}

  private static final Duration FIVE_MINUTES = ofMinutes(5);
  private static final Duration AN_HOUR = ofHours(1);

  /** How the service does, by instance and model, and how full its machines are. */
  static final RuleGroup KPIS =
      group(
          "llm-kpis",
          record("job:up:avg5m").expr(UP.avgOverTime(FIVE_MINUTES).avg(by(JOB))),
          record("instance_model:llm_requests:rate5m")
              .expr(REQUESTS.rate(FIVE_MINUTES).sum(by(JOB, INSTANCE, MODEL))),
          record("instance_model:llm_request_failures_per_requests:ratio_rate5m")
              .expr(
                  REQUESTS
                      .where(SERVER_ERROR)
                      .rate(FIVE_MINUTES)
                      .sum(by(JOB, INSTANCE, MODEL))
                      .dividedBy(REQUESTS.rate(FIVE_MINUTES).sum(by(JOB, INSTANCE, MODEL)))),
          record("instance_model:llm_generated_tokens:rate5m")
              .expr(GENERATED_TOKENS.rate(FIVE_MINUTES).sum(by(JOB, INSTANCE, MODEL))),
          percentile(50, TIME_TO_FIRST_TOKEN),
          percentile(95, TIME_TO_FIRST_TOKEN),
          percentile(99, TIME_TO_FIRST_TOKEN),
          percentile(50, REQUEST_DURATION),
          percentile(95, REQUEST_DURATION),
          percentile(99, REQUEST_DURATION),
          record("instance_gpu:llm_gpu_utilization_ratio:avg5m")
              .expr(GPU_UTILIZATION.avgOverTime(FIVE_MINUTES)),
          record("instance_gpu:llm_gpu_memory_used_per_total:ratio")
              .expr(GPU_MEMORY_USED.dividedBy(GPU_MEMORY_TOTAL)),
          record("instance:node_cpu_utilization:ratio_rate5m")
              .expr(
                  percent(100).minus(IDLE_CPU.rate(FIVE_MINUTES).avg(by(JOB, INSTANCE)).as(RATIO))),
          record("instance:node_memory_utilization:ratio")
              .expr(MEMORY_TOTAL.minus(MEMORY_AVAILABLE).dividedBy(MEMORY_TOTAL)));

  /** What it costs and how well it is used. Instances cost money whether they answer or not. */
  static final RuleGroup BUSINESS =
      group(
          "llm-business",
          record("job:llm_generated_tokens_per_dollar:rate1h")
              .expr(
                  GENERATED_TOKENS
                      .rate(AN_HOUR)
                      .sum(by(JOB))
                      .times(ofHours(1).toSeconds())
                      .per(instances().times(DOLLARS_PER_INSTANCE_HOUR))),
          record("job:llm_requests_per_instance:rate5m")
              .expr(REQUESTS.rate(FIVE_MINUTES).sum(by(JOB)).per(instances())));

  /** How often alerts start to fire, and how often services come to have an incident. */
  static final RuleGroup ALERT_FREQUENCY =
      group(
          "alert-frequency",
          record("alertname:alerts_started:count1h")
              .expr(
                  firing(Duration.ZERO)
                      .unless(firing(INTERVAL).exists())
                      .subquery(AN_HOUR, INTERVAL)
                      .countOverTime()
                      .sum(by(ALERTNAME, SEVERITY, SERVICE))),
          record("service:incidents_started:count1h")
              .expr(
                  incidents(Duration.ZERO)
                      .unless(incidents(INTERVAL).exists())
                      .subquery(AN_HOUR, INTERVAL)
                      .countOverTime()));

  private static RecordingRule percentile(int percentile, Histogram<Seconds> histogram) {
    return record("instance_model:" + histogram.name() + ":p" + percentile + "_rate5m")
        .expr(
            histogram
                .rate(FIVE_MINUTES)
                .sum(by(JOB, INSTANCE, MODEL))
                .histogramQuantile(percentile / 100.0));
  }

  private static InstantVector<Count> instances() {
    return UP.count(by(JOB));
  }

  private static InstantVector<Count> firing(Duration age) {
    return ago(age, FIRING.where(SEVERITY.isNot(Severity.NONE.name())));
  }

  /** A service has an incident while any critical alert on it fires. */
  private static InstantVector<Count> incidents(Duration age) {
    return ago(age, FIRING.where(Severity.CRITICAL.matcher())).count(by(SERVICE));
  }

  private static InstantVector<Count> ago(Duration age, Gauge<Count> gauge) {
    return age.isZero() ? gauge : gauge.offset(age);
  }
}
