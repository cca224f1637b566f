package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.metric.Unit.Count;
import dev.tocsin.dsl.metric.Unit.Per;
import dev.tocsin.dsl.metric.Unit.Ratio;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.TimeShift;
import dev.tocsin.dsl.promql.VectorMatching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#expression-language-data-types">instant
 * vector</a>: one number for each series, of a known unit. Compare it to get a {@link Condition}.
 *
 * @param <U> what the numbers count
 */
public final class InstantVector<U extends Unit> {
  private final Expr expr;

  /**
   * Around a tree of your own; nothing checks that it is a vector of this unit until it is built.
   */
  public InstantVector(Expr expr) {
    this.expr = Objects.requireNonNull(expr, "expr");
  }

  /** The tree that it stands for. */
  public Expr expr() {
    return expr;
  }

  // ---- aggregations ----

  /** The sum of each group. */
  public InstantVector<U> sum(Grouping groups) {
    return aggregate(AggregationOp.SUM, groups);
  }

  /** The mean of each group. */
  public InstantVector<U> average(Grouping groups) {
    return aggregate(AggregationOp.AVG, groups);
  }

  /** The highest of each group. */
  public InstantVector<U> highest(Grouping groups) {
    return aggregate(AggregationOp.MAX, groups);
  }

  /** The lowest of each group. */
  public InstantVector<U> lowest(Grouping groups) {
    return aggregate(AggregationOp.MIN, groups);
  }

  /** How many series each group has. */
  public InstantVector<Count> count(Grouping groups) {
    return aggregate(AggregationOp.COUNT, groups);
  }

  /** The {@code count} highest series of each group, with their labels. */
  public InstantVector<U> top(int count, Grouping groups) {
    return new InstantVector<>(
        new Expr.Aggregation(
            AggregationOp.TOPK, groups, Expr.NumberLiteral.of(count), expr, Span.NONE));
  }

  /** The {@code count} lowest series of each group, with their labels. */
  public InstantVector<U> bottom(int count, Grouping groups) {
    return new InstantVector<>(
        new Expr.Aggregation(
            AggregationOp.BOTTOMK, groups, Expr.NumberLiteral.of(count), expr, Span.NONE));
  }

  /** 1 for each group that has a series. */
  public InstantVector<Count> group(Grouping groups) {
    return aggregate(AggregationOp.GROUP, groups);
  }

  /** The standard deviation of each group. */
  public InstantVector<U> deviation(Grouping groups) {
    return aggregate(AggregationOp.STDDEV, groups);
  }

  /** The variance of each group. */
  public InstantVector<Unit.Unknown> variance(Grouping groups) {
    return aggregate(AggregationOp.STDVAR, groups);
  }

  /** The value below which the share {@code quantile} (0 to 1) of each group's series lies. */
  public InstantVector<U> quantile(double quantile, Grouping groups) {
    return aggregate(AggregationOp.QUANTILE, groups, number(quantile));
  }

  /** How many series of each group have the same value, which stands in {@code label}. */
  public InstantVector<Count> countValues(Label label, Grouping groups) {
    return aggregate(AggregationOp.COUNT_VALUES, groups, Expr.StringLiteral.of(label.name()));
  }

  /** Any {@code count} series of each group. Experimental in Prometheus. */
  public InstantVector<U> any(int count, Grouping groups) {
    return aggregate(AggregationOp.LIMITK, groups, number(count));
  }

  /** About this share (0 to 1) of each group's series. Experimental in Prometheus. */
  public InstantVector<U> anyShare(double share, Grouping groups) {
    return aggregate(AggregationOp.LIMIT_RATIO, groups, number(share));
  }

  private <V extends Unit> InstantVector<V> aggregate(
      AggregationOp op, Grouping groups, Expr parameter) {
    return new InstantVector<>(new Expr.Aggregation(op, groups, parameter, expr, Span.NONE));
  }

