package dev.tocsin.dsl.promql;

/**
 * Evaluates <a href="https://prometheus.io/docs/prometheus/latest/feature_flags/">duration
 * expressions</a> (Prometheus' experimental {@code promql-duration-expr}).
 */
final class DurationArithmetic {
  private DurationArithmetic() {}

  /** The duration in seconds; NaN where the arithmetic has no result. */
  static double seconds(DurationExpr duration) {
    if (duration instanceof DurationExpr.Literal literal) {
      return literal.milliseconds() / 1000.0;
    }
    if (duration instanceof DurationExpr.Factor factor) {
      return factor.value();
    }
    DurationExpr.Arithmetic arithmetic = (DurationExpr.Arithmetic) duration;
    DurationExpr first = arithmetic.left();
    double left = first == null ? 0 : seconds(first);
    double right = seconds(arithmetic.right());
    return switch (arithmetic.op()) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> right == 0 ? Double.NaN : left / right;
      case MODULO -> right == 0 ? Double.NaN : left % right;
      case POWER -> Math.pow(left, right);
      default -> Double.NaN;
    };
  }
}
