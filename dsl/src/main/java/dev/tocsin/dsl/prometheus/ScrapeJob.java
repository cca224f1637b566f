package dev.tocsin.dsl.prometheus;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Targets of one kind that Prometheus scrapes: a <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config">scrape
 * configuration</a> with targets that are named in it.
 */
public final class ScrapeJob {
  private final String name;
  private final List<String> targets;
  private final Optional<String> metricsPath;

  private ScrapeJob(String name, List<String> targets, Optional<String> metricsPath) {
    this.name = name;
    this.targets = List.copyOf(targets);
    this.metricsPath = metricsPath;
  }

  /**
   * A job of this name, the value of its series' {@code job} label, with targets {@code host:port}.
   */
  public static ScrapeJob job(String name, String... targets) {
    return new ScrapeJob(name, List.of(targets), Optional.empty());
  }

  /** Scraping these targets instead. */
  public ScrapeJob at(List<String> others) {
    return new ScrapeJob(name, others, metricsPath);
  }

  /** Scraping another path than {@code /metrics}. */
  public ScrapeJob path(String path) {
    return new ScrapeJob(name, targets, Optional.of(path));
  }

  public String name() {
    return name;
  }

  /** The targets, each {@code host:port}. */
  public List<String> targets() {
    return targets;
  }

  /** The path that is scraped; empty for {@code /metrics}. */
  public Optional<String> metricsPath() {
    return metricsPath;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScrapeJob
        && ((ScrapeJob) other).name.equals(name)
        && ((ScrapeJob) other).targets.equals(targets)
        && ((ScrapeJob) other).metricsPath.equals(metricsPath);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, targets, metricsPath);
  }

  @Override
  public String toString() {
    return name + targets;
  }
}