  private <V extends Unit> InstantVector<V> aggregate(AggregationOp op, Grouping groups) {
    return new InstantVector<>(Expr.Aggregation.of(op, groups, expr));
  }

  // ---- arithmetic ----

  /** The sum of series that have the same labels. */
  public InstantVector<U> plus(InstantVector<U> other) {
    return binary(BinaryOp.ADD, other.expr, VectorMatching.DEFAULT);
  }

  /** The sum of series that {@code matching} brings together. */
  public InstantVector<U> plus(InstantVector<U> other, VectorMatching matching) {
    return binary(BinaryOp.ADD, other.expr, matching);
  }

  /** The difference of series that have the same labels. */
  public InstantVector<U> minus(InstantVector<U> other) {
    return binary(BinaryOp.SUBTRACT, other.expr, VectorMatching.DEFAULT);
  }

  /** The difference of series that {@code matching} brings together. */
  public InstantVector<U> minus(InstantVector<U> other, VectorMatching matching) {
    return binary(BinaryOp.SUBTRACT, other.expr, matching);
  }

  /** This share of a whole: {@code quantity - this}, such as 1 - idle. */
  public InstantVector<U> subtractedFrom(Quantity<U> quantity) {
    return new InstantVector<>(Expr.Binary.of(BinaryOp.SUBTRACT, number(quantity.value()), expr));
  }

  /** The sum of a number and each of these: {@code quantity + this}. */
  public InstantVector<U> addedTo(Quantity<U> quantity) {
    return new InstantVector<>(Expr.Binary.of(BinaryOp.ADD, number(quantity.value()), expr));
  }

  /** Each number and this much more. */
  public InstantVector<U> plus(Quantity<U> quantity) {
    return binary(BinaryOp.ADD, number(quantity.value()), VectorMatching.DEFAULT);
  }

  /** Each number less this much. */
  public InstantVector<U> minus(Quantity<U> quantity) {
    return binary(BinaryOp.SUBTRACT, number(quantity.value()), VectorMatching.DEFAULT);
  }

  /** A factor times each number, written in this order: {@code 100 * this}. */
  public InstantVector<U> multiplying(double factor) {
    return new InstantVector<>(Expr.Binary.of(BinaryOp.MULTIPLY, number(factor), expr));
  }

  /** A number divided by each of these: {@code dividend / this}. */
  public InstantVector<Unit.Unknown> dividing(double dividend) {
    return new InstantVector<>(Expr.Binary.of(BinaryOp.DIVIDE, number(dividend), expr));
  }

  /** Each number times a factor. */
  public InstantVector<U> times(double factor) {
    return binary(BinaryOp.MULTIPLY, number(factor), VectorMatching.DEFAULT);
  }

  /** Each number divided by a divisor. */
  public InstantVector<U> dividedBy(double divisor) {
    return binary(BinaryOp.DIVIDE, number(divisor), VectorMatching.DEFAULT);
  }

  /** This many times each share, for series that have the same labels. */
  public InstantVector<U> times(InstantVector<Ratio> shares) {
    return times(shares, VectorMatching.DEFAULT);
  }

  /** This many times each share, for series that {@code matching} brings together. */
  public InstantVector<U> times(InstantVector<Ratio> shares, VectorMatching matching) {
    return binary(BinaryOp.MULTIPLY, shares.expr, matching);
  }

  /** What is left of each number when it is divided. */
  public InstantVector<U> remainderOf(Quantity<U> divisor) {
    return binary(BinaryOp.MODULO, number(divisor.value()), VectorMatching.DEFAULT);
  }

  /** Each number to the power of {@code exponent}. */
  public InstantVector<Unit.Unknown> toThePowerOf(double exponent) {
    return new InstantVector<>(Expr.Binary.of(BinaryOp.POWER, expr, number(exponent)));
  }

