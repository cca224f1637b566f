package dev.tocsin.dsl.metric;

import java.util.Locale;

/**
 * Functions from a number to a number, applied to each series by {@link InstantVector#mapped}; see
 * <a href="https://prometheus.io/docs/prometheus/latest/querying/functions/">Prometheus' list</a>.
 * Angles are in radians.
 */
public enum Maths {
  ACOS,
  ACOSH,
  ASIN,
  ASINH,
  ATAN,
  ATANH,
  COS,
  COSH,
  /** From radians to degrees. */
  DEG,
  EXP,
  LN,
  LOG10,
  LOG2,
  /** From degrees to radians. */
  RAD,
  /** 1 for a positive number, -1 for a negative one, 0 for 0. */
  SGN,
  SIN,
  SINH,
  SQRT,
  TAN,
  TANH;

  String function() {
    return name().toLowerCase(Locale.ROOT);
  }
}
