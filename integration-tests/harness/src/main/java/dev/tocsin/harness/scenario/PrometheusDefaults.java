package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/** What Prometheus does where its configuration says nothing. */
@API(status = API.Status.INTERNAL)
public final class PrometheusDefaults {
  /** The default of {@code scrape_interval} and {@code evaluation_interval}. */
  public static final Duration INTERVAL = Duration.ofMinutes(1);

  private PrometheusDefaults() {}

  /** What a model says of Prometheus, or its defaults. */
  public static PrometheusConfig of(MonitoringModel model) {
    return model.prometheus().orElseGet(() -> PrometheusConfig.prometheus(INTERVAL));
  }

  /** An alert's labels as Prometheus sends them: with external labels where it has no such ones. */
  public static Map<String, String> sent(MonitoringModel model, Map<String, String> labels) {
    Map<String, String> sent = new TreeMap<>(labels);
    of(model).externalLabels().forEach(sent::putIfAbsent);
    return sent;
  }
}
