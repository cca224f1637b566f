package dev.tocsin.harness.contract;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;

/** Writes numbers for people: 2, 0.25. */
final class Numbers {
  private Numbers() {}

  static String of(double value) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : String.valueOf(value);
  }

  /** The neighbours of a value. */
  static String around(NavigableSet<Double> values, double value) {
    List<String> near = new ArrayList<>();
    Double below = values.lower(value);
    Double above = values.higher(value);
    if (below != null) {
      near.add(of(below));
    }
    if (above != null) {
      near.add(of(above));
    }
    return String.join(" and ", near);
  }
}
