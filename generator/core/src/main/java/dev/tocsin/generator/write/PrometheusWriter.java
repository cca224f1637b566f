package dev.tocsin.generator.write;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.prometheus.PrometheusConfig;
import dev.tocsin.dsl.prometheus.ScrapeJob;
import dev.tocsin.generator.format.CanonicalYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes <a href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/">{@code
 * prometheus.yml}</a>.
 */
public final class PrometheusWriter {
  private PrometheusWriter() {}

  /** The text of {@code prometheus.yml}, which loads the rule file of this name. */
  public static String write(PrometheusConfig config, String ruleFile, List<String> head) {
    Map<String, Object> global = new LinkedHashMap<>();
    global.put("scrape_interval", GoDuration.text(config.scrapeInterval()));
    global.put("scrape_timeout", GoDuration.text(config.scrapeTimeout()));
    global.put("evaluation_interval", GoDuration.text(config.evaluationInterval()));
    if (!config.externalLabels().isEmpty()) {
      global.put("external_labels", config.externalLabels());
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("global", global);
    file.put("rule_files", List.of(ruleFile));
    if (!config.alertmanagers().isEmpty()) {
      file.put("alerting", Map.of("alertmanagers", List.of(targets(config.alertmanagers()))));
    }
    file.put("scrape_configs", config.jobs().stream().map(PrometheusWriter::job).toList());
    return CanonicalYaml.of(head, file);
  }

  private static Map<String, Object> job(ScrapeJob job) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("job_name", job.name());
    job.metricsPath().ifPresent(path -> node.put("metrics_path", path));
    node.putAll(targets(job.targets()));
    return node;
  }

  private static Map<String, Object> targets(List<String> targets) {
    return Map.of("static_configs", List.of(Map.of("targets", targets)));
  }
}
