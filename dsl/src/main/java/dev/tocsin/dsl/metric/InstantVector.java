package dev.tocsin.dsl.metric;

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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#expression-language-data-types">instant
 * vector</a>: one value for each series, of a known unit. Each <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/functions/">function</a> and <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators">aggregation</a>
 * of PromQL is a method of its own name ({@code label_replace} is {@code labelReplace}); a
 * comparison gives a {@link Condition}.
 *
 * @param <U> the unit of the values
 */
public sealed class InstantVector<U extends Unit> implements VectorOperand<U> permits Gauge {
  private final Expr expr;

  /** A vector from an expression tree, whose type is checked when rules are generated. */
  public InstantVector(Expr expr) {
    this.expr = Objects.requireNonNull(expr, "expr");
  }

  @Override
  public final Expr expr() {
    return expr;
  }

  // ---- aggregations ----

  /** The sum of each group: {@code sum}. */
  public final InstantVector<U> sum(Grouping groups) {
    return aggregate(AggregationOp.SUM, groups);
  }

  /** The same over all series, without labels: {@code sum(…)}. */
  public final InstantVector<U> sum() {
    return sum(Grouping.NONE);
  }

  /** The average of each group: {@code avg}. */
  public final InstantVector<U> avg(Grouping groups) {
    return aggregate(AggregationOp.AVG, groups);
  }

  /** The same over all series, without labels: {@code avg(…)}. */
  public final InstantVector<U> avg() {
    return avg(Grouping.NONE);
  }

  /** The smallest value of each group: {@code min}. */
  public final InstantVector<U> min(Grouping groups) {
    return aggregate(AggregationOp.MIN, groups);
  }

  /** The same over all series, without labels: {@code min(…)}. */
  public final InstantVector<U> min() {
    return min(Grouping.NONE);
  }

  /** The largest value of each group: {@code max}. */
  public final InstantVector<U> max(Grouping groups) {
    return aggregate(AggregationOp.MAX, groups);
  }

  /** The same over all series, without labels: {@code max(…)}. */
  public final InstantVector<U> max() {
    return max(Grouping.NONE);
  }

  /** The number of series of each group: {@code count}. */
  public final InstantVector<Count> count(Grouping groups) {
    return aggregate(AggregationOp.COUNT, groups);
  }

  /** The same over all series, without labels: {@code count(…)}. */
  public final InstantVector<Count> count() {
    return count(Grouping.NONE);
  }

  /** 1 for each group: {@code group}. */
  public final InstantVector<Count> group(Grouping groups) {
    return aggregate(AggregationOp.GROUP, groups);
  }

  /** The same over all series, without labels: {@code group(…)}. */
  public final InstantVector<Count> group() {
    return group(Grouping.NONE);
  }

  /** The population standard deviation of each group: {@code stddev}. */
  public final InstantVector<U> stddev(Grouping groups) {
    return aggregate(AggregationOp.STDDEV, groups);
  }

  /** The same over all series, without labels: {@code stddev(…)}. */
  public final InstantVector<U> stddev() {
    return stddev(Grouping.NONE);
  }

  /** The population variance of each group: {@code stdvar}. */
  public final InstantVector<Unknown> stdvar(Grouping groups) {
    return aggregate(AggregationOp.STDVAR, groups);
  }

  /** The same over all series, without labels: {@code stdvar(…)}. */
  public final InstantVector<Unknown> stdvar() {
    return stdvar(Grouping.NONE);
  }

  /** The {@code k} series of each group that have the largest values. */
  public final InstantVector<U> topk(int k, Grouping groups) {
    return aggregate(AggregationOp.TOPK, number(k), groups);
  }

  /** The same over all series. */
  public final InstantVector<U> topk(int k) {
    return topk(k, Grouping.NONE);
  }

  /** The {@code k} series of each group that have the smallest values. */
  public final InstantVector<U> bottomk(int k, Grouping groups) {
    return aggregate(AggregationOp.BOTTOMK, number(k), groups);
  }

  /** The same over all series. */
  public final InstantVector<U> bottomk(int k) {
    return bottomk(k, Grouping.NONE);
  }

