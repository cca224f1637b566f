package dev.tocsin.dsl.labelflow;

import dev.tocsin.dsl.go.RegexpShape;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.MatchOp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a matcher says about its label. A missing label has the empty value, so {@code a=""} asks
 * for its absence and {@code a!=""} for its presence (<a
 * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#time-series-selectors">time
 * series selectors</a>).
 */
final class Matchers {
  private Matchers() {}

  /** Whether the matcher accepts a series without the label; true when it is too odd to be sure. */
  static boolean acceptsAbsence(LabelMatcher matcher) {
    return switch (matcher.op()) {
      case EQUAL -> matcher.value().isEmpty();
      case NOT_EQUAL -> !matcher.value().isEmpty();
      case MATCHES -> RegexpShape.of(matcher.value()).map(RegexpShape::matchesEmpty).orElse(true);
      case NOT_MATCHES ->
          RegexpShape.of(matcher.value()).map(shape -> !shape.matchesEmpty()).orElse(true);
    };
  }

  /** Whether the matcher accepts a series with the label; true when that cannot be told. */
  private static boolean acceptsPresence(LabelMatcher matcher) {
    return switch (matcher.op()) {
      case EQUAL -> !matcher.value().isEmpty();
      case NOT_EQUAL -> true;
      case MATCHES ->
          RegexpShape.of(matcher.value()).map(shape -> !shape.matchesOnlyEmpty()).orElse(true);
      case NOT_MATCHES ->
          RegexpShape.of(matcher.value()).map(shape -> !shape.matchesEveryNonEmpty()).orElse(true);
    };
  }

  /** What the matcher says about its label; empty where it accepts no series at all. */
  static Optional<LabelState> label(LabelMatcher matcher) {
    boolean absence = acceptsAbsence(matcher);
    boolean presence = acceptsPresence(matcher);
    Reason reason = reason(matcher, absence, presence);
    if (absence && presence) {
      return Optional.of(LabelState.can(reason));
    }
    if (absence) {
      return Optional.of(LabelState.cannot(reason));
    }
    return presence ? Optional.of(LabelState.must(value(matcher), reason)) : Optional.empty();
  }

  private static @Nullable String value(LabelMatcher matcher) {
    if (matcher.op() == MatchOp.EQUAL) {
      return matcher.value();
    }
    return matcher.op() == MatchOp.MATCHES
        ? RegexpShape.of(matcher.value()).map(RegexpShape::literal).orElse(null)
        : null;
  }

  private static Reason reason(LabelMatcher matcher, boolean absence, boolean presence) {
    String what;
    if (absence && presence) {
      what = " also selects series without it";
    } else if (absence) {
      what = " selects only series without it";
    } else {
      what = presence ? " selects only series with it" : " selects nothing at all";
    }
    return new Reason("`" + text(matcher) + "`" + what, matcher.span());
  }

  static String text(LabelMatcher matcher) {
    return matcher.label() + matcher.op().symbol() + '"' + matcher.value() + '"';
  }
}
