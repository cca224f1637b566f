package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.harness.rehearsal.Acceleration;
import dev.tocsin.harness.rehearsal.Rehearsal;
import dev.tocsin.harness.scenario.AlwaysFiring;
import dev.tocsin.harness.scenario.ExpressionParts;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.GeneratedSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rules that cannot be played at a speed, such as one over a window of a single scrape or of a
 * group that is evaluated very often, and that no scenario needs. In the pile of a team that proves
 * its first alerts they must not prevent these; that they are not proven, coverage says.
 */
final class UnplayableRules {
  /** So many are notified one by one. */
  private static final int MOST = 5;

  private final MonitoringModel model;
  private final Set<Rule> needed = new HashSet<>();

  private UnplayableRules(MonitoringModel model) {
    this.model = model;
  }

  /** These rules of a suite, each with what keeps it from being played. */
  static Map<Rule, String> of(Suite suite, double speed) {
    UnplayableRules leftAside = new UnplayableRules(suite.model());
    Set<String> alerts = new HashSet<>(AlwaysFiring.names(suite));
    for (Scenario scenario : suite.scenarios()) {
      alerts.add(scenario.alert());
      alerts.addAll(scenario.inhibited());
      alerts.addAll(scenario.mayAlsoFire());
    }
    suite.model().alerts().stream()
        .filter(alert -> alerts.contains(alert.name()))
        .forEach(leftAside::need);
    return leftAside.unplayable(speed);
  }

  /** It and all that records what it looks at. */
  private void need(Rule rule) {
    if (needed.add(rule)) {
      for (Expr node : Nodes.of(ExpressionParts.parsed(rule.expr()))) {
        if (node instanceof Expr.VectorSelector selector) {
          makers(selector.metricName()).forEach(this::need);
        }
      }
    }
  }

  /** The rules that make series of this metric, which a selector may leave open. */
  private List<? extends Rule> makers(@Nullable String metric) {
    if (metric == null) {
      return model.rules();
    }
    return GeneratedSeries.isOfAnAlert(metric) ? model.alerts() : model.recording(metric);
  }

  private Map<Rule, String> unplayable(double speed) {
    Duration scrape = PrometheusDefaults.of(model).scrapeInterval();
    Acceleration compression =
        Acceleration.by(speed)
            .anchoredAt(Instant.EPOCH)
            .scrapedEvery(Rehearsal.faster(scrape, speed));
    Map<Rule, String> unplayable = new LinkedHashMap<>();
    for (RuleGroup group : model.groups()) {
      // Of a group that is needed the interval is refused where all reasons are notified.
      Optional<String> tooOften =
          Collections.disjoint(group.rules(), needed) ? tooOften(group, speed) : Optional.empty();
      for (Rule rule : group.rules()) {
        List<Problem> problems = compression.apply(rule.expr()).problems();
        if (!problems.isEmpty() && !needed.contains(rule)) {
          unplayable.put(rule, problems.get(0).oneLine());
        } else if (tooOften.isPresent()) {
          unplayable.put(rule, tooOften.get());
        }
      }
    }
    return unplayable;
  }

  /** Why a group cannot be evaluated so often as it would be. */
  private static Optional<String> tooOften(RuleGroup group, double speed) {
    return group
        .interval()
        .filter(it -> Rehearsal.faster(it, speed).compareTo(Rehearsal.SHORTEST_INTERVAL) < 0)
        .map(
            it ->
                String.format(
                    Locale.ROOT,
                    "its group is evaluated every %s, which would shrink to less than %s",
                    GoDuration.text(it),
                    GoDuration.text(Rehearsal.SHORTEST_INTERVAL)));
  }

  /** What is to be notified of them, in a line for each, the first ones only. */
  static List<String> notes(Map<Rule, String> rules) {
    List<String> notes = new ArrayList<>();
    rules.forEach(
        (rule, why) -> {
          if (notes.size() < MOST) {
            notes.add(
                "left out, since no scenario needs it and it cannot be accelerated: "
                    + (rule instanceof Alert ? "alert " : "record ")
                    + rule.name()
                    + " ("
                    + rule.origin()
                    + "): "
                    + why);
          }
        });
    if (rules.size() > MOST) {
      notes.add("left out as well: " + (rules.size() - MOST) + " more rules");
    }
    return notes;
  }
}