  /** The angle of the point (other, this), in radians, for series that have the same labels. */
  public InstantVector<Ratio> angleTo(InstantVector<U> other) {
    return new InstantVector<>(Expr.Binary.of(BinaryOp.ATAN2, expr, other.expr));
  }

  /** The difference to a scalar. */
  public InstantVector<U> minus(Scalar<U> other) {
    return binary(BinaryOp.SUBTRACT, other.expr(), VectorMatching.DEFAULT);
  }

  /** The sum with a scalar. */
  public InstantVector<U> plus(Scalar<U> other) {
    return binary(BinaryOp.ADD, other.expr(), VectorMatching.DEFAULT);
  }

  /** Each number with the other sign. */
  public InstantVector<U> negated() {
    return new InstantVector<>(new Expr.Unary(true, expr, Span.NONE));
  }

  /** The share of {@code whole} that this is, for series that have the same labels. */
  public InstantVector<Ratio> dividedBy(InstantVector<U> whole) {
    return dividedBy(whole, VectorMatching.DEFAULT);
  }

  /** The share of {@code whole} that this is, for series that {@code matching} brings together. */
  public InstantVector<Ratio> dividedBy(InstantVector<U> whole, VectorMatching matching) {
    return new InstantVector<>(Expr.Binary.of(BinaryOp.DIVIDE, expr, whole.expr, matching));
  }

  /** So many of this for each of {@code other}, for series that have the same labels. */
  public <V extends Unit> InstantVector<Per<U, V>> per(InstantVector<V> other) {
    return per(other, VectorMatching.DEFAULT);
  }

  /**
   * So many of this for each of {@code other}, for series that {@code matching} brings together.
   */
  public <V extends Unit> InstantVector<Per<U, V>> per(
      InstantVector<V> other, VectorMatching matching) {
    return new InstantVector<>(Expr.Binary.of(BinaryOp.DIVIDE, expr, other.expr, matching));
  }

  // ---- comparisons ----

  /** Holds where the number is greater; NaN never is. */
  public Condition isAbove(Quantity<U> threshold) {
    return compare(BinaryOp.GREATER, number(threshold.value()), VectorMatching.DEFAULT);
  }

  /** Holds where the number is greater or equal. */
  public Condition isAtLeast(Quantity<U> threshold) {
    return compare(BinaryOp.GREATER_OR_EQUAL, number(threshold.value()), VectorMatching.DEFAULT);
  }

  /** Holds where the number is smaller; NaN never is. */
  public Condition isBelow(Quantity<U> threshold) {
    return compare(BinaryOp.LESS, number(threshold.value()), VectorMatching.DEFAULT);
  }

  /** Holds where the number is smaller or equal. */
  public Condition isAtMost(Quantity<U> threshold) {
    return compare(BinaryOp.LESS_OR_EQUAL, number(threshold.value()), VectorMatching.DEFAULT);
  }

  /** Holds where the number is exactly this. */
  public Condition isExactly(Quantity<U> value) {
    return compare(BinaryOp.EQUAL, number(value.value()), VectorMatching.DEFAULT);
  }

  /** Holds where the number is anything but this. */
  public Condition isNot(Quantity<U> value) {
    return compare(BinaryOp.NOT_EQUAL, number(value.value()), VectorMatching.DEFAULT);
  }

  /** Holds where the number is greater than the other's, for series with the same labels. */
  public Condition isAbove(InstantVector<U> other) {
    return compare(BinaryOp.GREATER, other.expr, VectorMatching.DEFAULT);
  }

  /** Holds where the number is greater than that of the series that {@code matching} brings. */
  public Condition isAbove(InstantVector<U> other, VectorMatching matching) {
    return compare(BinaryOp.GREATER, other.expr, matching);
  }

  /** Holds where the number is smaller than the other's, for series with the same labels. */
  public Condition isBelow(InstantVector<U> other) {
    return compare(BinaryOp.LESS, other.expr, VectorMatching.DEFAULT);
  }

