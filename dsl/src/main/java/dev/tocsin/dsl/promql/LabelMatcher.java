package dev.tocsin.dsl.promql;

/** One condition on a label in a selector, such as {@code code=~"5.."}. */
public record LabelMatcher(String label, MatchOp op, String value, Span span) {
  public static LabelMatcher of(String label, MatchOp op, String value) {
    return new LabelMatcher(label, op, value, Span.NONE);
  }
}