  /** The quantile (0 to 1) of the values of each group. */
  public final InstantVector<U> quantile(double quantile, Grouping groups) {
    return aggregate(AggregationOp.QUANTILE, number(quantile), groups);
  }

  /** The same over all series. */
  public final InstantVector<U> quantile(double quantile) {
    return quantile(quantile, Grouping.NONE);
  }

  /** Any {@code k} series of each group. Experimental in Prometheus. */
  public final InstantVector<U> limitk(int k, Grouping groups) {
    return aggregate(AggregationOp.LIMITK, number(k), groups);
  }

  /** The same over all series. */
  public final InstantVector<U> limitk(int k) {
    return limitk(k, Grouping.NONE);
  }

  /** Any share of the series of each group. Experimental in Prometheus. */
  public final InstantVector<U> limitRatio(double ratio, Grouping groups) {
    return aggregate(AggregationOp.LIMIT_RATIO, number(ratio), groups);
  }

  /** The same over all series. */
  public final InstantVector<U> limitRatio(double ratio) {
    return limitRatio(ratio, Grouping.NONE);
  }

  /** The number of series of each value, which becomes a label: {@code count_values}. */
  public final InstantVector<Count> countValues(Label label, Grouping groups) {
    return aggregate(AggregationOp.COUNT_VALUES, text(label.name()), groups);
  }

  /** The same over all series. */
  public final InstantVector<Count> countValues(Label label) {
    return countValues(label, Grouping.NONE);
  }

  private <V extends Unit> InstantVector<V> aggregate(AggregationOp op, Grouping groups) {
    return new InstantVector<>(Expr.Aggregation.of(op, groups, expr));
  }

  private <V extends Unit> InstantVector<V> aggregate(
      AggregationOp op, Expr parameter, Grouping groups) {
    return new InstantVector<>(new Expr.Aggregation(op, groups, parameter, expr, Span.NONE));
  }

  // ---- arithmetic ----

  /** {@code +}. */
  public final InstantVector<U> plus(Operand<U> other) {
    return binary(BinaryOp.ADD, other);
  }

  /** {@code -}. */
  public final InstantVector<U> minus(Operand<U> other) {
    return binary(BinaryOp.SUBTRACT, other);
  }

  /** {@code *} with a factor. */
  public final InstantVector<U> times(double factor) {
    return binary(BinaryOp.MULTIPLY, number(factor));
  }

  /** {@code *} with a share of it. */
  public final InstantVector<U> times(Operand<Ratio> share) {
    return binary(BinaryOp.MULTIPLY, share);
  }

  /** {@code /} with a divisor. */
  public final InstantVector<U> dividedBy(double divisor) {
    return binary(BinaryOp.DIVIDE, number(divisor));
  }

  /** {@code /} of two values of one unit: the share of {@code whole} that this is. */
  public final InstantVector<Ratio> dividedBy(Operand<U> whole) {
    return binary(BinaryOp.DIVIDE, whole);
  }

  /** {@code /} of two units, such as bytes per request. */
  public final <V extends Unit> InstantVector<Per<U, V>> per(Operand<V> other) {
    return binary(BinaryOp.DIVIDE, other);
  }

  /** {@code %}. */
  public final InstantVector<U> modulo(Operand<U> divisor) {
    return binary(BinaryOp.MODULO, divisor);
  }

  /** {@code ^}. */
  public final InstantVector<Unknown> pow(double exponent) {
    return binary(BinaryOp.POWER, number(exponent));
  }

  /** {@code atan2}: the angle of the point (other, this), in radians. */
  public final InstantVector<Ratio> atan2(Operand<U> other) {
    return binary(BinaryOp.ATAN2, other);
  }

  /** The unary {@code -}. */
  public final InstantVector<U> negated() {
    return new InstantVector<>(new Expr.Unary(true, expr, Span.NONE));
  }

  // ---- comparisons, which filter ----

  /** {@code >}: keeps series whose value is greater; NaN never is. */
  public final Condition isGreaterThan(Operand<U> other) {
    return compare(BinaryOp.GREATER, other);
  }

