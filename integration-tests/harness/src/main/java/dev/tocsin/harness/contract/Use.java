package dev.tocsin.harness.contract;

import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.promql.DeclaredMetric;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.harness.series.FloatLabels;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A selector in a rule.
 *
 * @param counted whether it is asked as only a counter can be, by {@code rate} or its siblings
 */
record Use(Rule rule, Expr.VectorSelector selector, boolean counted) {
  private static final Set<String> FLOATS = Set.of("le", "quantile");

  /** The metric's name; empty where matchers choose among several. */
  String metric() {
    String name = selector.metricName();
    return name == null ? "" : name;
  }

  /** Where the metric was defined; where nobody did, the rule's line. */
  Place place() {
    DeclaredMetric declared = selector.declared();
    Origin origin =
        declared != null && declared.origin().isKnown() ? declared.origin() : rule.origin();
    return Place.of(origin);
  }

  /** For people: {@code HighErrorRate (ErrorAlerts.java:41)}. */
  String user() {
    return rule.name() + " (" + Place.of(rule.origin()) + ")";
  }

  /** Whether series of this job are selected. */
  boolean selectsJob(String job) {
    return selector.matchers().stream()
        .filter(matcher -> matcher.label().equals("job"))
        .allMatch(matcher -> matcher.matches(job));
  }

  /** Whether a job is named outright. */
  boolean namesJob() {
    return selector.matchers().stream()
        .anyMatch(m -> m.label().equals("job") && m.op() == MatchOp.EQUAL);
  }

  /** Whether a matcher wants something to be there, and not only something else to be absent. */
  static boolean isPositive(LabelMatcher matcher) {
    return (matcher.op() == MatchOp.EQUAL || matcher.op() == MatchOp.MATCHES)
        && !matcher.matches("");
  }

  /** Whether a series with these labels and job is selected, as far as matchers ask for more. */
  boolean selects(String job, Map<String, String> labels) {
    return holds(Use::isPositive, job, labels);
  }

  /** Whether the rule reads a series with these labels and job, by all that its matchers say. */
  boolean reads(String job, Map<String, String> labels) {
    return holds(matcher -> true, job, labels);
  }

  private boolean holds(Predicate<LabelMatcher> asked, String job, Map<String, String> labels) {
    return selector.matchers().stream()
        .filter(asked)
        .filter(matcher -> !matcher.label().equals("instance"))
        .filter(matcher -> !matcher.label().equals("__name__"))
        .allMatch(
            matcher ->
                spellings(
                        matcher.label(),
                        matcher.label().equals("job")
                            ? job
                            : labels.getOrDefault(matcher.label(), ""))
                    .stream()
                    .anyMatch(matcher::matches));
  }

  /**
   * A label's value as it is exported, and as a Prometheus stores it that spells numbers anew:
   * which one it will be, a page does not say.
   */
  static Set<String> spellings(String label, String value) {
    return FLOATS.contains(label)
        ? new LinkedHashSet<>(List.of(value, FloatLabels.NORMALIZED.stored(value)))
        : Set.of(value);
  }
}
