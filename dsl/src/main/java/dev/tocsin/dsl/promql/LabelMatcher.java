package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.problem.Span;
import java.util.Comparator;
import java.util.List;

/**
 * A matcher of a selector in the syntax tree, such as {@code code=~"5.."}: a {@link Matcher} with
 * its place in the text.
 */
public record LabelMatcher(String label, MatchOp op, String value, Span span) {
  public static LabelMatcher of(String label, MatchOp op, String value) {
    return new LabelMatcher(label, op, value, Span.NONE);
  }

  /** A matcher that is not in a text. */
  public static LabelMatcher of(Matcher matcher) {
    return of(matcher.name(), matcher.op(), matcher.value());
  }

  /**
   * Whether a selector of Prometheus takes a series whose label has this value; "" for a series
   * without the label. A dot in a regular expression matches line breaks too, as in Prometheus 3.
   *
   * @throws IllegalArgumentException when it is a regular expression that Go refuses
   */
  public boolean matches(String text) {
    return switch (op) {
      case EQUAL -> value.equals(text);
      case NOT_EQUAL -> !value.equals(text);
      case MATCHES -> GoRegexp.inPromql(value).find(text);
      case NOT_MATCHES -> !GoRegexp.inPromql(value).find(text);
    };
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
