package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * Alerting rules that share a name, as a warning and a critical one often do: they differ in their
 * labels.
 */
@API(status = API.Status.INTERNAL)
public final class Namesakes {
  private final MonitoringModel model;

  public Namesakes(MonitoringModel model) {
    this.model = model;
  }

  /** All rules of a name, in their order. */
  public List<Alert> of(String name) {
    return model.alerts().stream().filter(alert -> alert.name().equals(name)).toList();
  }

  /**
   * The rules that fit a scenario: one, unless it fits several. If it fits none, the first, for
   * messages about the differences.
   */
  List<Alert> of(Scenario scenario) {
    List<Alert> named = of(scenario.alert());
    if (named.size() < 2) {
      return named;
    }
    List<Alert> best = new ArrayList<>();
    long most = 0;
    for (Alert alert : named) {
      if (contradicts(alert, scenario.labels())) {
        continue;
      }
      long agreed = agreed(alert, scenario.labels());
      if (agreed > most) {
        best.clear();
        most = agreed;
      }
      if (agreed == most) {
        best.add(alert);
      }
    }
    List<Alert> left = best.isEmpty() ? named : best;
    left = narrowed(left, alert -> hasThreshold(alert, scenario));
    left =
        narrowed(
            left,
            alert ->
                scenario.promisedPending().filter(it -> !it.equals(alert.forDuration())).isEmpty());
    boolean alike = left.stream().map(Namesakes::fixed).distinct().count() == 1;
    return best.isEmpty() || alike ? left.subList(0, 1) : left;
  }

  private static boolean hasThreshold(Alert alert, Scenario scenario) {
    return scenario
        .promisedThreshold()
        .map(
            promised ->
                Threshold.of(alert.expr())
                    .filter(it -> it.toString().equals(promised.toString()))
                    .isPresent())
        .orElse(true);
  }

  private static List<Alert> narrowed(List<Alert> all, Predicate<Alert> condition) {
    List<Alert> some = all.stream().filter(condition).toList();
    return some.isEmpty() ? all : some;
  }

  private static boolean contradicts(Alert alert, Map<String, String> promised) {
    Map<String, String> fixed = fixed(alert);
    return promised.entrySet().stream()
        .anyMatch(
            label ->
                fixed.containsKey(label.getKey())
                    && !label.getValue().equals(fixed.get(label.getKey())));
  }

  private static long agreed(Alert alert, Map<String, String> promised) {
    return fixed(alert).entrySet().stream()
        .filter(label -> label.getValue().equals(promised.get(label.getKey())))
        .count();
  }

  /** A rule's labels that are the same whatever it fires on. */
  public static Map<String, String> fixed(Alert alert) {
    Map<String, String> fixed = new TreeMap<>(alert.labels());
    fixed.values().removeIf(value -> value.contains("{{"));
    return fixed;
  }

  /**
   * The labels that distinguish a rule's alerts from those of other rules of its name, with empty
   * values for labels that it does not have; empty if no other rule has its name.
   */
  public Map<String, String> notification(Alert rule) {
    Map<String, String> notification = new TreeMap<>();
    for (Alert other : of(rule.name())) {
      if (!other.equals(rule)) {
        notification.putAll(fixed(rule));
        fixed(other).keySet().stream()
            .filter(label -> !rule.labels().containsKey(label))
            .forEach(label -> notification.put(label, ""));
      }
    }
    return notification;
  }

  /** Whether an alert with these labels, which has a rule's name, is that rule's. */
  public boolean isOf(Alert rule, Map<String, String> labels) {
    List<Alert> named = of(rule.name());
    if (named.size() < 2) {
      return true;
    }
    int most = -1;
    List<Alert> best = new ArrayList<>();
    for (Alert alert : named) {
      Map<String, String> fixed = fixed(alert);
      if (labels.entrySet().containsAll(fixed.entrySet()) && fixed.size() >= most) {
        if (fixed.size() > most) {
          best.clear();
          most = fixed.size();
        }
        best.add(alert);
      }
    }
    return best.isEmpty() || best.contains(rule);
  }
}
