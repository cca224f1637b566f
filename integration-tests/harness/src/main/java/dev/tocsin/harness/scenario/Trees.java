package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import java.util.ArrayList;
import java.util.List;

/** Trees of expressions, those that were written as text included. */
final class Trees {
  private Trees() {}

  /** The tree without brackets around it and, where it was written as text, parsed. */
  static Expr open(Expr expr) {
    Expr open = expr;
    while (true) {
      if (open instanceof Expr.Paren paren) {
        open = paren.expr();
      } else if (open instanceof Expr.Verbatim) {
        Expr parsed = ExpressionParts.parsed(open);
        if (parsed.equals(open)) {
          return open;
        }
        open = parsed;
      } else {
        return open;
      }
    }
  }

  /** Every node, also below what was written as text. */
  static List<Expr> nodes(Expr root) {
    List<Expr> all = new ArrayList<>();
    for (Expr node : Nodes.of(open(root))) {
      Expr opened = open(node);
      if (node instanceof Expr.Verbatim && !(opened instanceof Expr.Verbatim)) {
        all.addAll(nodes(opened));
      } else {
        all.add(node);
      }
    }
    return all;
  }
}
