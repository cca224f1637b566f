package dev.tocsin.cli;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Feature;
import dev.tocsin.dsl.promql.Position;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.promql.PromqlProblem;
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
    for (PromqlProblem problem : check.problems()) {
      Position place = Position.of(text, problem.span().start());
      err.println(place.line() + ":" + place.column() + ": error: " + problem.message());
      String line = text.split("\n", -1)[place.line() - 1];
      int length =
          Math.max(1, Math.min(problem.span().end() - problem.span().start(), line.length()));
      err.println("    " + line.replace('\t', ' '));
      err.println("    " + " ".repeat(place.column() - 1) + "^".repeat(length));
      if (!problem.help().isEmpty()) {
        err.println("    fix: " + problem.help());
      }
    }
    return Optional.empty();
  }
}
