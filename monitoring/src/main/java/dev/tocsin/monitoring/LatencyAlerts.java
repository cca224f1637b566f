package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.Labels.LLM_INFERENCE;
import static dev.tocsin.monitoring.Labels.MODEL;
import static dev.tocsin.monitoring.Labels.SERVICE;
import static dev.tocsin.monitoring.LlmMetrics.REQUEST_DURATION;
import static dev.tocsin.monitoring.LlmMetrics.TIME_TO_FIRST_TOKEN;
import static dev.tocsin.monitoring.Parameters.MINIMUM_REQUESTS;
import static java.time.Duration.ofMinutes;

import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.metric.Histogram;
import dev.tocsin.dsl.metric.Quantity;
import dev.tocsin.dsl.metric.Seconds;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.RuleGroup;
import java.time.Duration;

/** How long users wait. */
final class LatencyAlerts {
  private LatencyAlerts() {}

  static final Alert HIGH_TTFT =
      warning("HighTTFT")
          .when(p95IsAbove(seconds(2), TIME_TO_FIRST_TOKEN, ofMinutes(5)))
          .forDuration(ofMinutes(5))
          .summary("Slow first token from {{ $labels.model }} on {{ $labels.instance }}")
          .description(
              "Over 5 minutes, one request in twenty waited longer than"
                  + " {{ $value | humanizeDuration }} for its first token (limit 2s).")
          .runbook(LatencyRunbooks.HIGH_TTFT)
          .label(SERVICE, LLM_INFERENCE);

  static final Alert VERY_HIGH_TTFT =
      critical("VeryHighTTFT")
          .when(p95IsAbove(seconds(5), TIME_TO_FIRST_TOKEN, ofMinutes(2)))
          .forDuration(ofMinutes(2))
          .summary("Very slow first token from {{ $labels.model }} on {{ $labels.instance }}")
          .description(
              "Over 2 minutes, one request in twenty waited longer than"
                  + " {{ $value | humanizeDuration }} for its first token (limit 5s).")
          .runbook(LatencyRunbooks.VERY_HIGH_TTFT)
          .label(SERVICE, LLM_INFERENCE);

  static final Alert HIGH_REQUEST_LATENCY =
      warning("HighRequestLatency")
          .when(p95IsAbove(seconds(10), REQUEST_DURATION, ofMinutes(5)))
          .forDuration(ofMinutes(5))
          .summary("Slow answers from {{ $labels.model }} on {{ $labels.instance }}")
          .description(
              "Over 5 minutes, one request in twenty took longer than"
                  + " {{ $value | humanizeDuration }} (limit 10s).")
          .runbook(LatencyRunbooks.HIGH_REQUEST_LATENCY)
          .label(SERVICE, LLM_INFERENCE);

  static final RuleGroup GROUP =
      group("llm-latency", HIGH_TTFT, VERY_HIGH_TTFT, HIGH_REQUEST_LATENCY);

  /**
   * The 95th percentile, to the millisecond, of a window that holds enough requests to have one.
   */
  private static Condition p95IsAbove(
      Quantity<Seconds> limit, Histogram<Seconds> histogram, Duration window) {
    return histogram
        .rate(window)
        .sum(by(JOB, INSTANCE, MODEL))
        .histogramQuantile(0.95)
        .round(milliseconds(1))
        .isGreaterThan(limit)
        .and(
            histogram
                .count()
                .increase(window)
                .sum(by(JOB, INSTANCE, MODEL))
                .round()
                .isGreaterThanOrEqualTo(count(MINIMUM_REQUESTS)));
  }
}