  /** Holds where the number is smaller than that of the series that {@code matching} brings. */
  public Condition isBelow(InstantVector<U> other, VectorMatching matching) {
    return compare(BinaryOp.LESS, other.expr, matching);
  }

  /** Holds where the number is not smaller than the other's, for series with the same labels. */
  public Condition isAtLeast(InstantVector<U> other) {
    return compare(BinaryOp.GREATER_OR_EQUAL, other.expr, VectorMatching.DEFAULT);
  }

  /** Holds where the number is not greater than the other's, for series with the same labels. */
  public Condition isAtMost(InstantVector<U> other) {
    return compare(BinaryOp.LESS_OR_EQUAL, other.expr, VectorMatching.DEFAULT);
  }

  /** Holds where the number is the other's, for series with the same labels. */
  public Condition isExactly(InstantVector<U> other) {
    return compare(BinaryOp.EQUAL, other.expr, VectorMatching.DEFAULT);
  }

  /** Holds where the number is another than the other's, for series with the same labels. */
  public Condition isNot(InstantVector<U> other) {
    return compare(BinaryOp.NOT_EQUAL, other.expr, VectorMatching.DEFAULT);
  }

  /**
   * Holds where the number is greater or equal to that of the series that {@code matching} brings.
   */
  public Condition isAtLeast(InstantVector<U> other, VectorMatching matching) {
    return compare(BinaryOp.GREATER_OR_EQUAL, other.expr, matching);
  }

  /**
   * Holds where the number is smaller or equal to that of the series that {@code matching} brings.
   */
  public Condition isAtMost(InstantVector<U> other, VectorMatching matching) {
    return compare(BinaryOp.LESS_OR_EQUAL, other.expr, matching);
  }

  /** Holds where the number is that of the series that {@code matching} brings. */
  public Condition isExactly(InstantVector<U> other, VectorMatching matching) {
    return compare(BinaryOp.EQUAL, other.expr, matching);
  }

  /** Holds where the number is another than that of the series that {@code matching} brings. */
  public Condition isNot(InstantVector<U> other, VectorMatching matching) {
    return compare(BinaryOp.NOT_EQUAL, other.expr, matching);
  }

  /** Holds where the number is greater than the scalar. */
  public Condition isAbove(Scalar<U> other) {
    return compare(BinaryOp.GREATER, other.expr(), VectorMatching.DEFAULT);
  }

  /** Holds where the number is smaller than the scalar. */
  public Condition isBelow(Scalar<U> other) {
    return compare(BinaryOp.LESS, other.expr(), VectorMatching.DEFAULT);
  }

  /** Holds where there is any series at all, whatever its number. */
  public Condition exists() {
    return new Condition(expr);
  }

  /** Holds when there is no series at all; it carries the labels of equality matchers only. */
  public Condition isAbsent() {
    return new Condition(Expr.Call.of("absent", expr));
  }

  private Condition compare(BinaryOp op, Expr other, VectorMatching matching) {
    return new Condition(Expr.Binary.of(op, expr, other, matching));
  }

  // ---- sets ----

  /** These series, and of the other those whose labels are not among them. */
  public InstantVector<U> or(InstantVector<U> other) {
    return binary(BinaryOp.OR, other.expr, VectorMatching.DEFAULT);
  }

  /** These series, and of the other those that {@code matching} does not bring to one of them. */
  public InstantVector<U> or(InstantVector<U> other, VectorMatching matching) {
    return binary(BinaryOp.OR, other.expr, matching);
  }

  /** Only the series for which the condition holds too, with the same labels. */
  public InstantVector<U> whereAlso(Condition condition) {
    return binary(BinaryOp.AND, condition.expr(), VectorMatching.DEFAULT);
  }

  /** Only the series that {@code matching} brings to one for which the condition holds. */
  public InstantVector<U> whereAlso(Condition condition, VectorMatching matching) {
    return binary(BinaryOp.AND, condition.expr(), matching);
  }

