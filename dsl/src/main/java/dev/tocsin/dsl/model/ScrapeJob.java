package dev.tocsin.dsl.model;

import dev.tocsin.dsl.origin.Origin;
import java.util.List;
import java.util.Optional;

/**
 * Targets of one kind that Prometheus scrapes: a <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config">scrape
 * configuration</a> with targets that are named in it.
 */
public final class ScrapeJob {
  private final State state;

  private record State(
      String name,
      List<String> targets,
      Optional<String> metricsPath,
      boolean keepsClassicHistograms,
      Origin origin) {
    private State {
      targets = List.copyOf(targets);
    }
  }

  private ScrapeJob(State state) {
    this.state = state;
  }

  /**
   * A job of this name, the value of its series' {@code job} label, with targets {@code host:port}.
   */
  public static ScrapeJob job(String name, String... targets) {
    return new ScrapeJob(
        new State(name, List.of(targets), Optional.empty(), false, Origin.caller()));
  }

  /** Scraping these targets instead. */
  public ScrapeJob targets(List<String> others) {
    return new ScrapeJob(
        new State(
            state.name, others, state.metricsPath, state.keepsClassicHistograms, state.origin));
  }

  /** Scraping another path than {@code /metrics}. */
  public ScrapeJob metricsPath(String path) {
    return new ScrapeJob(
        new State(
            state.name,
            state.targets,
            Optional.of(path),
            state.keepsClassicHistograms,
            state.origin));
  }

  /**
   * Keeps the classic form of histograms that the targets also expose as native ones. A Prometheus
   * that ingests native histograms otherwise drops their {@code _bucket} series, and alerts on
   * those series stop firing. Where Prometheus ingests no native histograms, this changes nothing.
   *
   * <p>The key in {@code prometheus.yml} is {@code always_scrape_classic_histograms}, and {@code
   * scrape_classic_histograms} for a target of Prometheus 2.45 to 2.55. An older target has no such
   * key and is refused.
   */
  public ScrapeJob alwaysScrapeClassicHistograms() {
    return alwaysScrapeClassicHistograms(true);
  }

  /** Keeps the classic form of histograms, or not. */
  public ScrapeJob alwaysScrapeClassicHistograms(boolean keep) {
    return new ScrapeJob(
        new State(state.name, state.targets, state.metricsPath, keep, state.origin));
  }

  public String name() {
    return state.name;
  }

  /** The targets, each {@code host:port}. */
  public List<String> targets() {
    return state.targets;
  }

  /** The path that is scraped; empty for {@code /metrics}. */
  public Optional<String> metricsPath() {
    return state.metricsPath;
  }

  /** Whether classic histograms are kept beside native ones. */
  public boolean keepsClassicHistograms() {
    return state.keepsClassicHistograms;
  }

  /** Where the job was defined. */
  public Origin origin() {
    return state.origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScrapeJob that && that.state.equals(state);
  }

  @Override
  public int hashCode() {
    return state.hashCode();
  }

  @Override
  public String toString() {
    return state.name + state.targets;
  }
}
