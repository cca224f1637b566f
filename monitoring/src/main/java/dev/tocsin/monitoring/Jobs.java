package dev.tocsin.monitoring;

/** The scrape jobs, whose names are the series' {@code job} label. */
final class Jobs {
  private Jobs() {}

  static final String LLM_INFERENCE = "llm-inference";
  static final String PROMETHEUS = "prometheus";
  static final String ALERTMANAGER = "alertmanager";
  static final String NODE_EXPORTER = "node-exporter";
}
