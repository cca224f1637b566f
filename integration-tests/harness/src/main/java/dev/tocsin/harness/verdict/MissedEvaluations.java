package dev.tocsin.harness.verdict;

import dev.tocsin.harness.servers.PrometheusApi;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/**
 * The rule evaluations that a Prometheus has missed since it started.
 *
 * @param byGroup how many, by the names of rule groups
 */
@API(status = API.Status.INTERNAL)
public record MissedEvaluations(Map<String, Long> byGroup) {
  private static final String METRIC = "prometheus_rule_group_iterations_missed_total";

  public MissedEvaluations {
    byGroup = Map.copyOf(byGroup);
  }

  /** Until now. */
  public static MissedEvaluations of(PrometheusApi prometheus) {
    Map<String, Long> missed = new TreeMap<>();
    prometheus
        .ownBy(METRIC, "rule_group")
        .forEach((group, count) -> missed.merge(name(group), Math.round(count), Long::sum));
    return new MissedEvaluations(missed);
  }

  /** A rule group's name, which Prometheus writes behind its file's. */
  public static String name(String group) {
    return group.substring(group.lastIndexOf(';') + 1);
  }

  /** Those that were missed since; a server that was started anew counts from 0. */
  public Map<String, Long> since(MissedEvaluations before) {
    Map<String, Long> since = new TreeMap<>();
    byGroup.forEach(
        (group, count) -> {
          long then = before.byGroup.getOrDefault(group, 0L);
          since.put(group, count < then ? count : count - then);
        });
    return since;
  }
}
