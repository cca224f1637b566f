package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.go.GoSpace;
import dev.tocsin.dsl.go.GoString;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one label, in a metric's selector, a route or an inhibition. Made by {@code
 * Label.is}, {@code Label.matches} and their siblings, or read from a configuration.
 *
 * <p>{@link #matches(Map)} decides as Alertmanager's <a
 * href="https://github.com/prometheus/alertmanager/blob/v0.33.1/pkg/labels/matcher.go">Matcher</a>
 * does: a label that is missing counts as empty, and a regular expression must match the whole
 * value.
 */
public final class Matcher implements Comparable<Matcher> {
  /** By name, then value, then operator: the order in which Alertmanager shows matchers. */
  private static final Comparator<Matcher> ORDER =
      Comparator.comparing(Matcher::name, GoString::compare)
          .thenComparing(Matcher::value, GoString::compare)
          .thenComparing(matcher -> matcher.op.ordinal());

  private final String name;
  private final MatchOp op;
  private final String value;
  private @Nullable GoRegexp regex;

  private Matcher(String name, MatchOp op, String value) {
    this.name = Objects.requireNonNull(name, "name");
    this.op = op;
    this.value = Objects.requireNonNull(value, "value");
  }

  /**
   * The condition that the label {@code name} is, is not, matches or does not match {@code value}.
   * A regular expression is compiled when it is first needed; see {@link #checked}.
   */
  public static Matcher of(String name, MatchOp op, String value) {
    return new Matcher(name, op, value);
  }

  /**
   * This matcher, whose regular expression Go accepts if it has one.
   *
   * @throws IllegalArgumentException when it is a regular expression that Go refuses; the message
   *     is Go's
   */
  public Matcher checked() {
    if (isRegex()) {
      compiled();
    }
    return this;
  }

  private GoRegexp compiled() {
    GoRegexp known = regex;
    if (known == null) {
      known = GoRegexp.anchored(value);
      regex = known;
    }
    return known;
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
    return op == MatchOp.MATCHES || op == MatchOp.NOT_MATCHES;
  }

  /**
   * Whether a label of this value matches; "" for a label that is missing.
   *
   * @throws IllegalArgumentException when it is a regular expression that Go refuses
   */
  public boolean matches(String text) {
    boolean holds = isRegex() ? compiled().find(text) : value.equals(text);
    return holds == (op == MatchOp.EQUAL || op == MatchOp.MATCHES);
  }

  /** The only values that match; empty where there are more than can be listed. */
  public Optional<Set<String>> values() {
    return op == MatchOp.EQUAL || op == MatchOp.MATCHES ? listed() : Optional.empty();
  }

  /** The only values that do not match; empty where there are more than can be listed. */
  public Optional<Set<String>> refusedValues() {
    return op == MatchOp.EQUAL || op == MatchOp.MATCHES ? Optional.empty() : listed();
  }

  private Optional<Set<String>> listed() {
    return isRegex() ? compiled().literals() : Optional.of(Set.of(value));
  }

  /** Whether labels match. */
  public boolean matches(Map<String, String> labels) {
    return matches(labels.getOrDefault(name, ""));
  }

  /** Whether labels match all of these; true for none. */
  public static boolean allMatch(List<Matcher> matchers, Map<String, String> labels) {
    for (Matcher matcher : matchers) {
      if (!matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** The matchers as Alertmanager shows them, such as {@code {severity="critical",team="x"}}. */
  public static String toString(List<Matcher> matchers) {
    return matchers.stream().map(Matcher::toString).collect(Collectors.joining(",", "{", "}"));
  }

  @Override
  public int compareTo(Matcher other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Matcher that
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
    if (name.codePoints().anyMatch(Matcher::isReserved)) {
      return GoString.quote(name) + op.symbol() + GoString.quote(value);
    }
    String escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
    return name + op.symbol() + '"' + escaped + '"';
  }

  /** Whether the code point is not allowed in a text without quotes. */
  public static boolean isReserved(int c) {
    return GoSpace.is(c) || "{}!=~,\\\"'`".indexOf(c) >= 0;
  }
}
