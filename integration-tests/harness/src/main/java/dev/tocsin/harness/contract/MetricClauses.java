package dev.tocsin.harness.contract;

import dev.tocsin.dsl.problem.Similar;
import dev.tocsin.dsl.promql.DeclaredMetric;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.generator.exposition.MetricsPage;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds each metric against its pages: that it is there, its type, unit, labels and values. */
final class MetricClauses {
  private static final Set<String> OF_THE_TARGET = Set.of("job", "instance", "__name__");

  private final Pages pages;
  private final MadeByPrometheus own;
  private final Findings findings;

  MetricClauses(Pages pages, MadeByPrometheus own, Findings findings) {
    this.pages = pages;
    this.own = own;
    this.findings = findings;
  }

  void check(Use use) {
    checkJob(use);
    if (own.makes(use.metric())) {
      checkOwn(use);
      return;
    }
    List<ExporterPage> found = pages.of(use);
    if (use.metric().isEmpty()) {
      checkNameless(use, found);
      return;
    }
    if (found.isEmpty()) {
      missing(use, pages.ofSelectedJobs(use), Pages.titles(pages.ofSelectedJobs(use)));
    }
    for (ExporterPage page : found) {
      if (page.has(use.metric())) {
        checkType(use, page);
        checkUnit(use, page);
        checkLabels(use, page);
        checkValues(use, page);
      } else {
        missing(use, List.of(page), "the page of " + page.title());
      }
    }
  }

  private void missing(Use use, List<ExporterPage> where, String title) {
    if (where.isEmpty()) {
      findings.error(
          "contract/page",
          use.place(),
          "metric `" + use.metric() + "` cannot be checked: no page was given of its job",
          "give the contract the /metrics page of what exports it",
          use.user());
      return;
    }
    boolean noSeries = where.stream().anyMatch(page -> page.names().contains(use.metric()));
    String near = Similar.to(use.metric(), Pages.names(where)).orElse("");
    findings.error(
        "contract/metric",
        use.place(),
        "metric `"
            + use.metric()
            + "` is not on "
            + title
            + (noSeries ? ", which names it but has no series of it" : ""),
        noSeries
            ? "let the exporter start its series at 0, so that the first event counts"
            : near.isEmpty()
                ? "name what is exported, or let it be exported"
                : "did you mean `" + near + "`? Rename it there or here",
        use.user());
  }

  private void checkNameless(Use use, List<ExporterPage> found) {
    for (LabelMatcher matcher : use.selector().matchers()) {
      if (matcher.label().equals("__name__")
          && Use.isPositive(matcher)
          && Pages.names(found).stream().noneMatch(matcher::matches)) {
        findings.error(
            "contract/metric",
            use.place(),
            "no metric on " + Pages.titles(found) + " has a name that matches " + text(matcher),
            "name what is exported",
            use.user());
      }
    }
  }

  private void checkJob(Use use) {
    Optional<Set<String>> scraped = pages.scraped();
    if (scraped.isPresent() && scraped.get().stream().noneMatch(use::selectsJob)) {
      findings.error(
          "contract/job",
          use.place(),
          "metric `" + use.metric() + "` is asked of a job that Prometheus does not scrape",
          "the jobs are " + String.join(", ", scraped.get()),
          use.user());
    }
  }

  /** What Prometheus makes itself. */
  private void checkOwn(Use use) {
    own.labels(use.metric())
        .ifPresent(labels -> checkLabels(use, labels, "which Prometheus makes itself"));
    for (LabelMatcher matcher : use.selector().matchers()) {
      Optional<Set<String>> values = own.values(use.metric(), matcher.label());
      if (Use.isPositive(matcher)
          && values.isPresent()
          && values.get().stream().noneMatch(matcher::matches)) {
        noSuchValue(use, matcher, "can have", values.get());
      }
    }
    DeclaredMetric declared = use.selector().declared();
    if (declared != null && declared.type() != DeclaredMetric.Type.GAUGE) {
      wrongType(use, "gauge", declared.type(), "Prometheus itself");
    }
  }

  private void checkType(Use use, ExporterPage page) {
    Optional<String> said = page.type(use.metric());
    DeclaredMetric declared = use.selector().declared();
    if (said.isEmpty()) {
      if (declared != null) {
        noType(use, declared.type(), page);
      }
      return;
    }
    String type = said.get();
    if (declared != null) {
      boolean holds =
          switch (declared.type()) {
            case COUNTER -> type.equals("counter");
            case GAUGE -> type.equals("gauge");
            case HISTOGRAM -> type.equals("histogram");
            // The text formats show a native histogram as a classic one.
            case NATIVE_HISTOGRAM -> type.equals("histogram");
          };
      if (!holds) {
        wrongType(use, type, declared.type(), "the page of " + page.title());
      }
    } else if (use.counted() && (type.equals("gauge") || type.equals("info"))) {
      wrongType(use, type, DeclaredMetric.Type.COUNTER, "the page of " + page.title());
    }
  }

