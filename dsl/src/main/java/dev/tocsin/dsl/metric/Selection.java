package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.DeclaredMetric;
import dev.tocsin.dsl.promql.DeclaredMetric.Type;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.dsl.promql.TimeShift;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which series of a declared metric are selected, and at which offset.
 *
 * @param name the metric's name
 * @param unit the unit of its values
 * @param labels the labels that its exporter sets
 * @param matchers the matchers of the selector
 * @param offset how long ago; zero for now
 * @param declared where and how the metric is declared
 */
public record Selection(
    String name,
    Class<? extends Unit> unit,
    List<Label> labels,
    List<Matcher> matchers,
    Duration offset,
    DeclaredMetric declared) {

  /** Checks the name. */
  public Selection {
    if (name.isEmpty()) {
      throw new IllegalArgumentException(
          "invalid metric name \"\": a metric name has at least one character");
    }
    labels = List.copyOf(labels);
    matchers = List.copyOf(matchers);
  }

  static Selection of(Type type, String name, Class<? extends Unit> unit, Label... labels) {
    DeclaredMetric declared =
        new DeclaredMetric(
            name, type, unit.getSimpleName(), InstantVector.names(labels), Origin.caller());
    return new Selection(name, unit, List.of(labels), List.of(), Duration.ZERO, declared);
  }

  Selection where(Matcher... more) {
    List<Matcher> all = new ArrayList<>(matchers);
    all.addAll(List.of(more));
    return new Selection(name, unit, labels, all, offset, declared);
  }

  Selection offset(Duration offset) {
    return new Selection(name, unit, labels, matchers, offset, declared);
  }

  Selection named(String other, Class<? extends Unit> otherUnit) {
    return new Selection(other, otherUnit, labels, matchers, offset, declared);
  }

  Expr.VectorSelector vector(String suffix) {
    List<LabelMatcher> conditions = matchers.stream().map(LabelMatcher::of).toList();
    TimeShift shift =
        offset.isZero() ? TimeShift.NONE : new TimeShift(DurationExpr.of(offset), null);
    return new Expr.VectorSelector(name + suffix, conditions, shift, Span.NONE, declared);
  }

  Expr.MatrixSelector matrix(String suffix, Duration range) {
    return Expr.MatrixSelector.of(vector(suffix), range(range));
  }

  <V extends Unit> InstantVector<V> over(String function, Duration range) {
    return over(function, "", range);
  }

  <V extends Unit> InstantVector<V> over(String function, String suffix, Duration range) {
    return new InstantVector<>(Expr.Call.of(function, matrix(suffix, range)));
  }

  /** A range as PromQL takes it, at least a millisecond. */
  static DurationExpr range(Duration range) {
    if (range.toMillis() < 1) {
      throw new IllegalArgumentException(
          "invalid range "
              + range.toString().substring(2).toLowerCase(Locale.ROOT)
              + ": a range is at least 1ms");
    }
    return DurationExpr.of(range);
  }
}
