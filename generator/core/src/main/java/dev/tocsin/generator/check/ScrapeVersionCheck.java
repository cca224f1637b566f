package dev.tocsin.generator.check;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.write.PrometheusWriter;
import java.util.List;
import java.util.Optional;

/** {@code scrape/version}: the target's Prometheus has every key that the scrape jobs need. */
final class ScrapeVersionCheck implements Check {
  static final String ID = "scrape/version";

  private final Optional<Version> target;

  /**
   * @param target the Prometheus that reads the file; empty for the newest
   */
  ScrapeVersionCheck(Optional<Version> target) {
    this.target = target;
  }

  @Override
  public List<Problem> problems(MonitoringModel model) {
    if (target.isEmpty() || PrometheusWriter.classicHistogramsKey(target).isPresent()) {
      return List.of();
    }
    return model.prometheus().stream()
        .flatMap(config -> config.scrapeConfigs().stream())
        .filter(ScrapeJob::keepsClassicHistograms)
        .map(job -> refused(job, target.get()))
        .toList();
  }

  private static Problem refused(ScrapeJob job, Version target) {
    return Problem.error(
            ID,
            Place.of(job.origin()),
            "scrape job \""
                + job.name()
                + "\": always_scrape_classic_histograms requires Prometheus 2.45 or newer (target"
                + " is "
                + target
                + "), as older versions keep one form of a histogram only")
        .help(
            "raise the target; or switch native histograms off, in the service or in Prometheus, and"
                + " remove alwaysScrapeClassicHistograms()");
  }
}
