package dev.tocsin.dsl.model;

import dev.tocsin.dsl.metric.Label;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Prometheus' configuration, {@code prometheus.yml}: one file for all servers of a pair.
 *
 * <p>Without {@link #labelled} it has no external labels: two servers with the same targets must
 * send alerts with the same labels, so that Alertmanager deduplicates them.
 */
public final class PrometheusConfig {
  /** Prometheus' default. */
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  private final Duration scrapeInterval;
  private final Duration scrapeTimeout;
  private final Duration evaluationInterval;
  private final List<String> alertmanagers;
  private final List<ScrapeJob> jobs;
  private final Map<String, String> externalLabels;

  private PrometheusConfig(
      Duration scrapeInterval,
      Duration scrapeTimeout,
      Duration evaluationInterval,
      List<String> alertmanagers,
      List<ScrapeJob> jobs,
      Map<String, String> externalLabels) {
    if (scrapeTimeout.compareTo(scrapeInterval) > 0) {
      throw new IllegalArgumentException(
          "scrape timeout "
              + scrapeTimeout
              + " exceeds the scrape interval "
              + scrapeInterval
              + ", which Prometheus refuses; fix: use at most the interval");
    }
    this.scrapeInterval = scrapeInterval;
    this.scrapeTimeout = scrapeTimeout;
    this.evaluationInterval = evaluationInterval;
    this.alertmanagers = List.copyOf(alertmanagers);
    this.jobs = List.copyOf(jobs);
    this.externalLabels = Collections.unmodifiableMap(new TreeMap<>(externalLabels));
  }

  /**
   * With this scrape and evaluation interval. The scrape timeout is Prometheus' default of 10
   * seconds, or the interval if that is shorter.
   */
  public static PrometheusConfig prometheus(Duration interval) {
    return new PrometheusConfig(
        interval, shorter(interval, DEFAULT_TIMEOUT), interval, List.of(), List.of(), Map.of());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** With this scrape interval; a longer scrape timeout is lowered to it. */
  public PrometheusConfig scrapeInterval(Duration interval) {
    return new PrometheusConfig(
        interval,
        shorter(interval, scrapeTimeout),
        evaluationInterval,
        alertmanagers,
        jobs,
        externalLabels);
  }

  /**
   * With this scrape timeout.
   *
   * @throws IllegalArgumentException if it exceeds the scrape interval
   */
  public PrometheusConfig scrapeTimeout(Duration timeout) {
    return new PrometheusConfig(
        scrapeInterval, timeout, evaluationInterval, alertmanagers, jobs, externalLabels);
  }

  /** With this evaluation interval for rule groups without one of their own. */
  public PrometheusConfig evaluationInterval(Duration interval) {
    return new PrometheusConfig(
        scrapeInterval, scrapeTimeout, interval, alertmanagers, jobs, externalLabels);
  }

  /** Sends alerts to all of these Alertmanagers, each {@code host:port}. */
  public PrometheusConfig alertmanagers(String... targets) {
    return new PrometheusConfig(
        scrapeInterval,
        scrapeTimeout,
        evaluationInterval,
        Arrays.asList(targets),
        jobs,
        externalLabels);
  }

  /** With these scrape jobs. */
  public PrometheusConfig scrapeConfigs(ScrapeJob... others) {
    return new PrometheusConfig(
        scrapeInterval,
        scrapeTimeout,
        evaluationInterval,
        alertmanagers,
        Arrays.asList(others),
        externalLabels);
  }

  /** With an external label, which is added to every alert that lacks it. */
  public PrometheusConfig externalLabel(Label label, String value) {
    Map<String, String> more = new TreeMap<>(externalLabels);
    more.put(label.name(), value);
    return new PrometheusConfig(
        scrapeInterval, scrapeTimeout, evaluationInterval, alertmanagers, jobs, more);
  }

  /** How often targets are scraped. */
  public Duration scrapeInterval() {
    return scrapeInterval;
  }

  /** How long a scrape may take before the target counts as down. */
  public Duration scrapeTimeout() {
    return scrapeTimeout;
  }

  /** How often rule groups without an interval of their own are evaluated. */
  public Duration evaluationInterval() {
    return evaluationInterval;
  }

  /** The Alertmanagers that get the alerts, each {@code host:port}. */
  public List<String> alertmanagers() {
    return alertmanagers;
  }

  public List<ScrapeJob> scrapeConfigs() {
    return jobs;
  }

  /** The external labels, sorted by name. */
  public Map<String, String> externalLabels() {
    return externalLabels;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrometheusConfig that
        && that.scrapeInterval.equals(scrapeInterval)
        && that.scrapeTimeout.equals(scrapeTimeout)
        && that.evaluationInterval.equals(evaluationInterval)
        && that.alertmanagers.equals(alertmanagers)
        && that.jobs.equals(jobs)
        && that.externalLabels.equals(externalLabels);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        scrapeInterval, scrapeTimeout, evaluationInterval, alertmanagers, jobs, externalLabels);
  }

  @Override
  public String toString() {
    return "prometheus" + jobs;
  }
}
