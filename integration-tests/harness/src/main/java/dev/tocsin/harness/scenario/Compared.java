package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.promql.Constant;
import dev.tocsin.dsl.promql.Expr;
import java.util.OptionalDouble;

/**
 * What an alert's condition looks at: in {@code a > 2 and b >= 20} the value {@code a}, and that it
 * is compared by {@code >} with 2.
 *
 * @param value the expression whose value decides; the condition itself where it compares nothing
 * @param operator such as {@code >}, with the value on its left; empty where nothing is compared
 * @param limit the number on the other side, if it is one
 */
public record Compared(Expr value, String operator, OptionalDouble limit) {
  /** The leftmost comparison of a condition. */
  public static Compared of(Expr condition) {
    Expr expr = Trees.open(condition);
    if (expr instanceof Expr.Binary binary && !binary.bool()) {
      if (binary.op().isSetOperator()) {
        return of(binary.left());
      }
      if (binary.op().isComparison()) {
        OptionalDouble right = Constant.value(binary.right());
        OptionalDouble left = Constant.value(binary.left());
        return right.isEmpty() && left.isPresent()
            ? new Compared(binary.right(), binary.op().mirrored().symbol(), left)
            : new Compared(binary.left(), binary.op().symbol(), right);
      }
    }
    return new Compared(condition, "", OptionalDouble.empty());
  }
}