  /** Only the series for which the condition does not hold. */
  public InstantVector<U> unless(Condition condition) {
    return binary(BinaryOp.UNLESS, condition.expr(), VectorMatching.DEFAULT);
  }

  /** Only the series that {@code matching} brings to none for which the condition holds. */
  public InstantVector<U> unless(Condition condition, VectorMatching matching) {
    return binary(BinaryOp.UNLESS, condition.expr(), matching);
  }

  // ---- the rest ----

  /** The same numbers, taken for another unit: for what arithmetic alone cannot know. */
  public <V extends Unit> InstantVector<V> as(Class<V> unit) {
    return new InstantVector<>(expr);
  }

  /** Asked for every {@code step} of the window, a subquery: {@code (…)[1h:1m]}. */
  public RangeVector<U> over(Window window, Duration step) {
    return new RangeVector<>(
        new Expr.Subquery(
            expr, window.inPromql(), DurationExpr.of(step), TimeShift.NONE, Span.NONE));
  }

  /** Asked for at every evaluation's instant in the window: {@code (…)[1h:]}. */
  public RangeVector<U> over(Window window) {
    return new RangeVector<>(
        new Expr.Subquery(expr, window.inPromql(), null, TimeShift.NONE, Span.NONE));
  }

  /**
   * Of these series, which are the buckets of classic histograms or native histograms, the value
   * below which the share {@code quantile} (0 to 1) of the observations lies: {@code
   * histogram_quantile}. {@link Histogram#quantile} says the usual case in one word.
   */
  public <V extends Unit> InstantVector<V> bucketQuantile(double quantile, Class<V> unit) {
    return new InstantVector<>(Expr.Call.of("histogram_quantile", number(quantile), expr));
  }

  /** The number of the only series, or NaN when there are none or several: {@code scalar}. */
  public Scalar<U> asScalar() {
    return new Scalar<>(Expr.Call.of("scalar", expr));
  }

  /** When each series' sample was taken. */
  public InstantVector<Unit.Timestamp> moments() {
    return new InstantVector<>(Expr.Call.of("timestamp", expr));
  }

  /** Each number without its sign. */
  public InstantVector<U> absolute() {
    return new InstantVector<>(Expr.Call.of("abs", expr));
  }

  /** Each number, up to the next whole one. */
  public InstantVector<U> roundedUp() {
    return new InstantVector<>(Expr.Call.of("ceil", expr));
  }

  /** Each number, down to the next whole one. */
  public InstantVector<U> roundedDown() {
    return new InstantVector<>(Expr.Call.of("floor", expr));
  }

  /** What a function makes of each number; {@link #as} says what it then counts. */
  public InstantVector<Unit.Unknown> mapped(Maths function) {
    return new InstantVector<>(Expr.Call.of(function.function(), expr));
  }

  /** Each number, or the nearer limit where it is outside of them. */
  public InstantVector<U> within(Quantity<U> least, Quantity<U> most) {
    return new InstantVector<>(
        Expr.Call.of("clamp", expr, number(least.value()), number(most.value())));
  }

  /** From the lowest to the highest; for people, rules keep no order. */
  public InstantVector<U> sorted() {
    return new InstantVector<>(Expr.Call.of("sort", expr));
  }

  /** From the highest to the lowest; for people, rules keep no order. */
  public InstantVector<U> sortedDescending() {
    return new InstantVector<>(Expr.Call.of("sort_desc", expr));
  }

  /** By these labels' values. Experimental in Prometheus. */
  public InstantVector<U> sortedBy(Label... labels) {
    return withLabels("sort_by_label", List.of(), labels);
  }

  /** By these labels' values, backwards. Experimental in Prometheus. */
  public InstantVector<U> sortedDescendingBy(Label... labels) {
    return withLabels("sort_by_label_desc", List.of(), labels);
  }

