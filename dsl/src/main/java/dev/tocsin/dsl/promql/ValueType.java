package dev.tocsin.dsl.promql;

import java.util.Locale;

/**
 * What an expression evaluates to, by the <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/basics/#expression-language-data-types">four
 * types</a> of PromQL.
 */
public enum ValueType {
  /** A number without labels. */
  SCALAR,
  /** At most one value a series, all at the same time. */
  VECTOR,
  /** The values of each series over a range of time. */
  MATRIX,
  STRING;

  /** The type of an expression by its outermost node, whether it is well-typed inside or not. */
  static ValueType of(Expr expr) {
    Expr inner = expr;
    while (true) {
      if (inner instanceof Expr.Paren paren) {
        inner = paren.expr();
      } else if (inner instanceof Expr.Unary unary) {
        inner = unary.expr();
      } else if (inner instanceof Expr.Binary binary) {
        if (of(binary.right()) != SCALAR) {
          return VECTOR;
        }
        if (!(binary.left() instanceof Expr.Binary)) {
          return of(binary.left()) == SCALAR ? SCALAR : VECTOR;
        }
        inner = binary.left();
      } else {
        break;
      }
    }
    if (inner instanceof Expr.NumberLiteral) {
      return SCALAR;
    }
    if (inner instanceof Expr.StringLiteral) {
      return STRING;
    }
    if (inner instanceof Expr.MatrixSelector || inner instanceof Expr.Subquery) {
      return MATRIX;
    }
    return inner instanceof Expr.Call call
        ? Functions.named(call.function()).map(PromqlFunction::result).orElse(VECTOR)
        : VECTOR;
  }

  /** As Prometheus' API names it, such as {@code vector}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As Prometheus' documentation names it, such as {@code instant vector}. */
  public String documentedName() {
    return switch (this) {
      case SCALAR -> "scalar";
      case VECTOR -> "instant vector";
      case MATRIX -> "range vector";
      case STRING -> "string";
    };
  }
}
