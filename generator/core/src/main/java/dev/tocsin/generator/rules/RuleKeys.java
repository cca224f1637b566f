package dev.tocsin.generator.rules;

import dev.tocsin.dsl.problem.Similar;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of each level of a rule file, and what is known about some that do not belong there. */
enum RuleKeys {
  FILE("a file of rule groups", List.of("groups")),
  GROUP("a rule group", List.of("name", "interval", "query_offset", "limit", "labels", "rules")),
  RULE(
      "a rule",
      List.of("record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"));

  private static final Map<String, String> DIALECTS =
      Map.ofEntries(
          Map.entry("partial_response_strategy", "only Thanos knows it: remove it for Prometheus"),
          Map.entry("concurrency", "only vmalert knows it: remove it for Prometheus"),
          Map.entry("type", "only vmalert knows it: remove it for Prometheus"),
          Map.entry("params", "only vmalert knows it: remove it for Prometheus"),
          Map.entry("headers", "only vmalert knows it: remove it for Prometheus"),
          Map.entry("tenant", "only vmalert knows it: remove it for Prometheus"),
          Map.entry("eval_offset", "vmalert's; Prometheus has query_offset"),
          Map.entry("eval_delay", "vmalert's; Prometheus has query_offset"),
          Map.entry("debug", "only vmalert knows it: remove it for Prometheus"),
          Map.entry("update_entries_limit", "only vmalert knows it: remove it for Prometheus"),
          Map.entry("source_tenants", "only Mimir knows it: remove it for Prometheus"),
          Map.entry("align_evaluation_time_on_interval", "only Mimir knows it: remove it"),
          Map.entry("evaluation_delay", "Mimir's; Prometheus has query_offset"),
          Map.entry("namespace", "only Mimir and Loki know it: remove it for Prometheus"),
          Map.entry("runbook", "a link to a runbook is an annotation: runbook_url"),
          Map.entry("runbook_url", "put it under annotations"),
          Map.entry("severity", "put it under labels"),
          Map.entry("summary", "put it under annotations"),
          Map.entry("description", "put it under annotations"),
          Map.entry("message", "put it under annotations"),
          Map.entry(
              "apiVersion", "this is a Kubernetes resource: Prometheus reads what is under spec"),
          Map.entry("kind", "this is a Kubernetes resource: Prometheus reads what is under spec"),
          Map.entry(
              "metadata", "this is a Kubernetes resource: Prometheus reads what is under spec"),
          Map.entry("spec", "this is a Kubernetes resource: Prometheus reads what is under spec"));

  private final String described;
  private final List<String> keys;

  RuleKeys(String described, List<String> keys) {
    this.described = described;
    this.keys = keys;
  }

  /** Whether a key belongs to this level. */
  boolean has(String key) {
    return keys.contains(key);
  }

  /** All keys of this level. */
  List<String> keys() {
    return keys;
  }

  /** As a message names the level. */
  String described() {
    return described;
  }

  /** What to do about a key that does not belong here. */
  String help(String key) {
    String dialect = DIALECTS.get(key);
    if (dialect != null) {
      return dialect;
    }
    for (RuleKeys level : values()) {
      if (level != this && level.keys.contains(key)) {
        return "it belongs to " + level.described + ": check the indentation";
      }
    }
    Optional<String> near = Similar.to(key, keys);
    if (near.isPresent()) {
      return "did you mean `" + near.get() + "`?";
    }
    return "known fields are " + String.join(", ", keys);
  }
}
