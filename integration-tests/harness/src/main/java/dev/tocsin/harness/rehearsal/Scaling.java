package dev.tocsin.harness.rehearsal;

import java.util.HashMap;
import java.util.Map;

/**
 * What becomes of a function's value when time runs S times as fast, one row a function. The rows
 * hold for what Prometheus' function documentation says that the function computes.
 */
enum Scaling {
  /** Per second of the real clock: S times too large in virtual time. */
  PER_SECOND("rate irate deriv"),

  /** How much it changes within the window: S times too small when the window shrinks alone. */
  IN_WINDOW("increase delta idelta"),

  /** As many times too large or too small as its argument. */
  LIKE_ARGUMENT(
      "abs avg_over_time deg double_exponential_smoothing histogram_count histogram_sum"
          + " holt_winters info label_join label_replace last_over_time mad_over_time max_over_time"
          + " min_over_time predict_linear quantile_over_time rad scalar sort sort_by_label"
          + " sort_by_label_desc sort_desc stddev_over_time sum_over_time vector"),

  /** As {@link #LIKE_ARGUMENT}, squared. */
  SQUARED("stdvar_over_time"),

  /** The same number whatever its argument is multiplied with. */
  INVARIANT(
      "absent absent_over_time changes count_over_time histogram_avg histogram_fraction"
          + " histogram_quantile histogram_stddev histogram_stdvar pi present_over_time resets"
          + " sgn"),

  /** Right only for a true argument. */
  NEEDS_TRUE_ARGUMENT(
      "acos acosh asin asinh atan atanh ceil clamp clamp_max clamp_min cos cosh exp floor ln log10"
          + " log2 round sin sinh sqrt tan tanh"),

  /** A point in time, in seconds since the epoch. */
  CLOCK("time timestamp ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time"),

  /** A part of a date: of its argument, or of the clock. */
  CALENDAR("day_of_month day_of_week day_of_year days_in_month hour minute month year");

  private static final Map<String, Scaling> BY_FUNCTION = new HashMap<>();

  static {
    for (Scaling scaling : values()) {
      for (String function : scaling.functions) {
        BY_FUNCTION.put(function, scaling);
      }
    }
  }

  private final String[] functions;

  Scaling(String functions) {
    this.functions = functions.split(" ");
  }

  static Map<String, Scaling> byFunction() {
    return BY_FUNCTION;
  }
}
