package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.PromqlCheck;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A comparison that decides whether an alert fires, for messages.
 *
 * @param left what is compared, as PromQL
 * @param rest with what, such as {@code > 2}
 */
@API(status = API.Status.INTERNAL)
public record Comparison(String left, String rest) {
  /**
   * Those of an expression's text, in their order: two in {@code a > 2 and b >= 20}. None where it
   * compares nothing or cannot be read.
   */
  public static List<Comparison> of(String expression) {
    List<Comparison> all = new ArrayList<>();
    PromqlCheck.check(expression).expr().ifPresent(expr -> add(expr, all));
    return all;
  }

  private static void add(Expr written, List<Comparison> all) {
    Expr expr = Trees.open(written);
    if (!(expr instanceof Expr.Binary binary)) {
      return;
    }
    if (binary.op().isSetOperator()) {
      add(binary.left(), all);
      add(binary.right(), all);
    } else if (binary.op().isComparison()) {
      all.add(
          new Comparison(
              binary.left().text(),
              binary.op().symbol()
                  + (binary.bool() ? " bool " : " ")
                  + binary.right().text()
                  + (binary.bool() ? ", and fires for whatever comes of bool, 0 or 1" : "")));
    }
  }
}
