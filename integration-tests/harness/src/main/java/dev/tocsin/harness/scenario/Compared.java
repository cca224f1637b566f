package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Constant;
import dev.tocsin.dsl.promql.Expr;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apiguardian.api.API;

/**
 * What an alert's condition looks at: in {@code a > 2 and b >= 20} the value {@code a}, and that it
 * is compared by {@code >} with 2.
 *
 * @param value the expression whose value decides; the condition itself where it compares nothing
 * @param op such as {@code >}, with the value on its left; empty where nothing is compared
 * @param limit the number on the other side, if it is one
 */
@API(status = API.Status.INTERNAL)
public record Compared(Expr value, Optional<BinaryOp> op, OptionalDouble limit) {
  /** The leftmost comparison of a condition. */
  public static Compared of(Expr condition) {
    Expr expr = Trees.open(condition);
    if (expr instanceof Expr.Binary binary && !binary.bool()) {
      if (binary.op().isSetOperator()) {
        return of(binary.left());
      }
      if (binary.op().isComparison()) {
        return ofComparison(binary);
      }
    }
    return new Compared(condition, Optional.empty(), OptionalDouble.empty());
  }

  /** A comparison, turned so that a number is on its right. */
  public static Compared ofComparison(Expr.Binary comparison) {
    OptionalDouble right = Constant.value(comparison.right());
    OptionalDouble left = Constant.value(comparison.left());
    return right.isEmpty() && left.isPresent()
        ? new Compared(comparison.right(), Optional.of(comparison.op().mirrored()), left)
        : new Compared(comparison.left(), Optional.of(comparison.op()), right);
  }

  /** The operator as PromQL writes it; empty where nothing is compared. */
  public String operator() {
    return op.map(BinaryOp::symbol).orElse("");
  }
}
