package dev.tocsin.dsl.promql;

import java.util.OptionalDouble;

/** Expressions that are a number whatever the series say: {@code 5}, {@code -1}, {@code 2 * 60}. */
public final class Constant {
  private Constant() {}

  /** The number; empty where the expression is none. */
  public static OptionalDouble value(Expr expr) {
    if (expr instanceof Expr.NumberLiteral literal) {
      return OptionalDouble.of(literal.value());
    }
    if (expr instanceof Expr.Paren paren) {
      return value(paren.expr());
    }
    if (expr instanceof Expr.Unary unary) {
      OptionalDouble value = value(unary.expr());
      return value.isPresent() && unary.negative()
          ? OptionalDouble.of(-value.getAsDouble())
          : value;
    }
    if (!(expr instanceof Expr.Binary binary)) {
      return OptionalDouble.empty();
    }
    OptionalDouble left = value(binary.left());
    OptionalDouble right = value(binary.right());
    if (left.isEmpty() || right.isEmpty()) {
      return OptionalDouble.empty();
    }
    double a = left.getAsDouble();
    double b = right.getAsDouble();
    return switch (binary.op()) {
      case ADD -> OptionalDouble.of(a + b);
      case SUBTRACT -> OptionalDouble.of(a - b);
      case MULTIPLY -> OptionalDouble.of(a * b);
      case DIVIDE -> OptionalDouble.of(a / b);
      case POWER -> OptionalDouble.of(Math.pow(a, b));
      default -> OptionalDouble.empty();
    };
  }
}
