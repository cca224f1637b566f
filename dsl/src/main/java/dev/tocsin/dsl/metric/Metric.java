package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.Matcher;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.DeclaredMetric.Type;
import dev.tocsin.dsl.promql.DeclaredMetric;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.TimeShift;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A metric that something exports, by name, <a
 * href="https://prometheus.io/docs/concepts/metric_types/">type</a>, unit and labels. What can be
 * asked of it depends on its type: only a {@link Counter} has a rate, only a {@link Histogram}
 * quantiles.
 */
public abstract sealed class Metric permits Counter, Gauge, Histogram, NativeHistogram {
  private final Selection selection;

  Metric(Selection selection) {
    this.selection = selection;
  }

  /** A metric that only grows, and starts anew at 0; its name ends in {@code _total} by custom. */
  public static <U extends Unit> Counter<U> counter(String name, Class<U> unit, Label... labels) {
    return new Counter<>(Selection.of(Type.COUNTER, name, unit, labels));
  }

  /** A metric that goes up and down. */
  public static <U extends Unit> Gauge<U> gauge(String name, Class<U> unit, Label... labels) {
    return new Gauge<>(Selection.of(Type.GAUGE, name, unit, labels));
  }

  /** A classic histogram; {@code name} is without {@code _bucket}, {@code _sum}, {@code _count}. */
  public static <U extends Unit> Histogram<U> histogram(
      String name, Class<U> unit, Label... labels) {
    return new Histogram<>(Selection.of(Type.HISTOGRAM, name, unit, labels));
  }

  /** A native histogram: one series that holds whole histograms. */
  public static <U extends Unit> NativeHistogram<U> nativeHistogram(
      String name, Class<U> unit, Label... labels) {
    return new NativeHistogram<>(Selection.of(Type.NATIVE_HISTOGRAM, name, unit, labels));
  }

  /** The name as it is exported; of a histogram, without {@code _bucket} and its siblings. */
  public String name() {
    return selection.name();
  }

  /** What it counts. */
  public Class<? extends Unit> unit() {
    return selection.unit();
  }

  /**
   * The labels that the exporter gives it, without {@code job}, {@code instance} and {@code le}.
   */
  public List<Label> labels() {
    return selection.labels();
  }

  /** The conditions on its series; none unless {@code where} was asked for. */
  public List<Matcher> matchers() {
    return selection.matchers();
  }

  Selection selection() {
    return selection;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Metric
        && other.getClass() == getClass()
        && ((Metric) other).selection.equals(selection);
  }

  @Override
  public int hashCode() {
    return Objects.hash(getClass(), selection);
  }

  @Override
  public String toString() {
    return selection.vector("").text();
  }

  /** What all metrics are made of: which series, how long ago. */
  record Selection(
      String name,
      Class<? extends Unit> unit,
      List<Label> labels,
      List<Matcher> matchers,
      Duration offset,
      DeclaredMetric declared) {
    Selection {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("metric name \"\" is empty: name what is exported");
      }
      labels = List.copyOf(labels);
      matchers = List.copyOf(matchers);
    }

    static Selection of(Type type, String name, Class<? extends Unit> unit, Label... labels) {
      DeclaredMetric declared =
          new DeclaredMetric(
              name,
              type,
              unit.getSimpleName(),
              Stream.of(labels).map(Label::name).toList(),
              Origin.caller());
      return new Selection(name, unit, List.of(labels), List.of(), Duration.ZERO, declared);
    }

    Selection where(Matcher... more) {
      List<Matcher> all = new ArrayList<>(matchers);
      all.addAll(List.of(more));
      return new Selection(name, unit, labels, all, offset, declared);
    }

    Selection ago(Duration age) {
      return new Selection(name, unit, labels, matchers, age, declared);
    }

    Selection named(String other, Class<? extends Unit> otherUnit) {
      return new Selection(other, otherUnit, labels, matchers, offset, declared);
    }

    Expr.VectorSelector vector(String suffix) {
      List<LabelMatcher> conditions =
          matchers.stream().map(Matcher::inPromql).collect(Collectors.toList());
      TimeShift shift =
          offset.isZero() ? TimeShift.NONE : new TimeShift(DurationExpr.of(offset), null);
      return new Expr.VectorSelector(name + suffix, conditions, shift, Span.NONE, declared);
    }

    Expr.MatrixSelector matrix(String suffix, Window window) {
      return Expr.MatrixSelector.of(vector(suffix), window.inPromql());
    }

    <V extends Unit> InstantVector<V> over(String function, Window window) {
      return new InstantVector<>(Expr.Call.of(function, matrix("", window)));
    }

    <V extends Unit> InstantVector<V> over(String function, Window window, Expr... more) {
      return new InstantVector<>(
          Expr.Call.of(
              function,
              Stream.concat(Stream.of(matrix("", window)), Stream.of(more)).toArray(Expr[]::new)));
    }
  }
}
