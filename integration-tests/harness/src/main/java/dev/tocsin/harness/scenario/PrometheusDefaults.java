package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.prometheus.PrometheusConfig;
import java.time.Duration;

/** What Prometheus does where its configuration says nothing. */
public final class PrometheusDefaults {
  /** The default of {@code scrape_interval} and {@code evaluation_interval}. */
  public static final Duration INTERVAL = Duration.ofMinutes(1);

  private PrometheusDefaults() {}

  /** What a model says of Prometheus, or its defaults. */
  public static PrometheusConfig of(MonitoringModel model) {
    return model.prometheus().orElseGet(() -> PrometheusConfig.prometheus(INTERVAL));
  }
}
