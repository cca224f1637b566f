package dev.tocsin.harness.contract;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.ScrapeJob;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The pages that were brought, and which of them a selector selects from. */
record Pages(MonitoringModel model, List<ExporterPage> all) {

  /** The pages that a use's series must be on; empty where no page has the metric. */
  List<ExporterPage> of(Use use) {
    if (use.namesJob()) {
      return ofSelectedJobs(use);
    }
    // Without a job, it is enough that one kind of exporter has it.
    Set<String> exporting = new LinkedHashSet<>();
    candidates(use)
        .filter(page -> use.metric().isEmpty() || page.has(use.metric()))
        .forEach(page -> exporting.add(page.job()));
    return candidates(use).filter(page -> exporting.contains(page.job())).toList();
  }

  /** All pages of the jobs that a use's matchers let through. */
  List<ExporterPage> ofSelectedJobs(Use use) {
    return candidates(use).toList();
  }

  private Stream<ExporterPage> candidates(Use use) {
    return all.stream().filter(page -> use.selectsJob(page.job()));
  }

  /** The jobs that the model scrapes; empty where it does not say. */
  Optional<Set<String>> scraped() {
    return model
        .prometheus()
        .map(PrometheusConfig::scrapeConfigs)
        .map(jobs -> new TreeSet<>(jobs.stream().map(ScrapeJob::name).toList()));
  }

  /** The labels that a metric has on every page that has it at all, and its target's. */
  Optional<Set<String>> labels(Use use) {
    List<ExporterPage> pages = of(use).stream().filter(page -> page.has(use.metric())).toList();
    if (pages.isEmpty()) {
      return Optional.empty();
    }
    Set<String> common = new TreeSet<>(pages.get(0).labels(use.metric()));
    pages.forEach(page -> common.retainAll(page.labels(use.metric())));
    common.addAll(List.of("job", "instance"));
    return Optional.of(common);
  }

  /** Every name on these pages. */
  static Set<String> names(List<ExporterPage> pages) {
    Set<String> names = new TreeSet<>();
    pages.forEach(page -> names.addAll(page.names()));
    return names;
  }

  /** For people: the titles of all of these. */
  static String titles(List<ExporterPage> pages) {
    List<String> titles =
        new ArrayList<>(pages.stream().map(ExporterPage::title).distinct().toList());
    return titles.isEmpty() ? "no page" : "the page of " + String.join(" nor of ", titles);
  }
}
