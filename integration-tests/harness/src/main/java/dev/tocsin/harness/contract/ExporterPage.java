package dev.tocsin.harness.contract;

import dev.tocsin.generator.exposition.MetricsPage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whose page of metrics it is, and what the page says.
 *
 * @param job the scrape job that reads it
 * @param exporter who said it, for people
 * @param page what it says
 */
record ExporterPage(String job, String exporter, MetricsPage page) {

  static ExporterPage parse(String job, String exporter, String text) {
    return new ExporterPage(job, exporter, MetricsPage.parse(text));
  }

  boolean has(String name) {
    return page.has(name);
  }

  List<MetricsPage.Sample> series(String name) {
    return page.series(name);
  }

  Set<String> names() {
    return page.names();
  }

  Set<String> labels(String name) {
    return page.labels(name);
  }

  /** Empty where the page does not say. */
  Optional<String> type(String name) {
    return page.type(name);
  }

  /** The page's own, or what the name ends with by custom; empty where neither says. */
  Optional<String> unit(String name) {
    return page.unit(name).or(() -> BaseUnits.in(page.family(name)));
  }

  /** For people: {@code job llm-inference (Tocsin inference)}. */
  String title() {
    return "job " + job + (exporter.equals(job) ? "" : " (" + exporter + ")");
  }
}
