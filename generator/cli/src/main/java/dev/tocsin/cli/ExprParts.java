package dev.tocsin.cli;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.VectorMatching;
import java.util.List;

/** What a node is beside its parts, and its parts. */
final class ExprParts {
  private ExprParts() {}

  /** Counts a range and its selector as one part. */
  static List<Expr> children(Expr node) {
    return node instanceof Expr.MatrixSelector ? List.of() : Nodes.children(node);
  }

  /** The node in a few words, without its parts. */
  static String label(Expr node) {
    return node.accept(Labels.INSTANCE);
  }

  private static final class Labels implements Expr.Visitor<String> {
    static final Labels INSTANCE = new Labels();

    @Override
    public String number(Expr.NumberLiteral node) {
      return node.text();
    }

    @Override
    public String string(Expr.StringLiteral node) {
      return node.text();
    }

    @Override
    public String vectorSelector(Expr.VectorSelector node) {
      return node.text();
    }

    @Override
    public String matrixSelector(Expr.MatrixSelector node) {
      return node.text();
    }

    @Override
    public String subquery(Expr.Subquery node) {
      String whole = node.text();
      String inner = node.expr().text();
      return "subquery " + (whole.startsWith(inner) ? whole.substring(inner.length()) : whole);
    }

    @Override
    public String call(Expr.Call node) {
      return node.function() + "()";
    }

    @Override
    public String aggregation(Expr.Aggregation node) {
      Grouping grouping = node.grouping();
      return node.op().symbol()
          + (grouping.without() ? " without " : grouping.labels().isEmpty() ? "" : " by ")
          + (grouping.without() || !grouping.labels().isEmpty() ? names(grouping.labels()) : "");
    }

    @Override
    public String binary(Expr.Binary node) {
      VectorMatching matching = node.matching();
      StringBuilder text = new StringBuilder(node.op().symbol());
      text.append(node.bool() ? " bool" : "");
      if (!matching.equals(VectorMatching.DEFAULT)) {
        text.append(matching.on() ? " on " : " ignoring ").append(names(matching.labels()));
      }
      switch (matching.cardinality()) {
        case MANY_TO_ONE -> text.append(" group_left ").append(names(matching.include()));
        case ONE_TO_MANY -> text.append(" group_right ").append(names(matching.include()));
        case ONE_TO_ONE -> {
          // Nothing is written for it.
        }
      }
      return text.toString();
    }

    @Override
    public String unary(Expr.Unary node) {
      return node.negative() ? "-" : "+";
    }

    @Override
    public String paren(Expr.Paren node) {
      return "( )";
    }

    @Override
    public String verbatim(Expr.Verbatim node) {
      return node.source();
    }

    private static String names(List<String> names) {
      return "(" + String.join(", ", names) + ")";
    }
  }
}
