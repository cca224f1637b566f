package dev.tocsin.dsl.routing;

import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.go.GoString;
import dev.tocsin.dsl.promql.MatchOp;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one label of an alert, ready to be asked. A label that is missing counts as empty,
 * as in Alertmanager's <a
 * href="https://github.com/prometheus/alertmanager/blob/v0.33.1/pkg/labels/matcher.go">Matcher</a>.
 */
public final class AlertMatcher implements Comparable<AlertMatcher> {
  /** By name, then value, then operator: the order in which Alertmanager shows matchers. */
  private static final Comparator<AlertMatcher> ORDER =
      Comparator.comparing(AlertMatcher::name, GoString::compare)
          .thenComparing(AlertMatcher::value, GoString::compare)
          .thenComparing(matcher -> matcher.op.ordinal());

  private final String name;
  private final MatchOp op;
  private final String value;
  private final @Nullable GoRegexp regex;

  private AlertMatcher(String name, MatchOp op, String value) {
    this.name = Objects.requireNonNull(name, "name");
    this.op = op;
    this.value = Objects.requireNonNull(value, "value");
    this.regex =
        op == MatchOp.MATCHES || op == MatchOp.NOT_MATCHES ? GoRegexp.anchored(value) : null;
  }

  /**
   * The condition that the label {@code name} is, is not, fits or does not fit {@code value}.
   *
   * @throws IllegalArgumentException when {@code value} is a regular expression that Go refuses;
   *     the message is Go's
   */
  public static AlertMatcher of(String name, MatchOp op, String value) {
    return new AlertMatcher(name, op, value);
  }

  /** The label's name. */
  public String name() {
    return name;
  }

  /** How it is compared. */
  public MatchOp op() {
    return op;
  }

  /** The text to compare with, or the regular expression without its anchors. */
  public String value() {
    return value;
  }

  /** Whether its value is a regular expression. */
  public boolean isRegex() {
    return regex != null;
  }

  /** Whether a label of this value fulfils it; "" for a label that is missing. */
  public boolean matches(String text) {
    boolean holds = regex == null ? value.equals(text) : regex.find(text);
    return holds == (op == MatchOp.EQUAL || op == MatchOp.MATCHES);
  }

  /** The only values that fulfil it; empty where there are more than can be listed. */
  Optional<Set<String>> values() {
    return op == MatchOp.EQUAL || op == MatchOp.MATCHES ? listed() : Optional.empty();
  }

  /** The only values that do not fulfil it; empty where there are more than can be listed. */
  Optional<Set<String>> refusedValues() {
    return op == MatchOp.EQUAL || op == MatchOp.MATCHES ? Optional.empty() : listed();
  }

  private Optional<Set<String>> listed() {
    return regex == null ? Optional.of(Set.of(value)) : regex.literals();
  }

  /** Whether an alert with these labels fulfils it. */
  public boolean matches(Map<String, String> labels) {
    return matches(labels.getOrDefault(name, ""));
  }

  /** Whether an alert with these labels fulfils all of them; true for none. */
  public static boolean allMatch(List<AlertMatcher> matchers, Map<String, String> labels) {
    for (AlertMatcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** The matchers as Alertmanager shows them, such as {@code {severity="critical",team="x"}}. */
  public static String toString(List<AlertMatcher> matchers) {
    return matchers.stream().map(AlertMatcher::toString).collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public int compareTo(AlertMatcher other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AlertMatcher that
        && that.name.equals(name)
        && that.op == op
        && that.value.equals(value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, op, value);
  }

  /** As Alertmanager writes it; every mode of its parsers reads it back, odd names aside. */
  @Override
  public String toString() {
    if (name.codePoints().anyMatch(Utf8Matchers::isReserved)) {
      return GoString.quote(name) + op.symbol() + GoString.quote(value);
    }
    String escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    return name + op.symbol() + '"' + escaped + '"';
  }
}
