package dev.tocsin.generator.write;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.alertmanager.Routing;
import dev.tocsin.dsl.prometheus.PrometheusConfig;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How long it can take from a fault to the first notification, by computation.
 *
 * <p>At worst the fault comes right after a scrape, and the next scrape waits for its whole
 * timeout; the longest window in the expression must be full of it; the rule is evaluated right
 * before the sample arrives; then {@code for}, and the route's {@code group_wait}. A fault that
 * shows in part of a window pages sooner.
 *
 * @param scrape until a scrape has seen it: interval and timeout
 * @param window until the longest range in the expression is full of it
 * @param evaluation until the rule is evaluated
 * @param pending the alert's {@code for}
 * @param groupWait how long the route waits for others
 */
public record PageLatency(
    Duration scrape, Duration window, Duration evaluation, Duration pending, Duration groupWait) {

  /** Empty where the model says nothing of scraping or of Alertmanager. */
  public static Optional<PageLatency> of(Alert alert, MonitoringModel model) {
    if (model.prometheus().isEmpty() || model.alertmanager().isEmpty()) {
      return Optional.empty();
    }
    PrometheusConfig prometheus = model.prometheus().get();
    Map<String, String> labels = new HashMap<>(alert.labels());
    labels.put(Label.ALERT_NAME.name(), alert.name());
    Duration groupWait =
        Routing.of(model.alertmanager().get().root(), labels).stream()
            .map(Routing.Destination::groupWait)
            .min(Duration::compareTo)
            .orElseThrow();
    return Optional.of(
        new PageLatency(
            prometheus.scrapeInterval().plus(prometheus.scrapeTimeout()),
            longestWindow(alert.expr()),
            prometheus.evaluationInterval(),
            alert.pending(),
            groupWait));
  }

  private static Duration longestWindow(Expr expr) {
    long longest = 0;
    for (Expr node : Nodes.of(expr)) {
      DurationExpr range =
          node instanceof Expr.MatrixSelector matrix
              ? matrix.range()
              : node instanceof Expr.Subquery subquery ? subquery.range() : null;
      if (range instanceof DurationExpr.Literal literal) {
        longest = Math.max(longest, literal.milliseconds());
      }
    }
    return Duration.ofMillis(longest);
  }

  /** All of it. */
  public Duration total() {
    return scrape.plus(window).plus(evaluation).plus(pending).plus(groupWait);
  }
}