  /** {@code >=}: keeps series whose value is greater or equal. */
  public final Condition isGreaterThanOrEqualTo(Operand<U> other) {
    return compare(BinaryOp.GREATER_OR_EQUAL, other);
  }

  /** {@code <}: keeps series whose value is less. */
  public final Condition isLessThan(Operand<U> other) {
    return compare(BinaryOp.LESS, other);
  }

  /** {@code <=}: keeps series whose value is less or equal. */
  public final Condition isLessThanOrEqualTo(Operand<U> other) {
    return compare(BinaryOp.LESS_OR_EQUAL, other);
  }

  /** {@code ==}: keeps series whose value is equal. */
  public final Condition isEqualTo(Operand<U> other) {
    return compare(BinaryOp.EQUAL, other);
  }

  /** {@code !=}: keeps series whose value differs. */
  public final Condition isNotEqualTo(Operand<U> other) {
    return compare(BinaryOp.NOT_EQUAL, other);
  }

  /** The vector as a condition: holds for every series that it returns, whatever the value. */
  public final Condition exists() {
    return new Condition(expr);
  }

  /** Holds when the vector is empty; the result has the labels of equality matchers only. */
  public final Condition absent() {
    return new Condition(Expr.Call.of("absent", expr));
  }

  private Condition compare(BinaryOp op, Operand<?> other) {
    return new Condition(Expr.Binary.of(op, expr, other.expr(), other.matching()));
  }

  // ---- matching, and set operators ----

  /** As the right-hand side of an operator: series match when they agree on these labels. */
  public final MatchedVector<U> on(Label... labels) {
    return new MatchedVector<>(expr, VectorMatching.on(names(labels)));
  }

  /** As the right-hand side of an operator: series match when they agree on all other labels. */
  public final MatchedVector<U> ignoring(Label... labels) {
    return new MatchedVector<>(expr, VectorMatching.ignoring(names(labels)));
  }

  /** {@code or}: these series, plus right-hand series with no match here. */
  public final InstantVector<U> or(VectorOperand<U> other) {
    return binary(BinaryOp.OR, other);
  }

  /** {@code and}: keeps series with a match among those for which the condition holds. */
  public final InstantVector<U> and(SetOperand condition) {
    return set(BinaryOp.AND, condition);
  }

  /** {@code unless}: keeps series without a match among those for which the condition holds. */
  public final InstantVector<U> unless(SetOperand condition) {
    return set(BinaryOp.UNLESS, condition);
  }

  private InstantVector<U> set(BinaryOp op, SetOperand other) {
    return new InstantVector<>(Expr.Binary.of(op, expr, other.expr(), other.matching()));
  }

  // ---- functions ----

  /** The same values in another unit, for what arithmetic alone cannot know. */
  public final <V extends Unit> InstantVector<V> as(Class<V> unit) {
    return new InstantVector<>(expr);
  }

  /**
   * A <a
   * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#subquery">subquery</a>:
   * evaluated every {@code resolution} over {@code range}, {@code (…)[1h:1m]}.
   */
  public final RangeVector<U> subquery(Duration range, Duration resolution) {
    return subquery(range, DurationExpr.of(resolution));
  }

  /** A subquery with the resolution of the global evaluation interval: {@code (…)[1h:]}. */
  public final RangeVector<U> subquery(Duration range) {
    return subquery(range, (DurationExpr) null);
  }

  private RangeVector<U> subquery(Duration range, @Nullable DurationExpr resolution) {
    return new RangeVector<>(
        new Expr.Subquery(expr, Selection.range(range), resolution, TimeShift.NONE, Span.NONE));
  }

  /** The absolute value. */
  public final InstantVector<U> abs() {
    return call("abs");
  }

  /** Rounded up to an integer. */
  public final InstantVector<U> ceil() {
    return call("ceil");
  }

  /** Rounded down to an integer. */
  public final InstantVector<U> floor() {
    return call("floor");
  }

  /** 1 for a positive value, -1 for a negative one, 0 for 0. */
  public final InstantVector<Ratio> sgn() {
    return call("sgn");
  }

  /** e to the power of the value. */
  public final InstantVector<Unknown> exp() {
    return call("exp");
  }