  /** With the label {@code target} set to the values of {@code sources}, joined. */
  public InstantVector<U> labelsJoined(Label target, String separator, Label... sources) {
    return withLabels(
        "label_join",
        List.of(Expr.StringLiteral.of(target.name()), Expr.StringLiteral.of(separator)),
        sources);
  }

  /** With the labels of the {@code info} metrics that belong to it. Experimental in Prometheus. */
  public InstantVector<U> withInfo() {
    return new InstantVector<>(Expr.Call.of("info", expr));
  }

  private InstantVector<U> withLabels(String function, List<Expr> before, Label... labels) {
    List<Expr> arguments = new ArrayList<>();
    arguments.add(expr);
    arguments.addAll(before);
    for (Label label : labels) {
      arguments.add(Expr.StringLiteral.of(label.name()));
    }
    return new InstantVector<>(new Expr.Call(function, arguments, Span.NONE));
  }

  /** Each number, or {@code least} where it is smaller. */
  public InstantVector<U> atLeast(Quantity<U> least) {
    return new InstantVector<>(Expr.Call.of("clamp_min", expr, number(least.value())));
  }

  /** Each number, or {@code most} where it is greater. */
  public InstantVector<U> atMost(Quantity<U> most) {
    return new InstantVector<>(Expr.Call.of("clamp_max", expr, number(most.value())));
  }

  /**
   * Each number to the nearest multiple of {@code step}. Rates are extrapolated by factors like
   * 300/285, so what is exactly a threshold can come out a hair beyond it; round before comparing.
   */
  public InstantVector<U> roundedTo(Quantity<U> step) {
    return step.value() == 1
        ? new InstantVector<>(Expr.Call.of("round", expr))
        : new InstantVector<>(Expr.Call.of("round", expr, number(step.value())));
  }

  /**
   * How often each series was there when it is asked for every {@code step} of the window: {@code
   * count_over_time} of a <a
   * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#subquery">subquery</a>.
   */
  public InstantVector<Count> timesSeen(Window window, Duration step) {
    return new InstantVector<>(
        Expr.Call.of(
            "count_over_time",
            new Expr.Subquery(
                expr, window.inPromql(), DurationExpr.of(step), TimeShift.NONE, Span.NONE)));
  }

  /**
   * With the label {@code target} set to {@code replacement} ({@code $1} is the first group) where
   * the whole of {@code source} fits the RE2 {@code regex}.
   */
  public InstantVector<U> relabelled(Label target, String replacement, Label source, String regex) {
    return new InstantVector<>(
        Expr.Call.of(
            "label_replace",
            expr,
            Expr.StringLiteral.of(target.name()),
            Expr.StringLiteral.of(replacement),
            Expr.StringLiteral.of(source.name()),
            Expr.StringLiteral.of(regex)));
  }

  /**
   * With the label {@code target} set to {@code value} on all series: {@code label_replace} of no
   * label at all. A {@code $} begins the name of a group, of which there is none.
   */
  public InstantVector<U> labelled(Label target, String value) {
    return new InstantVector<>(
        Expr.Call.of(
            "label_replace",
            expr,
            Expr.StringLiteral.of(target.name()),
            Expr.StringLiteral.of(value),
            Expr.StringLiteral.of(""),
            Expr.StringLiteral.of("")));
  }

  private InstantVector<U> binary(BinaryOp op, Expr other, VectorMatching matching) {
    return new InstantVector<>(Expr.Binary.of(op, expr, other, matching));
  }

  static Expr number(double value) {
    return Expr.NumberLiteral.of(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InstantVector && ((InstantVector<?>) other).expr.equals(expr);
  }

  @Override
  public int hashCode() {
    return expr.hashCode();
  }

  /** The expression as PromQL writes it. */
  @Override
  public String toString() {
    return expr.text();
  }
}
