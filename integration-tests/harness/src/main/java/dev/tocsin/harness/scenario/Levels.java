package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.go.GoNumber;

/**
 * Between which levels all of an expression's values are: a share is between 0 and 1.
 *
 * @param lowest the lowest that there can be
 * @param highest the highest
 */
record Levels(double lowest, double highest) {
  /** Any number. */
  static final Levels ANY = new Levels(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  Levels {
    if (!(lowest < highest)) {
      throw new IllegalArgumentException(
          "levels between "
              + GoNumber.readable(lowest)
              + " and "
              + GoNumber.readable(highest)
              + " are none: the lower one comes first");
    }
  }

  /** This level, or one half-way from the threshold to the end where it would be past that. */
  double near(double threshold, double level) {
    double end = level > threshold ? highest : lowest;
    boolean past = level > threshold ? level > end : level < end;
    return past ? (threshold + end) / 2 : level;
  }

  /** Whether a threshold leaves levels on both of its sides. */
  boolean surround(double threshold) {
    return lowest <= threshold && threshold <= highest;
  }

  @Override
  public String toString() {
    return "between " + GoNumber.readable(lowest) + " and " + GoNumber.readable(highest);
  }
}
