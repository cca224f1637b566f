package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.PromqlCheck;

/** The functions and clauses of PromQL that belong to no vector. */
public final class Promql {
  private Promql() {}

  /** {@code by}: one group for each set of values of these labels; the result has no others. */
  public static Grouping by(Label... labels) {
    return Grouping.by(InstantVector.names(labels));
  }

  /** {@code without}: one group for each set of values of all other labels. */
  public static Grouping without(Label... labels) {
    return Grouping.without(InstantVector.names(labels));
  }

  /** {@code time() - x}: how long ago each timestamp was. */
  public static InstantVector<Seconds> secondsSince(InstantVector<Timestamp> timestamps) {
    return time().minus(timestamps).as(Seconds.class);
  }

  /** {@code x - time()}: how long until each timestamp. */
  public static InstantVector<Seconds> secondsUntil(InstantVector<Timestamp> timestamps) {
    return timestamps.minus(time()).as(Seconds.class);
  }

  /** When the rule is evaluated: {@code time()}. */
  public static Scalar<Timestamp> time() {
    return new Scalar<>(Expr.Call.of("time"));
  }

  /** Pi. */
  public static Scalar<Ratio> pi() {
    return new Scalar<>(Expr.Call.of("pi"));
  }

  /** The minute of the evaluation, 0 to 59, in UTC. */
  public static InstantVector<Count> minute() {
    return new InstantVector<>(Expr.Call.of("minute"));
  }

  /** The hour of the evaluation, 0 to 23, in UTC. */
  public static InstantVector<Count> hour() {
    return new InstantVector<>(Expr.Call.of("hour"));
  }

  /** The day of the week of the evaluation, 0 (Sunday) to 6, in UTC. */
  public static InstantVector<Count> dayOfWeek() {
    return new InstantVector<>(Expr.Call.of("day_of_week"));
  }

  /** The day of the month of the evaluation, 1 to 31, in UTC. */
  public static InstantVector<Count> dayOfMonth() {
    return new InstantVector<>(Expr.Call.of("day_of_month"));
  }

  /** The day of the year of the evaluation, 1 to 366, in UTC. */
  public static InstantVector<Count> dayOfYear() {
    return new InstantVector<>(Expr.Call.of("day_of_year"));
  }

  /** The number of days of the month of the evaluation, in UTC. */
  public static InstantVector<Count> daysInMonth() {
    return new InstantVector<>(Expr.Call.of("days_in_month"));
  }

  /** The month of the evaluation, 1 to 12, in UTC. */
  public static InstantVector<Count> month() {
    return new InstantVector<>(Expr.Call.of("month"));
  }

  /** The year of the evaluation, in UTC. */
  public static InstantVector<Count> year() {
    return new InstantVector<>(Expr.Call.of("year"));
  }

  /** One series without labels that has this value: {@code vector(1)}. */
  public static InstantVector<Count> vector(double value) {
    return number(value).vector();
  }

  /**
   * A plain number, on the left of an operator: {@code number(100).times(x)} is {@code 100 * x}.
   */
  public static Quantity<Count> number(double value) {
    return Quantity.count(value);
  }

  /**
   * An expression in PromQL, parsed and type-checked. Its problems are reported with all others
   * when files are generated, at this Java line. {@link InstantVector#as} states its unit, so that
   * it can be compared.
   */
  public static InstantVector<Unknown> promql(String text) {
    PromqlCheck check = PromqlCheck.check(text);
    Expr verbatim = new Expr.Verbatim(text, Origin.caller(), Span.NONE);
    return new InstantVector<>(check.ok() ? check.expr().orElse(verbatim) : verbatim);
  }
}
