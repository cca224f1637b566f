package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.Label;
import dev.tocsin.dsl.metric.Unit.Count;
import dev.tocsin.dsl.metric.Unit.Ratio;
import dev.tocsin.dsl.metric.Unit.Seconds;
import dev.tocsin.dsl.metric.Unit.Timestamp;
import dev.tocsin.dsl.metric.Unit.Unknown;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.promql.VectorMatching;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** PromQL's words that belong to no metric; import them statically. */
public final class Promql {
  private Promql() {}

  /** The last {@code duration} before each evaluation: {@code [5m]}. */
  public static Window over(Duration duration) {
    return Window.over(duration);
  }

  /** One group for each combination of these labels; the result carries no others. */
  public static Grouping by(Label... labels) {
    return Grouping.by(names(labels));
  }

  /** One group for each combination of all labels but these. */
  public static Grouping without(Label... labels) {
    return Grouping.without(names(labels));
  }

  /** One group of all series; the result carries no labels. */
  public static Grouping overall() {
    return Grouping.NONE;
  }

  /** Brings together series that agree on these labels. */
  public static VectorMatching on(Label... labels) {
    return VectorMatching.on(names(labels));
  }

  /** Brings together series that agree on all labels but these. */
  public static VectorMatching ignoring(Label... labels) {
    return VectorMatching.ignoring(names(labels));
  }

  /** How long ago each of these points in time was, at the evaluation: {@code time() - x}. */
  public static InstantVector<Seconds> secondsSince(InstantVector<Timestamp> moments) {
    return new InstantVector<>(
        Expr.Binary.of(BinaryOp.SUBTRACT, Expr.Call.of("time"), moments.expr()));
  }

  /** The instant of the evaluation: {@code time()}. */
  public static Scalar<Timestamp> time() {
    return new Scalar<>(Expr.Call.of("time"));
  }

  /** The number pi. */
  public static Scalar<Ratio> pi() {
    return new Scalar<>(Expr.Call.of("pi"));
  }

  /** What the calendar or the clock says at the evaluation, in UTC. */
  public static InstantVector<Count> part(TimePart part) {
    return new InstantVector<>(Expr.Call.of(part.function()));
  }

  /** What the calendar or the clock says of these moments, in UTC. */
  public static InstantVector<Count> part(TimePart part, InstantVector<Timestamp> moments) {
    return new InstantVector<>(Expr.Call.of(part.function(), moments.expr()));
  }

  /** One series without labels, of this number: {@code vector(1)}. */
  public static InstantVector<Count> constant(double value) {
    return new InstantVector<>(Expr.Call.of("vector", Expr.NumberLiteral.of(value)));
  }

  /**
   * An expression as it is written in PromQL, read and type-checked at once. What is wrong with it
   * is reported with all other problems when the definition is generated, at this Java line. Say
   * with {@link InstantVector#as} what it measures, to compare it.
   */
  public static InstantVector<Unknown> promql(String text) {
    PromqlCheck check = PromqlCheck.check(text);
    Expr verbatim = new Expr.Verbatim(text, Origin.caller(), Span.NONE);
    return new InstantVector<>(check.ok() ? check.expr().orElse(verbatim) : verbatim);
  }

  private static List<String> names(Label... labels) {
    return Arrays.stream(labels).map(Label::name).collect(Collectors.toList());
  }
}
