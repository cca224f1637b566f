package dev.tocsin.generator.write;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.Routing;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How long it can take from a fault to the first notification, by computation from a model; of
 * production, or of a rehearsal's model for what a proof measures.
 *
 * <p>At worst the fault comes right after a scrape, and the next scrape waits for its whole
 * timeout; the longest window in the expression must be full of it; the rule, and any rule that
 * records what it reads, is evaluated right before the sample arrives; then {@code for}, which ends
 * at an evaluation, and the route's {@code group_wait}. A fault that shows in part of a window
 * pages sooner.
 *
 * <p>Nothing here knows of inhibitions and silences, nor of time intervals: a route that is muted
 * tells nobody, however long one waits.
 *
 * @param scrape until a scrape has seen it: interval and timeout
 * @param window until the longest range in the expression is full of it
 * @param evaluation until the rule is evaluated
 * @param pending the alert's {@code for}, up to the evaluation that ends it
 * @param groupWait how long the route waits for others, where the alert opens a group
 * @param groupInterval how long it waits at most where its group is there already: <a
 *     href="https://prometheus.io/docs/alerting/latest/configuration/#route">until the group's next
 *     flush</a>
 */
public record PageLatency(
    Duration scrape,
    Duration window,
    Duration evaluation,
    Duration pending,
    Duration groupWait,
    Duration groupInterval) {

  /** Empty where the model says nothing of scraping or of Alertmanager. */
  public static Optional<PageLatency> of(Alert alert, MonitoringModel model) {
    if (model.prometheus().isEmpty() || model.alertmanager().isEmpty()) {
      return Optional.empty();
    }
    PrometheusConfig prometheus = model.prometheus().get();
    Map<String, String> labels = new HashMap<>(alert.labels());
    labels.put(Label.ALERTNAME.name(), alert.name());
    Routing.Destination first =
        Routing.of(model.alertmanager().get().root(), labels).stream()
            .min(
                Comparator.comparing(Routing.Destination::groupWait)
                    .thenComparing(Routing.Destination::groupInterval))
            .orElseThrow();
    Duration interval = interval(alert, model, prometheus);
    Path path = Path.of(alert, model, prometheus, new HashSet<>());
    return Optional.of(
        new PageLatency(
            prometheus.scrapeInterval().plus(prometheus.scrapeTimeout()),
            path.window,
            path.evaluation,
            upTo(alert.forDuration(), interval),
            first.groupWait(),
            first.groupInterval()));
  }

  /** How long samples take through a rule, and through those that record what it reads. */
  private record Path(Duration window, Duration evaluation) {
    static Path of(
        Rule rule, MonitoringModel model, PrometheusConfig prometheus, Set<String> open) {
      Duration window = longestWindow(rule.expr());
      Duration evaluation = interval(rule, model, prometheus);
      Path longest = new Path(Duration.ZERO, Duration.ZERO);
      for (Expr node : Nodes.of(rule.expr())) {
        if (node instanceof Expr.VectorSelector selector) {
          for (Rule recorded : model.recording(selector.metricName())) {
            if (open.add(recorded.name())) {
              Path path = of(recorded, model, prometheus, open);
              longest = path.total().compareTo(longest.total()) > 0 ? path : longest;
              open.remove(recorded.name());
            }
          }
        }
      }
      return new Path(window.plus(longest.window), evaluation.plus(longest.evaluation));
    }

    private Duration total() {
      return window.plus(evaluation);
    }
  }

  /** How often the rule's group is evaluated. */
  private static Duration interval(Rule rule, MonitoringModel model, PrometheusConfig prometheus) {
    return model.groups().stream()
        .filter(group -> group.rules().contains(rule))
        .findFirst()
        .flatMap(RuleGroup::interval)
        .orElse(prometheus.evaluationInterval());
  }

  /** The first multiple of the interval that is not shorter. */
  private static Duration upTo(Duration pending, Duration interval) {
    long every = Math.max(1, interval.toMillis());
    return Duration.ofMillis((pending.toMillis() + every - 1) / every * every);
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

  /** All of it, where the alert opens a group. */
  public Duration total() {
    return untilFiring().plus(groupWait);
  }

  /** All of it, where its group is there already, because another of its alerts came before. */
  public Duration totalInAnOpenGroup() {
    return untilFiring().plus(groupInterval);
  }

  /** From the fault to the alert's firing in Prometheus. */
  public Duration untilFiring() {
    return scrape.plus(window).plus(evaluation).plus(pending);
  }
}
