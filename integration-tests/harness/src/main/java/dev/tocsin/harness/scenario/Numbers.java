package dev.tocsin.harness.scenario;

/** How levels are written in titles. */
final class Numbers {
  private Numbers() {}

  /** {@code 2}, {@code 0.05}, {@code 2.1}: no more digits than it takes. */
  static String text(double value) {
    double rounded = Math.round(value * 1e9) / 1e9;
    return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15
        ? Long.toString((long) rounded)
        : Double.toString(rounded);
  }
}
