package dev.tocsin.harness.contract;

import dev.tocsin.dsl.go.GoNumber;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.generator.exposition.MetricsPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds thresholds against what can be measured.
 *
 * <p>A quantile is <a
 * href="https://prometheus.io/docs/practices/histograms/#errors-of-quantile-estimation">interpolated
 * within a bucket</a>: only a boundary at the threshold itself says exactly on which side of it the
 * quantile lies. And a quantile in the last bucket, which has no end, is the last finite boundary:
 * a threshold there, or above, can never be exceeded.
 */
final class ThresholdClauses {
  private static final double CLOSE = 1e-9;

  /** More series than these add nothing for a reader. */
  private static final int SHOWN = 2;

  private final Pages pages;
  private final MadeByPrometheus own;
  private final Findings findings;

  ThresholdClauses(Pages pages, MadeByPrometheus own, Findings findings) {
    this.pages = pages;
    this.own = own;
    this.findings = findings;
  }

  /** Checks all comparisons; {@code limits} names, for gauges, the metric that bounds each. */
  void check(Map<String, String> limits) {
    List<Threshold> thresholds = Threshold.of(pages.model().groups(), own);
    for (Threshold threshold : thresholds) {
      if (threshold.subject() instanceof Expr.Call quantile) {
        checkQuantile(threshold, quantile);
      }
    }
    limits.forEach((gauge, limit) -> checkLimit(gauge, limit, thresholds));
  }

  private void checkQuantile(Threshold threshold, Expr.Call quantile) {
    for (Expr node : Nodes.of(quantile)) {
      if (node instanceof Expr.VectorSelector selector) {
        Use use = new Use(threshold.rule(), selector, true);
        for (ExporterPage page : pages.of(use)) {
          checkBoundaries(threshold, use, page);
        }
      }
    }
  }

  /** Each histogram of the page by itself: a good one must not hide a bad one. */
  private void checkBoundaries(Threshold threshold, Use use, ExporterPage page) {
    Map<Map<String, String>, NavigableSet<Double>> histograms = new LinkedHashMap<>();
    for (MetricsPage.Sample sample : page.series(use.metric())) {
      String le = sample.labels().get("le");
      if (le != null && use.reads(page.job(), sample.labels())) {
        Map<String, String> labels = new TreeMap<>(sample.labels());
        labels.remove("le");
        histograms.computeIfAbsent(labels, key -> new TreeSet<>()).add(MetricsPage.number(le));
      }
    }
    // One problem where all are alike, and one for each kind where they are not.
    Map<NavigableSet<Double>, List<Map<String, String>>> kinds = new LinkedHashMap<>();
    histograms.forEach(
        (labels, boundaries) -> {
          boundaries.remove(Double.POSITIVE_INFINITY);
          kinds.computeIfAbsent(boundaries, key -> new ArrayList<>()).add(labels);
        });
    kinds.forEach(
        (boundaries, labels) ->
            checkBoundaries(
                threshold,
                use,
                (kinds.size() == 1 ? "" : "series " + some(labels) + " on ")
                    + "the page of "
                    + page.title(),
                boundaries));
  }

  private void checkBoundaries(
      Threshold threshold, Use use, String where, NavigableSet<Double> boundaries) {
    double value = threshold.value();
    String histogram = use.metric().replaceFirst("_bucket$", "");
    if (boundaries.isEmpty()) {
      findings.error(
          "contract/last-bucket",
          Place.of(threshold.rule().origin()),
          "a quantile of histogram `"
              + histogram
              + "` is compared with "
              + GoNumber.readable(value)
              + ", but it has no finite bucket on "
              + where
              + ": every quantile of it is NaN",
          "give it finite buckets up to and past "
              + GoNumber.readable(value)
              + "; where it is a native histogram, ask for it without `_bucket`",
          use.user());
      return;
    }
    if (boundaries.stream().noneMatch(b -> Math.abs(b - value) <= CLOSE * Math.abs(value))) {
      findings.error(
          "contract/boundary",
          Place.of(threshold.rule().origin()),
          "a quantile of histogram `"
              + histogram
              + "` is compared with "
              + GoNumber.readable(value)
              + ", which is no boundary of its buckets on "
              + where,
          "let it have a boundary at "
              + GoNumber.readable(value)
              + "; the next ones are "
              + around(boundaries, value),
          use.user());
    }
    if (boundaries.last() <= value * (1 + CLOSE)) {
      findings.error(
          "contract/last-bucket",
          Place.of(threshold.rule().origin()),
          "a quantile of histogram `"
              + histogram
              + "` is compared with "
              + GoNumber.readable(value)
              + ", but its last finite bucket on "
              + where
              + " ends at "
              + GoNumber.readable(boundaries.last())
              + ": no quantile can be above that",
          "give it finite buckets past " + GoNumber.readable(value),
          use.user());
    }
  }

  /** Some of them, as a page writes labels. */
  private static String some(List<Map<String, String>> series) {
    String shown =
        series.stream()
            .limit(SHOWN)
            .map(
                labels ->
                    labels.entrySet().stream()
                        .map(label -> label.getKey() + "=\"" + label.getValue() + '"')
                        .collect(Collectors.joining(", ", "{", "}")))
            .collect(Collectors.joining(", "));
    return shown + (series.size() > SHOWN ? " and " + (series.size() - SHOWN) + " more" : "");
  }

  private void checkLimit(String gauge, String limit, List<Threshold> thresholds) {
    boolean compared = false;
    for (Threshold threshold : thresholds) {
      if (threshold.subject() instanceof Expr.VectorSelector selector
          && gauge.equals(selector.metricName())
          && (threshold.op() == BinaryOp.GREATER || threshold.op() == BinaryOp.GREATER_OR_EQUAL)) {
        compared = true;
        Use use = new Use(threshold.rule(), selector, false);
        for (ExporterPage page : pages.of(use)) {
          checkLimit(threshold, use, limit, page);
        }
      }
    }
    if (!compared) {
      findings.error(
          "contract/limit",
          Place.file(pages.model().name()),
          "no rule asks whether `"
              + gauge
              + "` is above a number, so that the limit `"
              + limit
              + "` is held against nothing",
          "name a gauge that the rules compare",
          "");
    }
  }

  private void checkLimit(Threshold threshold, Use use, String limit, ExporterPage page) {
    OptionalDouble lowest =
        page.series(limit).stream().mapToDouble(MetricsPage.Sample::value).min();
    if (lowest.isEmpty()) {
      findings.error(
          "contract/limit",
          Place.of(threshold.rule().origin()),
          "metric `"
              + limit
              + "`, which bounds `"
              + use.metric()
              + "`, is not on the page of "
              + page.title(),
          "name what is exported, or let it be exported",
          use.user());
    } else if (threshold.value() >= lowest.getAsDouble()) {
      findings.error(
          "contract/limit",
          Place.of(threshold.rule().origin()),
          "`"
              + use.metric()
              + "` is compared with "
              + GoNumber.readable(threshold.value())
              + ", but `"
              + limit
              + "` on the page of "
              + page.title()
              + " is "
              + GoNumber.readable(lowest.getAsDouble())
              + ": it can never be exceeded",
          "lower the threshold, or raise the limit",
          use.user());
    }
  }

  /** The neighbours of a value. */
  private static String around(NavigableSet<Double> values, double value) {
    return Stream.of(values.lower(value), values.higher(value))
        .filter(Objects::nonNull)
        .map(GoNumber::readable)
        .collect(Collectors.joining(" and "));
  }
}
