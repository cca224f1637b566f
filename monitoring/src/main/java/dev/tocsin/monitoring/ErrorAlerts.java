package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.Labels.LLM_INFERENCE;
import static dev.tocsin.monitoring.Labels.MODEL;
import static dev.tocsin.monitoring.Labels.SERVICE;
import static dev.tocsin.monitoring.LlmMetrics.REQUESTS;
import static dev.tocsin.monitoring.LlmMetrics.SERVER_ERROR;
import static dev.tocsin.monitoring.Parameters.MINIMUM_REQUESTS;
import static java.time.Duration.ofMinutes;

import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.metric.Quantity;
import dev.tocsin.dsl.metric.Ratio;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.monitoring.LlmMetrics.Requests;
import java.time.Duration;

/** How many requests end by the service's own fault. */
final class ErrorAlerts {
  private ErrorAlerts() {}

  static final Alert HIGH_ERROR_RATE =
      warning("HighErrorRate")
          .when(shareOfErrorsIsAbove(percent(5), ofMinutes(5)))
          .forDuration(ofMinutes(3))
          .summary("Requests to {{ $labels.model }} on {{ $labels.instance }} fail")
          .description(
              "Over 5 minutes, {{ $value | humanizePercentage }} of the requests ended with a server"
                  + " error (limit 5%).")
          .runbook(ErrorRunbooks.HIGH_ERROR_RATE)
          .label(SERVICE, LLM_INFERENCE);

  static final Alert VERY_HIGH_ERROR_RATE =
      critical("VeryHighErrorRate")
          .when(shareOfErrorsIsAbove(percent(10), ofMinutes(2)))
          .forDuration(ofMinutes(1))
          .summary("Many requests to {{ $labels.model }} on {{ $labels.instance }} fail")
          .description(
              "Over 2 minutes, {{ $value | humanizePercentage }} of the requests ended with a server"
                  + " error (limit 10%).")
          .runbook(ErrorRunbooks.VERY_HIGH_ERROR_RATE)
          .label(SERVICE, LLM_INFERENCE);

  static final RuleGroup GROUP = group("llm-errors", HIGH_ERROR_RATE, VERY_HIGH_ERROR_RATE);

  /** To a hundredth of a percent, of a window that holds enough requests to speak of shares. */
  private static Condition shareOfErrorsIsAbove(Quantity<Ratio> limit, Duration window) {
    return REQUESTS
        .where(SERVER_ERROR)
        .rate(window)
        .sum(by(JOB, INSTANCE, MODEL))
        .dividedBy(REQUESTS.rate(window).sum(by(JOB, INSTANCE, MODEL)))
        .round(percent(0.01))
        .isGreaterThan(limit)
        .and(
            REQUESTS
                .increase(window)
                .sum(by(JOB, INSTANCE, MODEL))
                .round()
                .isGreaterThanOrEqualTo(quantity(MINIMUM_REQUESTS, Requests.class)));
  }
}
