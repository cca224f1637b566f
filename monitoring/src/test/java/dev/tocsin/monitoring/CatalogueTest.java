package dev.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The catalogue is what was agreed on, and keeps its own rules. */
final class CatalogueTest {
  private static final String AGREED =
      """
      LLMServiceDown 1m critical llm-inference
      LLMServiceRestarting 0m critical llm-inference
      LLMServiceUnhealthy 2m critical llm-inference
      ModelNotLoaded 5m critical llm-inference
      HighTTFT 5m warning llm-inference
      VeryHighTTFT 2m critical llm-inference
      HighRequestLatency 5m warning llm-inference
      LowThroughput 10m warning llm-inference
      VeryLowThroughput 5m critical llm-inference
      HighErrorRate 3m warning llm-inference
      VeryHighErrorRate 1m critical llm-inference
      HighActiveRequests 5m warning llm-inference
      VeryHighActiveRequests 2m critical llm-inference
      RequestQueueBuilding 3m warning llm-inference
      HighGPUUtilization 10m warning llm-inference
      HighGPUMemoryUsage 5m warning llm-inference
      CriticalGPUMemoryUsage 2m critical llm-inference
      HighCPUUsage 10m warning llm-inference
      HighMemoryUsage 10m warning llm-inference
      Watchdog 0m none infrastructure
      PrometheusDown 5m critical infrastructure
      AlertmanagerDown 5m critical infrastructure
      ExporterDown 5m warning infrastructure
      PrometheusRuleFailures 15m critical infrastructure
      PrometheusBadConfig 10m critical infrastructure
      PrometheusNotConnectedToAlertmanagers 10m warning infrastructure
      AlertmanagerFailedReload 10m critical infrastructure
      AlertmanagerFailedToSendAlerts 5m critical infrastructure
      LowDiskSpace 15m warning infrastructure
      VeryLowDiskSpace 15m critical infrastructure
      """;

  static List<Alert> alerts() {
    return Workbench.MODEL.alerts();
  }

  static List<Rule> rules() {
    return Workbench.MODEL.rules();
  }

  @Test
  void holdsTheAlertsThatWereAgreedOn() {
    String held =
        alerts().stream()
            .map(
                alert ->
                    String.join(
                        " ",
                        alert.name(),
                        alert.forDuration().toMinutes() + "m",
                        alert.labels().get("severity"),
                        alert.labels().get("service")))
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(held).isEqualTo(AGREED);
  }

  @ParameterizedTest
  @MethodSource("alerts")
  void everyAlertHasTextsForPeople(Alert alert) {
    assertThat(alert.annotations()).containsOnlyKeys(Alert.SUMMARY, Alert.DESCRIPTION);
    assertThat(alert.runbook()).isPresent();
    assertThat(alert.runbook().get().slug())
        .as("the runbook is this alert's own")
        .isEqualTo(kebab(alert.name()));
  }

  /** A threshold put on a bucket's boundary breaks when Prometheus 3 writes 5 as 5.0. */
  @ParameterizedTest
  @MethodSource("rules")
  void noExpressionNamesABucket(Rule rule) {
    assertThat(Nodes.of(rule.expr()))
        .noneMatch(
            node ->
                node instanceof Expr.VectorSelector selector
                    && selector.matchers().stream().anyMatch(each -> each.label().equals("le")));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void noWindowIsLongerThanAnHourAndNothingIsRaw(Rule rule) {
    List<Long> milliseconds = new ArrayList<>();
    for (Expr node : Nodes.of(rule.expr())) {
      assertThat(node).isNotInstanceOf(Expr.Verbatim.class);
      if (node instanceof Expr.MatrixSelector matrix) {
        milliseconds.add(((DurationExpr.Literal) matrix.range()).milliseconds());
      }
      if (node instanceof Expr.Subquery subquery) {
        milliseconds.add(((DurationExpr.Literal) subquery.range()).milliseconds());
      }
    }
    assertThat(milliseconds).allMatch(each -> each <= Duration.ofHours(1).toMillis());
  }

  /** HighTTFT is high-ttft, LLMServiceDown is llm-service-down. */
  private static String kebab(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }
}
