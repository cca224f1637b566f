package dev.tocsin.harness.contract;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.DeclaredMetric;
import dev.tocsin.generator.exposition.MetricsPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What monitoring asks of those that it watches, held against what they really export.
 *
 * <pre>{@code
 * List<Problem> problems =
 *     Contract.of(new ShopMonitoring().define())
 *         .against("shop", metricsPageOfTheShop)
 *         .against("node-exporter", metricsPageOfNodeExporter)
 *         .problems();
 * }</pre>
 *
 * <p>What the rules ask for is found from their expressions, so that nothing is forgotten: each
 * metric must be on every page of its job (or, where a rule names no job, on every page of some
 * job), with the type and the unit that the definition says, with the labels that it is defined
 * with and that rules match, group, join and write by, and with a series for each value that a rule
 * asks for. Each histogram, series by series, must have a boundary at each threshold that is put on
 * its quantiles, and a finite one past it. A page that does not say a type is a warning.
 *
 * <p>A pure function of the model and the pages: nothing is scraped here. Immutable.
 */
public final class Contract {
  private final MonitoringModel model;
  private final List<ExporterPage> pages;
  private final Map<String, String> limits;

  private Contract(MonitoringModel model, List<ExporterPage> pages, Map<String, String> limits) {
    this.model = model;
    this.pages = List.copyOf(pages);
    this.limits = new TreeMap<>(limits);
  }

  /** What this model asks for, held against nothing yet. */
  public static Contract of(MonitoringModel model) {
    return new Contract(model, List.of(), Map.of());
  }

  /**
   * Held against this page too.
   *
   * @param job the scrape job that reads it
   * @param page what the exporter answers at {@code /metrics}, as text or OpenMetrics
   */
  public Contract against(String job, String page) {
    return against(job, job, page);
  }

  /**
   * Held against this page too. Several pages of one job are several exporters of its kind, such as
   * an old and a new version: each must keep the contract.
   *
   * @param exporter who said it, for messages: {@code Alertmanager 0.25.0}
   */
  public Contract against(String job, String exporter, String page) {
    List<ExporterPage> more = new ArrayList<>(pages);
    more.add(ExporterPage.parse(job, exporter, page));
    return new Contract(model, more, limits);
  }

  /**
   * With a gauge that can never be above another one of the same page, such as requests and the
   * slots for them: a rule that asks whether it is above a number must ask for one below that.
   */
  public Contract limiting(String gauge, String limit) {
    Map<String, String> more = new TreeMap<>(limits);
    more.put(gauge, limit);
    return new Contract(model, pages, more);
  }

  /** Everything that is not as the rules need it, by place; empty where the contract is kept. */
  public List<Problem> problems() {
    Findings findings = new Findings();
    Pages all = new Pages(model, pages);
    MadeByPrometheus own = new MadeByPrometheus(model);
    for (ExporterPage page : pages) {
      for (MetricsPage.Unreadable line : page.page().unreadable()) {
        findings.error(
            "contract/page",
            Place.file("/metrics"),
            "the page of "
                + page.title()
                + " cannot be read, line "
                + line.line()
                + ": "
                + line.message(),
            "let the exporter write the text format or OpenMetrics",
            "");
      }
    }
    MetricClauses metrics = new MetricClauses(all, own, findings);
    Uses.of(model).forEach(metrics::check);
    for (RuleGroup group : model.groups()) {
      for (Rule rule : group.rules()) {
        LabelClauses.check(rule, all, own, findings);
      }
    }
    new ThresholdClauses(all, own, findings).check(limits);
    return findings.problems();
  }

  /**
   * What was held against what, as a Markdown table: each metric with what its definition says, how
   * many rules use it and on whose pages it was found.
   */
  public String table() {
    Pages all = new Pages(model, pages);
    MadeByPrometheus own = new MadeByPrometheus(model);
    Map<String, Set<String>> rules = new TreeMap<>();
    Map<String, Set<String>> exporters = new TreeMap<>();
    Map<String, String> said = new TreeMap<>();
    for (Use use : Uses.of(model)) {
      String name = use.metric().isEmpty() ? use.selector().text() : use.metric();
      rules.computeIfAbsent(name, key -> new TreeSet<>()).add(use.rule().name());
      Set<String> found = exporters.computeIfAbsent(name, key -> new TreeSet<>());
      if (own.makes(name)) {
        found.add("Prometheus itself");
      }
      all.of(use).stream()
          .filter(page -> page.has(use.metric()))
          .forEach(page -> found.add(page.exporter()));
      said.putIfAbsent(name, definition(use));
    }
    StringBuilder table = new StringBuilder("| metric | defined as | rules | exported by |\n");
    table.append("|---|---|---|---|\n");
    said.forEach(
        (name, definition) ->
            table.append(
                "| %s | %s | %d | %s |\n"
                    .formatted(
                        name,
                        definition,
                        rules.getOrDefault(name, Set.of()).size(),
                        String.join(", ", exporters.getOrDefault(name, Set.of())))));
    return table.toString();
  }

  private static String definition(Use use) {
    DeclaredMetric declared = use.selector().declared();
    if (declared == null) {
      return "nothing but its name";
    }
    return declared.type().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + " of "
        + declared.unit()
        + (declared.labels().isEmpty() ? "" : ", by " + String.join(", ", declared.labels()));
  }
}
