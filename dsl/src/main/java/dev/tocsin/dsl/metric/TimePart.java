package dev.tocsin.dsl.metric;

import java.util.Locale;

/** What a calendar and a clock say of a moment, in UTC; asked for by {@link Promql#part}. */
public enum TimePart {
  /** 0 to 59. */
  MINUTE,
  /** 0 to 23. */
  HOUR,
  /** 0 for Sunday to 6. */
  DAY_OF_WEEK,
  /** 1 to 31. */
  DAY_OF_MONTH,
  /** 1 to 366. */
  DAY_OF_YEAR,
  /** 28 to 31. */
  DAYS_IN_MONTH,
  /** 1 to 12. */
  MONTH,
  YEAR;

  String function() {
    return name().toLowerCase(Locale.ROOT);
  }
}
