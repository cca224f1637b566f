package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.problem.Span;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A duration in a range, step or offset: nearly always a literal; arithmetic ({@code [5m + 30s]})
 * is Prometheus' experimental {@code promql-duration-expr}.
 */
public sealed interface DurationExpr {
  /** Where this was read, or {@link Span#NONE}. */
  Span span();

  /** The duration in seconds; NaN where its arithmetic has no result. */
  default double seconds() {
    return DurationArithmetic.seconds(this);
  }

  /** A literal of so many milliseconds; only an offset may be negative. */
  static DurationExpr of(Duration duration) {
    return new Literal(duration.toMillis(), Span.NONE);
  }

  /**
   * A literal such as {@code 5m}, {@code 1h30m} or {@code 300}, in whole milliseconds, which is
   * what Prometheus evaluates.
   */
  record Literal(long milliseconds, Span span) implements DurationExpr {}

  /**
   * A plain number: inside duration arithmetic, such as the 2 of {@code [5m * 2]}; elsewhere
   * seconds that milliseconds cannot hold, such as {@code [0.0001]}.
   */
  record Factor(double value, Span span) implements DurationExpr {}

  /** Arithmetic; {@code left} is null for a sign. */
  record Arithmetic(
      BinaryOp op, @Nullable DurationExpr left, DurationExpr right, boolean wrapped, Span span)
      implements DurationExpr {}
}
