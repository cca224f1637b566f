package dev.tocsin.generator.write;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.PrettyPrinter;

/** How an expression stands in a generated file: on one line, or over several where it is long. */
final class ExpressionText {
  private ExpressionText() {}

  static String of(Expr expr) {
    return PrettyPrinter.print(expr);
  }
}
