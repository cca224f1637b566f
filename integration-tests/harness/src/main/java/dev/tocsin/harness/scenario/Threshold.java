package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.go.GoNumber;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import java.util.Optional;

/**
 * The comparison with a number that decides whether an alert fires: in {@code a > 2 and b >= 20}
 * the first one.
 *
 * @param op one of {@code > < >= <=}
 * @param value in the expression's own unit
 */
record Threshold(BinaryOp op, double value) {
  /** How far just above and just below are from it, as a share of it. */
  private static final double MARGIN = 0.05;

  /**
   * The leftmost comparison with a number; none where the condition has no level, as {@code == 0}.
   */
  static Optional<Threshold> of(Expr condition) {
    Compared compared = Compared.of(condition);
    return compared.limit().isEmpty()
        ? Optional.empty()
        : compared.op().flatMap(op -> of(op, compared.limit().getAsDouble()));
  }

  private static Optional<Threshold> of(BinaryOp op, double value) {
    return switch (op) {
      case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> Optional.of(new Threshold(op, value));
      default -> Optional.empty();
    };
  }

  /**
   * A level at which the alert must fire, as near as can be notified in every way of proving, and
   * none that there cannot be.
   */
  double beyond(Levels levels) {
    return levels.near(value, above() ? value + step() : value - step());
  }

  /** A level at which it must not. */
  double within(Levels levels) {
    // Nothing is less than none in most units, so that none is what is tried where it may be.
    return value == 0 && !isAtLevel()
        ? 0
        : levels.near(value, above() ? value - step() : value + step());
  }

  /** Whether it fires on the same side of the same level, and at it or not. */
  boolean isSameAs(Threshold other) {
    return op == other.op && Math.abs(value - other.value) <= Math.abs(value) * 1e-9;
  }

  /** Whether it fires above, and not below. */
  private boolean above() {
    return op == BinaryOp.GREATER || op == BinaryOp.GREATER_OR_EQUAL;
  }

  /** Whether it fires at the very level. */
  private boolean isAtLevel() {
    return op == BinaryOp.GREATER_OR_EQUAL || op == BinaryOp.LESS_OR_EQUAL;
  }

  private double step() {
    return value == 0 ? 1 : Math.abs(value) * MARGIN;
  }

  @Override
  public String toString() {
    return op.symbol() + " " + GoNumber.readable(value);
  }
}
