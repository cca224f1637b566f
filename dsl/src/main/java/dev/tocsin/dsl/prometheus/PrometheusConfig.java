package dev.tocsin.dsl.prometheus;

import dev.tocsin.dsl.Label;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What {@code prometheus.yml} says: one file, whichever of several servers reads it.
 *
 * <p>It sets no external labels unless {@linkplain #labelled asked}: two servers that watch the
 * same targets must send the same alerts, or Alertmanager cannot tell that they are the same.
 */
public final class PrometheusConfig {
  /** Prometheus' own. */
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
              + " is longer than the interval "
              + scrapeInterval
              + ": Prometheus refuses that; use at most the interval");
    }
    this.scrapeInterval = scrapeInterval;
    this.scrapeTimeout = scrapeTimeout;
    this.evaluationInterval = evaluationInterval;
    this.alertmanagers = List.copyOf(alertmanagers);
    this.jobs = List.copyOf(jobs);
    this.externalLabels = Collections.unmodifiableMap(new TreeMap<>(externalLabels));
  }

  /**
   * Scrapes targets and evaluates rules this often. A scrape times out after Prometheus' own 10
   * seconds, or the interval where that is shorter.
   */
  public static PrometheusConfig prometheus(Duration interval) {
    return new PrometheusConfig(
        interval, shorter(interval, DEFAULT_TIMEOUT), interval, List.of(), List.of(), Map.of());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Scrapes targets this often; a timeout that is longer becomes the interval. */
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
   * Gives up on a scrape after this time.
   *
   * @throws IllegalArgumentException when that is longer than the scrape interval
   */
  public PrometheusConfig scrapeTimeout(Duration timeout) {
    return new PrometheusConfig(
        scrapeInterval, timeout, evaluationInterval, alertmanagers, jobs, externalLabels);
  }

  /** Evaluates rules that do not say otherwise this often. */
  public PrometheusConfig evaluationInterval(Duration interval) {
    return new PrometheusConfig(
        scrapeInterval, scrapeTimeout, interval, alertmanagers, jobs, externalLabels);
  }

  /** Tells these Alertmanagers, each {@code host:port}, all of them. */
  public PrometheusConfig alerting(String... targets) {
    return new PrometheusConfig(
        scrapeInterval,
        scrapeTimeout,
        evaluationInterval,
        Arrays.asList(targets),
        jobs,
        externalLabels);
  }

  /** Scrapes these. */
  public PrometheusConfig scraping(ScrapeJob... others) {
    return new PrometheusConfig(
        scrapeInterval,
        scrapeTimeout,
        evaluationInterval,
        alertmanagers,
        Arrays.asList(others),
        externalLabels);
  }

  /** With a label that every alert carries which it sends, unless the alert has it already. */
  public PrometheusConfig labelled(Label label, String value) {
    Map<String, String> more = new TreeMap<>(externalLabels);
    more.put(label.name(), value);
    return new PrometheusConfig(
        scrapeInterval, scrapeTimeout, evaluationInterval, alertmanagers, jobs, more);
  }

  /** How often targets are scraped. */
  public Duration scrapeInterval() {
    return scrapeInterval;
  }

  /** After how long a target counts as down. */
  public Duration scrapeTimeout() {
    return scrapeTimeout;
  }

  /** How often rules are evaluated that do not say otherwise. */
  public Duration evaluationInterval() {
    return evaluationInterval;
  }

  /** The Alertmanagers that are told, each {@code host:port}. */
  public List<String> alertmanagers() {
    return alertmanagers;
  }

  public List<ScrapeJob> jobs() {
    return jobs;
  }

  /** The labels that every alert carries which it sends, sorted by name. */
  public Map<String, String> externalLabels() {
    return externalLabels;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrometheusConfig
        && ((PrometheusConfig) other).scrapeInterval.equals(scrapeInterval)
        && ((PrometheusConfig) other).scrapeTimeout.equals(scrapeTimeout)
        && ((PrometheusConfig) other).evaluationInterval.equals(evaluationInterval)
        && ((PrometheusConfig) other).alertmanagers.equals(alertmanagers)
        && ((PrometheusConfig) other).jobs.equals(jobs)
        && ((PrometheusConfig) other).externalLabels.equals(externalLabels);
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
