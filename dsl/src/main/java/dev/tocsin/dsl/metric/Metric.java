package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.DeclaredMetric.Type;
import dev.tocsin.dsl.promql.Matcher;
import java.util.List;

/**
 * A metric that something exports: its name, <a
 * href="https://prometheus.io/docs/concepts/metric_types/">type</a>, unit and labels. Its type
 * decides what can be asked of it: only a {@link Counter} has a rate, only a {@link Histogram}
 * quantiles.
 */
public sealed interface Metric permits Counter, Gauge, Histogram, NativeHistogram {
  /** A counter; by convention its name ends in {@code _total}. */
  static <U extends Unit> Counter<U> counter(String name, Class<U> unit, Label... labels) {
    return new Counter<>(Selection.of(Type.COUNTER, name, unit, labels));
  }

  /** A gauge. */
  static <U extends Unit> Gauge<U> gauge(String name, Class<U> unit, Label... labels) {
    return new Gauge<>(Selection.of(Type.GAUGE, name, unit, labels));
  }

  /** A classic histogram, named without {@code _bucket}, {@code _sum} and {@code _count}. */
  static <U extends Unit> Histogram<U> histogram(String name, Class<U> unit, Label... labels) {
    return new Histogram<>(Selection.of(Type.HISTOGRAM, name, unit, labels));
  }

  /** A native histogram. */
  static <U extends Unit> NativeHistogram<U> nativeHistogram(
      String name, Class<U> unit, Label... labels) {
    return new NativeHistogram<>(Selection.of(Type.NATIVE_HISTOGRAM, name, unit, labels));
  }

  /** Which series are selected, and when. */
  Selection selection();

  /** The name as it is exported; of a classic histogram, without {@code _bucket}. */
  default String name() {
    return selection().name();
  }

  /** The unit of its values. */
  default Class<? extends Unit> unit() {
    return selection().unit();
  }

  /** The labels that its exporter sets, without {@code job}, {@code instance} and {@code le}. */
  default List<Label> labels() {
    return selection().labels();
  }

  /** The matchers of {@code where}. */
  default List<Matcher> matchers() {
    return selection().matchers();
  }
}
