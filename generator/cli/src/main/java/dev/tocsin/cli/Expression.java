package dev.tocsin.cli;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Feature;
import dev.tocsin.dsl.promql.PromqlCheck;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.Set;

/** An expression from the command line: checked, and what is wrong with it shown with a caret. */
final class Expression {
  private Expression() {}

  /** The tree of a right expression; else prints all that is wrong and gives nothing. */
  static Optional<Expr> read(String text, Set<Feature> features, PrintWriter err) {
    PromqlCheck check = PromqlCheck.check(text, features);
    if (check.ok()) {
      return check.expr();
    }
    check.problems().forEach(problem -> err.println(problem.in("", text)));
    return Optional.empty();
  }
}
