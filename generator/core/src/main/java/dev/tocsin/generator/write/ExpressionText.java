package dev.tocsin.generator.write;

import dev.tocsin.dsl.promql.Expr;

/** How an expression stands in a generated file. */
final class ExpressionText {
  private ExpressionText() {}

  static String of(Expr expr) {
    return expr.text();
  }
}
