package dev.tocsin.dsl.promql;

import org.jspecify.annotations.Nullable;

/**
 * What moves a selector or subquery in time: {@code offset} and {@code @}; either may be null for
 * absent. An offset may be negative.
 */
public record TimeShift(@Nullable DurationExpr offset, @Nullable At at) {
  /** Neither offset nor {@code @}. */
  public static final TimeShift NONE = new TimeShift(null, null);

  /** The instant that {@code @} fixes. */
  public sealed interface At {
    /** {@code @ 1609746000.5}, in milliseconds since the epoch. */
    record Timestamp(long milliseconds) implements At {}

    /** {@code @ start()}. */
    record Start() implements At {}

    /** {@code @ end()}. */
    record End() implements At {}
  }
}
