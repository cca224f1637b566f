package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What an alert's condition looks at: in {@code a > 2 and b >= 20} the value {@code a}, and that it
 * is compared by {@code >} with 2.
 *
 * @param value the expression whose value decides; the condition itself where it compares nothing
 * @param operator such as {@code >}, with the value on its left; empty where nothing is compared
 * @param limit the number on the other side, if it is one
 */
public record Compared(Expr value, String operator, OptionalDouble limit) {
  private static final Set<BinaryOp> COMPARISONS =
      EnumSet.of(
          BinaryOp.EQUAL,
          BinaryOp.NOT_EQUAL,
          BinaryOp.GREATER,
          BinaryOp.LESS,
          BinaryOp.GREATER_OR_EQUAL,
          BinaryOp.LESS_OR_EQUAL);

  /** The leftmost comparison of a condition. */
  public static Compared of(Expr condition) {
    Expr expr = Trees.open(condition);
    if (expr instanceof Expr.Binary binary && !binary.bool()) {
      if (binary.op().isSetOperator()) {
        return of(binary.left());
      }
      if (COMPARISONS.contains(binary.op())) {
        OptionalDouble right = Threshold.number(binary.right());
        OptionalDouble left = Threshold.number(binary.left());
        return right.isEmpty() && left.isPresent()
            ? new Compared(binary.right(), Threshold.mirrored(binary.op()).symbol(), left)
            : new Compared(binary.left(), binary.op().symbol(), right);
      }
    }
    return new Compared(condition, "", OptionalDouble.empty());
  }
}
