package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.Labels.LLM_INFERENCE;
import static dev.tocsin.monitoring.Labels.SERVICE;
import static dev.tocsin.monitoring.LlmMetrics.DECODE_BUSY;
import static dev.tocsin.monitoring.LlmMetrics.GENERATED_TOKENS;
import static dev.tocsin.monitoring.Parameters.MINIMUM_BUSY_SHARE;
import static java.time.Duration.ofMinutes;

import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.metric.Unit;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.RuleGroup;
import java.time.Duration;

/**
 * How fast tokens come while any are being made. Tokens per second of the clock would accuse an
 * idle service; tokens per second of decoding do not, and fall to 0 when decoding freezes, because
 * its clock goes on.
 */
final class ThroughputAlerts {
  private ThroughputAlerts() {}

  /** Tokens for each second with at least one sequence decoding. */
  private interface TokensPerBusySecond extends Unit {}

  static final Alert LOW_THROUGHPUT =
      warning("LowThroughput")
          .when(tokensPerBusySecondAreBelow(10))
          .forDuration(ofMinutes(10))
          .summary("Slow generation by {{ $labels.model }} on {{ $labels.instance }}")
          .description(
              "Over 5 minutes, {{ $labels.model }} generated {{ $value | printf \"%.1f\" }} tokens"
                  + " per second of decoding (limit 10).")
          .runbook(ThroughputRunbooks.LOW_THROUGHPUT)
          .label(SERVICE, LLM_INFERENCE);

  static final Alert VERY_LOW_THROUGHPUT =
      critical("VeryLowThroughput")
          .when(tokensPerBusySecondAreBelow(5))
          .forDuration(ofMinutes(5))
          .summary("Generation by {{ $labels.model }} on {{ $labels.instance }} has nearly stopped")
          .description(
              "Over 5 minutes, {{ $labels.model }} generated {{ $value | printf \"%.1f\" }} tokens"
                  + " per second of decoding (limit 5).")
          .runbook(ThroughputRunbooks.VERY_LOW_THROUGHPUT)
          .label(SERVICE, LLM_INFERENCE);

  static final RuleGroup GROUP = group("llm-throughput", LOW_THROUGHPUT, VERY_LOW_THROUGHPUT);

  private static Condition tokensPerBusySecondAreBelow(double limit) {
    Duration window = ofMinutes(5);
    return GENERATED_TOKENS
        .rate(window)
        .per(DECODE_BUSY.rate(window))
        .as(TokensPerBusySecond.class)
        .round(quantity(0.01, TokensPerBusySecond.class))
        .isLessThan(quantity(limit, TokensPerBusySecond.class))
        .and(DECODE_BUSY.rate(window).isGreaterThan(seconds(MINIMUM_BUSY_SHARE).perSecond()));
  }
}
