package dev.tocsin.dsl.labelflow;

import dev.tocsin.dsl.promql.Expr;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which labels the result of an expression can, must and cannot carry, each with the reason.
 *
 * <p>The answer holds for every database that Prometheus could evaluate the expression on: a label
 * that {@linkplain Presence#MUST must} be there is on every series of every result, one that
 * {@linkplain Presence#CANNOT cannot} is on none. It follows <a
 * href="https://github.com/prometheus/prometheus/blob/v3.5.3/promql/engine.go">the engine of
 * Prometheus 3.5</a>. {@code __name__}, the metric's name, is a label like any other.
 *
 * <p>One thing is assumed rather than proven: that no native histogram carries a label {@code le}.
 * The engine would keep it in {@code histogram_quantile}, and nothing that exposes metrics makes
 * one.
 */
public final class LabelFlow {
  private final SortedMap<String, LabelState> named;
  private final LabelState others;
  private final boolean scalar;
  private final @Nullable Reason empty;

  private LabelFlow(
      SortedMap<String, LabelState> named,
      LabelState others,
      boolean scalar,
      @Nullable Reason empty) {
    this.named = named;
    this.others = others;
    this.scalar = scalar;
    this.empty = empty;
  }

  /**
   * The label flow of an expression that the type checker accepts; of one that it refuses, nothing
   * certain is said where the expression makes no sense.
   */
  public static LabelFlow of(Expr expr) {
    return expr.accept(LabelFlowVisitor.INSTANCE);
  }

  static LabelFlow series(Map<String, LabelState> named, LabelState others) {
    return new LabelFlow(new TreeMap<>(named), others, false, null);
  }

  static LabelFlow series(
      Map<String, LabelState> named, LabelState others, @Nullable Reason empty) {
    return new LabelFlow(new TreeMap<>(named), others, false, empty);
  }

  static LabelFlow scalar(Reason reason) {
    return new LabelFlow(new TreeMap<>(), LabelState.cannot(reason), true, null);
  }

  LabelFlow with(String name, LabelState label) {
    SortedMap<String, LabelState> copy = new TreeMap<>(named);
    copy.put(name, label);
    return new LabelFlow(copy, others, scalar, empty);
  }

  /** With all of these named, and no others. */
  LabelFlow with(Map<String, LabelState> labels) {
    return new LabelFlow(new TreeMap<>(labels), others, scalar, empty);
  }

  LabelFlow neverAnything(Reason reason) {
    return empty != null ? this : new LabelFlow(named, others, scalar, reason);
  }

  LabelFlow neverAnything(@Nullable Reason first, @Nullable Reason second) {
    Reason reason = first != null ? first : second;
    return reason == null ? this : neverAnything(reason);
  }

  /** What is known about a label, be it named in the expression or not. */
  public LabelState label(String name) {
    return named.getOrDefault(name, others);
  }

  /** The labels about which more is known than about {@link #others()}, in order. */
  public SortedSet<String> named() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(named.keySet()));
  }

  /**
   * What is known about every label that is not {@link #named()}: it can be there, or it cannot.
   */
  public LabelState others() {
    return others;
  }

  /** Whether only {@link #named()} labels can be there. */
  public boolean isClosed() {
    return others.isImpossible();
  }

  /** Whether the result is a scalar or a string, which have no labels at all. */
  public boolean isScalar() {
    return scalar;
  }

  /** Why the result is always empty, where that is certain: an alert on it can never fire. */
  public Optional<Reason> alwaysEmpty() {
    return Optional.ofNullable(empty);
  }

  @Nullable Reason empty() {
    return empty;
  }

  Map<String, LabelState> map() {
    return named;
  }

  /** The names of this flow and of another: all others are {@link #others()} in both. */
  Set<String> namesWith(LabelFlow other) {
    Set<String> names = new TreeSet<>(named.keySet());
    names.addAll(other.named.keySet());
    return names;
  }

  @Override
  public String toString() {
    return named + " others " + others + (empty == null ? "" : " always empty: " + empty);
  }
}
