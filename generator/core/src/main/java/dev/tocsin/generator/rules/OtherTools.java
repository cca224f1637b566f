package dev.tocsin.generator.rules;

import java.util.Map;

/** Keys that other tools know, or that belong into a map of a rule, and what to do about each. */
final class OtherTools {
  static final Map<String, String> HELP =
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

  private OtherTools() {}
}