  /** The natural logarithm. */
  public final InstantVector<Unknown> ln() {
    return call("ln");
  }

  /** The binary logarithm. */
  public final InstantVector<Unknown> log2() {
    return call("log2");
  }

  /** The decimal logarithm. */
  public final InstantVector<Unknown> log10() {
    return call("log10");
  }

  /** The square root. */
  public final InstantVector<Unknown> sqrt() {
    return call("sqrt");
  }

  /** The arc cosine, in radians. */
  public final InstantVector<Unknown> acos() {
    return call("acos");
  }

  /** The inverse hyperbolic cosine, in radians. */
  public final InstantVector<Unknown> acosh() {
    return call("acosh");
  }

  /** The arc sine, in radians. */
  public final InstantVector<Unknown> asin() {
    return call("asin");
  }

  /** The inverse hyperbolic sine, in radians. */
  public final InstantVector<Unknown> asinh() {
    return call("asinh");
  }

  /** The arc tangent, in radians. */
  public final InstantVector<Unknown> atan() {
    return call("atan");
  }

  /** The inverse hyperbolic tangent, in radians. */
  public final InstantVector<Unknown> atanh() {
    return call("atanh");
  }

  /** The cosine, in radians. */
  public final InstantVector<Unknown> cos() {
    return call("cos");
  }

  /** The hyperbolic cosine, in radians. */
  public final InstantVector<Unknown> cosh() {
    return call("cosh");
  }

  /** The sine, in radians. */
  public final InstantVector<Unknown> sin() {
    return call("sin");
  }

  /** The hyperbolic sine, in radians. */
  public final InstantVector<Unknown> sinh() {
    return call("sinh");
  }

  /** The tangent, in radians. */
  public final InstantVector<Unknown> tan() {
    return call("tan");
  }

  /** The hyperbolic tangent, in radians. */
  public final InstantVector<Unknown> tanh() {
    return call("tanh");
  }

  /** From radians to degrees. */
  public final InstantVector<Unknown> deg() {
    return call("deg");
  }

  /** From degrees to radians. */
  public final InstantVector<Unknown> rad() {
    return call("rad");
  }

  /** Rounded to the nearest integer. */
  public final InstantVector<U> round() {
    return call("round");
  }

  /**
   * Rounded to the nearest multiple of {@code toNearest}. Rates are extrapolated by factors like
   * 300/285, so a value that is exactly a threshold can come out a hair beyond it: round before you
   * compare.
   */
  public final InstantVector<U> round(Quantity<U> toNearest) {
    return call("round", toNearest.expr());
  }

  /** Limited to {@code min} and {@code max}. */
  public final InstantVector<U> clamp(Quantity<U> min, Quantity<U> max) {
    return call("clamp", min.expr(), max.expr());
  }

  /** Limited to at least {@code min}: {@code clamp_min}. */
  public final InstantVector<U> clampMin(Quantity<U> min) {
    return call("clamp_min", min.expr());
  }

  /** Limited to at most {@code max}: {@code clamp_max}. */
  public final InstantVector<U> clampMax(Quantity<U> max) {
    return call("clamp_max", max.expr());
  }

  /** The value of the only series; NaN when there is none or more than one: {@code scalar}. */
  public final Scalar<U> scalar() {
    return new Scalar<>(Expr.Call.of("scalar", expr));
  }

  /** When the sample of each series was taken. */
  public final InstantVector<Timestamp> timestamp() {
    return call("timestamp");
  }

  /** The minute, 0 to 59, in UTC, of values that are timestamps. */
  public final InstantVector<Count> minute() {
    return call("minute");
  }

  /** The hour, 0 to 23, in UTC, of values that are timestamps. */
  public final InstantVector<Count> hour() {
    return call("hour");
  }

  /** The day of the week, 0 (Sunday) to 6, in UTC, of values that are timestamps. */
  public final InstantVector<Count> dayOfWeek() {
    return call("day_of_week");
  }

  /** The day of the month, 1 to 31, in UTC, of values that are timestamps. */
  public final InstantVector<Count> dayOfMonth() {
    return call("day_of_month");
  }