  /** It may be right, so that it is no error; but nobody has seen that it is. */
  private void noType(Use use, DeclaredMetric.Type declared, ExporterPage page) {
    findings.warning(
        "contract/type",
        use.place(),
        "metric `"
            + use.metric()
            + "` is used as a "
            + name(declared)
            + ", and the page of "
            + page.title()
            + " does not say what it is",
        "let the exporter write its `# TYPE`",
        use.user());
  }

  private static String name(DeclaredMetric.Type type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void wrongType(Use use, String said, DeclaredMetric.Type declared, String who) {
    String asked = name(declared);
    findings.error(
        "contract/type",
        use.place(),
        "metric `" + use.metric() + "` is used as a " + asked + ", but " + who + " says " + said,
        "define it as a " + said + " here, or export it as a " + asked,
        use.user());
  }

  private void checkUnit(Use use, ExporterPage page) {
    DeclaredMetric declared = use.selector().declared();
    if (declared == null || use.metric().endsWith("_count") || declared.unit().equals("Unknown")) {
      return;
    }
    Optional<String> said = page.unit(use.metric());
    if (said.isPresent() && !BaseUnits.agree(declared.unit(), said.get())) {
      findings.error(
          "contract/unit",
          use.place(),
          "metric `"
              + use.metric()
              + "` is defined in "
              + declared.unit()
              + ", but the page of "
              + page.title()
              + " says "
              + said.get(),
          "define the unit that is exported; a threshold in another one is wrong by its factor",
          use.user());
    } else if (said.isEmpty() && BaseUnits.isBase(declared.unit())) {
      findings.warning(
          "contract/unit",
          use.place(),
          "metric `"
              + use.metric()
              + "` is defined in "
              + declared.unit()
              + ", and neither its"
              + " name nor the page of "
              + page.title()
              + " says so",
          "let its name end with the unit, or define it without one",
          use.user());
    }
  }

  private void checkLabels(Use use, ExporterPage page) {
    checkLabels(use, page.labels(use.metric()), "on the page of " + page.title());
  }

  /** What the definition promises, and what matchers look at. */
  private void checkLabels(Use use, Collection<String> there, String where) {
    DeclaredMetric declared = use.selector().declared();
    if (declared != null) {
      declared.labels().stream()
          .filter(label -> !there.contains(label))
          .forEach(label -> noLabel(use, label, "is defined with", there, where));
    }
    for (LabelMatcher matcher : use.selector().matchers()) {
      boolean defined = declared != null && declared.labels().contains(matcher.label());
      if (!OF_THE_TARGET.contains(matcher.label())
          && !there.contains(matcher.label())
          && !matcher.value().isEmpty()
          && !defined) {
        noLabel(use, matcher.label(), "is asked for", there, where);
      }
    }
  }

  private void noLabel(Use use, String label, String how, Collection<String> there, String where) {
    String near = Similar.to(label, there).orElse("");
    findings.error(
        "contract/label",
        use.place(),
        "metric `"
            + use.metric()
            + "` "
            + how
            + " the label `"
            + label
            + "`, which none of its"
            + " series "
            + where
            + " carries",
        near.isEmpty()
            ? "its labels are "
                + (there.isEmpty() ? "none" : String.join(", ", new TreeSet<>(there)))
            : "did you mean `" + near + "`?",
        use.user());
  }

  private void checkValues(Use use, ExporterPage page) {
    List<MetricsPage.Sample> series = page.series(use.metric());
    boolean each = true;
    for (LabelMatcher matcher : use.selector().matchers()) {
      if (!Use.isPositive(matcher) || OF_THE_TARGET.contains(matcher.label())) {
        continue;
      }
      if (!page.labels(use.metric()).contains(matcher.label())) {
        each = false;
      } else if (series.stream()
          .map(sample -> sample.labels().getOrDefault(matcher.label(), ""))
          .flatMap(value -> Use.spellings(matcher.label(), value).stream())
          .noneMatch(matcher::matches)) {
        each = false;
        noSuchValue(
            use,
            matcher,
            "has, on the page of " + page.title() + ",",
            series.stream()
                .map(sample -> sample.labels().getOrDefault(matcher.label(), ""))
                .distinct()
                .sorted()
                .limit(8)
                .toList());
      }
    }
    if (each && series.stream().noneMatch(sample -> use.selects(page.job(), sample.labels()))) {
      findings.error(
          "contract/value",
          use.place(),
          "no series on the page of "
              + page.title()
              + " is selected by `"
              + use.selector().text()
              + "`, although each matcher alone finds some",
          "let the exporter start that series at 0, or correct the matchers",
          use.user());
    }
  }

  private void noSuchValue(Use use, LabelMatcher matcher, String has, Collection<String> values) {
    findings.error(
        "contract/value",
        use.place(),
        "metric `"
            + use.metric()
            + "` is selected by "
            + text(matcher)
            + ", but `"
            + matcher.label()
            + "` "
            + has
            + " only "
            + String.join(", ", new TreeSet<>(values)),
        "correct the value, or let the exporter start that series at 0, so that the first event"
            + " counts",
        use.user());
  }

  private static String text(LabelMatcher matcher) {
    return "`" + matcher.label() + matcher.op().symbol() + '"' + matcher.value() + "\"`";
  }
}
