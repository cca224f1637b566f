package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Parser;
import java.util.Optional;

/**
 * The comparison that decides whether an alert fires, for messages: in {@code a > 2 and b >= 20}
 * the first one.
 *
 * @param left what is compared, as PromQL
 * @param rest with what, such as {@code > 2}
 */
public record Comparison(String left, String rest) {
  /** The one of an expression's text; none where it compares nothing or cannot be read. */
  public static Optional<Comparison> of(String expression) {
    Optional<Expr> parsed = Parser.parse(expression).expr();
    return parsed.flatMap(Comparison::of);
  }

  private static Optional<Comparison> of(Expr written) {
    Expr expr = Trees.open(written);
    if (!(expr instanceof Expr.Binary binary)) {
      return Optional.empty();
    }
    if (binary.op().isSetOperator()) {
      return of(binary.left());
    }
    return binary.op().isComparison()
        ? Optional.of(
            new Comparison(
                binary.left().text(), binary.op().symbol() + " " + binary.right().text()))
        : Optional.empty();
  }
}
