package dev.tocsin.harness.series;

import java.util.Set;
import org.apiguardian.api.API;

/**
 * The series that no target exports, because Prometheus itself makes them: of <a
 * href="https://prometheus.io/docs/concepts/jobs_instances/#automatically-generated-labels-and-time-series">each
 * scrape</a> and of <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#inspecting-alerts-during-runtime">each
 * alert</a>. All of them are gauges.
 */
@API(status = API.Status.INTERNAL)
public final class GeneratedSeries {
  private static final Set<String> OF_A_SCRAPE =
      Set.of(
          "up",
          "scrape_duration_seconds",
          "scrape_samples_scraped",
          "scrape_samples_post_metric_relabeling",
          "scrape_series_added",
          "scrape_timeout_seconds",
          "scrape_sample_limit",
          "scrape_body_size_bytes");
  private static final Set<String> OF_AN_ALERT = Set.of("ALERTS", "ALERTS_FOR_STATE");

  private GeneratedSeries() {}

  /** Whether each target has one series of this metric. */
  public static boolean isOfAScrape(String metric) {
    return OF_A_SCRAPE.contains(metric);
  }

  /** Whether each alert has series of this metric while it is pending or firing. */
  public static boolean isOfAnAlert(String metric) {
    return OF_AN_ALERT.contains(metric);
  }

  /** Whether Prometheus makes it in one way or the other. */
  public static boolean contains(String metric) {
    return isOfAScrape(metric) || isOfAnAlert(metric);
  }
}