  /** The day of the year, 1 to 366, in UTC, of values that are timestamps. */
  public final InstantVector<Count> dayOfYear() {
    return call("day_of_year");
  }

  /** The number of days of the month, 28 to 31, in UTC, of values that are timestamps. */
  public final InstantVector<Count> daysInMonth() {
    return call("days_in_month");
  }

  /** The month, 1 to 12, in UTC, of values that are timestamps. */
  public final InstantVector<Count> month() {
    return call("month");
  }

  /** The year, in UTC, of values that are timestamps. */
  public final InstantVector<Count> year() {
    return call("year");
  }

  /** Sorted by value, ascending. Only a query keeps the order, a rule does not. */
  public final InstantVector<U> sort() {
    return call("sort");
  }

  /** Sorted by value, descending. Only a query keeps the order, a rule does not. */
  public final InstantVector<U> sortDesc() {
    return call("sort_desc");
  }

  /** Sorted by the values of labels. Experimental in Prometheus. */
  public final InstantVector<U> sortByLabel(Label... labels) {
    return call("sort_by_label", texts(labels));
  }

  /** Sorted by the values of labels, descending. Experimental in Prometheus. */
  public final InstantVector<U> sortByLabelDesc(Label... labels) {
    return call("sort_by_label_desc", texts(labels));
  }

  /** With the values of {@code sources}, joined, as the label {@code destination}. */
  public final InstantVector<U> labelJoin(Label destination, String separator, Label... sources) {
    return call(
        "label_join",
        Stream.concat(
                Stream.of(text(destination.name()), text(separator)), Stream.of(texts(sources)))
            .toArray(Expr[]::new));
  }

  /**
   * With {@code replacement} ({@code $1} is the first group) as the label {@code destination},
   * where the RE2 {@code regex} matches the whole value of {@code source}.
   */
  public final InstantVector<U> labelReplace(
      Label destination, String replacement, Label source, String regex) {
    return call(
        "label_replace",
        text(destination.name()),
        text(replacement),
        text(source.name()),
        text(regex));
  }

  /**
   * With the label set on every series: {@code label_replace(…, "label", "value", "", "")}. A
   * {@code $} in the value starts the name of a group, of which there is none.
   */
  public final InstantVector<U> withLabel(Label label, String value) {
    return call("label_replace", text(label.name()), text(value), text(""), text(""));
  }

  /** With the labels of the info metrics that belong to each series. Experimental in Prometheus. */
  public final InstantVector<U> info() {
    return call("info");
  }

  /**
   * The value below which the share {@code quantile} (0 to 1) of the observations lies, of series
   * that are buckets of classic histograms, or native histograms. {@link Histogram#rate} gives
   * buckets that know their unit.
   */
  public final InstantVector<Unknown> histogramQuantile(double quantile) {
    return new InstantVector<>(Expr.Call.of("histogram_quantile", number(quantile), expr));
  }

  private <V extends Unit> InstantVector<V> call(String function, Expr... more) {
    List<Expr> arguments = new ArrayList<>(List.of(expr));
    arguments.addAll(List.of(more));
    return new InstantVector<>(new Expr.Call(function, arguments, Span.NONE));
  }

  private <V extends Unit> InstantVector<V> binary(BinaryOp op, Operand<?> other) {
    return new InstantVector<>(Expr.Binary.of(op, expr, other.expr(), other.matching()));
  }

  private <V extends Unit> InstantVector<V> binary(BinaryOp op, Expr number) {
    return new InstantVector<>(Expr.Binary.of(op, expr, number));
  }

  static Expr number(double value) {
    return Expr.NumberLiteral.of(value);
  }

  private static Expr text(String value) {
    return Expr.StringLiteral.of(value);
  }

  private static Expr[] texts(Label... labels) {
    return names(labels).stream().map(InstantVector::text).toArray(Expr[]::new);
  }

  static List<String> names(Label... labels) {
    return Stream.of(labels).map(Label::name).toList();
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof InstantVector<?> vector && vector.expr.equals(expr);
  }

  @Override
  public final int hashCode() {
    return expr.hashCode();
  }

  /** The expression in PromQL. */
  @Override
  public final String toString() {
    return expr.text();
  }
}
