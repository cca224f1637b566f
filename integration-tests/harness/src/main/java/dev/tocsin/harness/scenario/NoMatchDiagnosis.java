package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.go.GoNumber;
import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.model.RecordingRule;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.promql.Constant;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceRule;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.GeneratedSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Selectors of an alert's expression that match no series of a case's targets, for messages about
 * an alert that did not fire. It is computed from the script and the rules, without any server.
 */
@API(status = API.Status.INTERNAL)
public final class NoMatchDiagnosis {
  private static final String NAME = "__name__";
  private static final String BUCKET = "le";

  /** The most names in a message. */
  private static final int MOST = 6;

  private final Suite suite;
  private final Case one;
  private final FloatLabels floats;
  private final Map<String, List<Expr>> records;
  private final Duration scrape;
  private final Set<SortedMap<String, String>> exported;
  private final Set<String> open = new HashSet<>();
  private final Set<String> lines = new LinkedHashSet<>();

  private NoMatchDiagnosis(
      Suite suite, Case one, FloatLabels floats, Map<String, List<Expr>> records) {
    this.suite = suite;
    this.one = one;
    this.floats = floats;
    this.records = records;
    this.scrape = PrometheusDefaults.of(suite.model()).scrapeInterval();
    this.exported = one.exported(floats, name -> name);
  }

  /** By the rules of this suite's model, one sentence each. */
  public static List<String> of(Expr expr, Case one, Suite suite, FloatLabels floats) {
    Map<String, List<Expr>> records =
        suite.model().rules().stream()
            .filter(RecordingRule.class::isInstance)
            .collect(
                Collectors.groupingBy(
                    Rule::name, TreeMap::new, Collectors.mapping(Rule::expr, Collectors.toList())));
    return new NoMatchDiagnosis(suite, one, floats, records).all(expr);
  }

  /** Of the text of an expression, by the rules of this file; empty if it cannot be parsed. */
  public static List<String> of(
      String expression, Case one, RuleFile file, Suite suite, FloatLabels floats) {
    Map<String, List<Expr>> records = new TreeMap<>();
    file.groups().stream()
        .flatMap(group -> group.rules().stream())
        .filter(SourceRule::isRecording)
        .forEach(
            rule ->
                PromqlCheck.check(rule.expression())
                    .expr()
                    .ifPresent(
                        expr ->
                            records
                                .computeIfAbsent(rule.name(), name -> new ArrayList<>())
                                .add(expr)));
    return PromqlCheck.check(expression)
        .expr()
        .map(expr -> new NoMatchDiagnosis(suite, one, floats, records).all(expr))
        .orElse(List.of());
  }

  private List<String> all(Expr expr) {
    walk(expr);
    lines.addAll(FiringLabels.unjoined(expr, suite, one, floats));
    return List.copyOf(lines);
  }

  private void walk(Expr expr) {
    for (Expr node : Trees.nodes(expr)) {
      if (node instanceof Expr.VectorSelector selector) {
        selected(selector);
      } else if (node instanceof Expr.MatrixSelector matrix) {
        window(matrix);
      } else if (node instanceof Expr.Call call && call.function().equals("histogram_quantile")) {
        quantile(call);
      }
    }
  }

  private void selected(Expr.VectorSelector selector) {
    String name = selector.metricName();
    if (name == null) {
      return;
    }
    if (selector.shift().offset() instanceof DurationExpr.Literal offset
        && Duration.ofMillis(offset.milliseconds()).compareTo(one.firesBy()) > 0) {
      lines.add(shown(selector) + " looks back to before the case begins, where nothing is");
      return;
    }
    List<SortedMap<String, String>> named =
        exported.stream().filter(labels -> name.equals(labels.get(NAME))).toList();
    List<Expr> recorded = records.getOrDefault(name, List.of());
    if (named.isEmpty() && recorded.isEmpty() && !GeneratedSeries.contains(name)) {
      lines.add(
          shown(selector)
              + " finds nothing: no target of the case exports "
              + name
              + ", and no rule records it; exported are "
              + some(names())
              + (records.isEmpty() ? "" : ", recorded " + some(records.keySet())));
    }
    if (!named.isEmpty() && recorded.isEmpty()) {
      for (LabelMatcher matcher : selector.matchers()) {
        if (!matcher.label().equals(NAME) && named.stream().noneMatch(it -> holds(matcher, it))) {
          lines.add(unmatched(selector, matcher, named));
        }
      }
    }
    if (!recorded.isEmpty() && open.add(name)) {
      recorded.forEach(this::walk);
      open.remove(name);
    }
  }

  private static boolean holds(LabelMatcher matcher, Map<String, String> labels) {
    return matcher.matches(labels.getOrDefault(matcher.label(), ""));
  }

  private static String unmatched(
      Expr.VectorSelector selector, LabelMatcher matcher, List<SortedMap<String, String>> named) {
    Set<String> values =
        named.stream()
            .map(labels -> labels.getOrDefault(matcher.label(), ""))
            .filter(value -> !value.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    String there =
        values.isEmpty()
            ? "it has no label " + matcher.label()
            : "its " + matcher.label() + " is " + some(values);
    boolean regex = matcher.op() == MatchOp.MATCHES || matcher.op() == MatchOp.NOT_MATCHES;
    return shown(selector)
        + " finds nothing: "
        + there
        + (regex && !values.isEmpty() ? ", and an expression must match all of the value" : "");
  }

  private void window(Expr.MatrixSelector matrix) {
    if (matrix.range() instanceof DurationExpr.Literal range
        && range.milliseconds() < 2 * scrape.toMillis()) {
      lines.add(
          shown(matrix)
              + " does not always hold two samples, which rate and its like need: what is scraped"
              + " every "
              + GoDuration.text(scrape)
              + " needs a window of four times that");
    }
  }

  private void quantile(Expr.Call call) {
    if (call.arguments().size() != 2) {
      return;
    }
    OptionalDouble share = Constant.value(call.arguments().get(0));
    if (share.isPresent() && (share.getAsDouble() < 0 || share.getAsDouble() > 1)) {
      lines.add(
          "histogram_quantile("
              + GoNumber.readable(share.getAsDouble())
              + ", …) is infinite: quantiles are between 0 and 1");
    }
    if (LabelFlow.of(Trees.open(call.arguments().get(1))).label(BUCKET).isImpossible()) {
      lines.add(
          "histogram_quantile finds no buckets: what it is given has lost the label le; keep it, as"
              + " in sum by (…, le)");
    }
  }

  private Set<String> names() {
    return exported.stream()
        .map(labels -> labels.getOrDefault(NAME, ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String some(Set<String> all) {
    String shown = all.stream().sorted().limit(MOST).collect(Collectors.joining(", "));
    return all.size() > MOST ? shown + " and " + (all.size() - MOST) + " more" : shown;
  }

  private static String shown(@Nullable Expr expr) {
    return expr == null ? "" : "`" + expr.text().replaceAll("\\s+", " ") + "`";
  }
}
