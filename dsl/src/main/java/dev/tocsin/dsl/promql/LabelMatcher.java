package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.problem.Span;
import java.util.Comparator;
import java.util.List;

/** One condition on a label in a selector, such as {@code code=~"5.."}. */
public record LabelMatcher(String label, MatchOp op, String value, Span span) {
  public static LabelMatcher of(String label, MatchOp op, String value) {
    return new LabelMatcher(label, op, value, Span.NONE);
  }

  /** In an order that depends on nothing but what the matchers say. */
  static List<LabelMatcher> sorted(List<LabelMatcher> matchers) {
    return matchers.stream()
        .sorted(
            Comparator.comparing(LabelMatcher::label)
                .thenComparing(LabelMatcher::op)
                .thenComparing(LabelMatcher::value))
        .toList();
  }
}
