package dev.tocsin.generator.write;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.fmt.CanonicalYaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes <a href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/">{@code
 * prometheus.yml}</a>.
 */
public final class PrometheusWriter {
  /** Has the key for classic histograms under its first name. */
  private static final Version CLASSIC_HISTOGRAMS = new Version(2, 45);

  /** Has it under its second name only. */
  private static final Version CLASSIC_HISTOGRAMS_RENAMED = new Version(3, 0);

  private PrometheusWriter() {}

  /**
   * The text of {@code prometheus.yml}, which loads the rule file of this name.
   *
   * @param target the Prometheus that reads the file; empty for the newest
   */
  public static String write(
      PrometheusConfig config, String ruleFile, List<String> head, Optional<Version> target) {
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
    file.put(
        "scrape_configs", config.scrapeConfigs().stream().map(job -> job(job, target)).toList());
    return CanonicalYaml.of(head, file);
  }

  /**
   * The key of a scrape job that keeps classic histograms beside native ones, in the target's
   * spelling; empty where the target has no such key.
   *
   * @see <a href="https://prometheus.io/docs/prometheus/latest/migration/">what 3.0 renamed</a>
   */
  public static Optional<String> classicHistogramsKey(Optional<Version> target) {
    if (target.isEmpty() || target.get().compareTo(CLASSIC_HISTOGRAMS_RENAMED) >= 0) {
      return Optional.of("always_scrape_classic_histograms");
    }
    return target.get().compareTo(CLASSIC_HISTOGRAMS) >= 0
        ? Optional.of("scrape_classic_histograms")
        : Optional.empty();
  }

  private static Map<String, Object> job(ScrapeJob job, Optional<Version> target) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("job_name", job.name());
    job.metricsPath().ifPresent(path -> node.put("metrics_path", path));
    if (job.keepsClassicHistograms()) {
      classicHistogramsKey(target).ifPresent(key -> node.put(key, true));
    }
    node.putAll(targets(job.targets()));
    return node;
  }

  private static Map<String, Object> targets(List<String> targets) {
    return Map.of("static_configs", List.of(Map.of("targets", targets)));
  }
}
