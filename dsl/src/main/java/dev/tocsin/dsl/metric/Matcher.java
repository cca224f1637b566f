package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.MatchOp;
import java.util.Objects;

/**
 * A condition on one label, in a metric's selector, a route or an inhibition. Made by {@link
 * Label#is}, {@link Label#matches} and their siblings.
 */
public final class Matcher {
  private final Label label;
  private final MatchOp op;
  private final String value;

  Matcher(Label label, MatchOp op, String value) {
    this.label = label;
    this.op = op;
    this.value = Objects.requireNonNull(value, "value");
  }

  public Label label() {
    return label;
  }

  public MatchOp op() {
    return op;
  }

  /** The text to compare with, or the regular expression. */
  public String value() {
    return value;
  }

  /** The same condition as PromQL's selectors hold it. */
  public LabelMatcher inPromql() {
    return LabelMatcher.of(label.name(), op, value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Matcher that
        && that.label.equals(label)
        && that.op == op
        && that.value.equals(value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(label, op, value);
  }

  /** As Alertmanager's {@code matchers} write it, such as {@code severity="critical"}. */
  @Override
  public String toString() {
    String quoted = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    String name = label.isClassic() ? label.name() : '"' + label.name() + '"';
    return name + op.symbol() + '"' + quoted + '"';
  }
}
