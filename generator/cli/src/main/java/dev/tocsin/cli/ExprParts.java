package dev.tocsin.cli;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.VectorMatching;
import java.util.List;

/** What a node is beside its parts, and its parts. */
final class ExprParts {
  private ExprParts() {}

  static List<Expr> children(Expr node) {
    return node.accept(Children.INSTANCE);
  }

  /** The node in a few words, without its parts. */
  static String label(Expr node) {
    return node.accept(Labels.INSTANCE);
  }

  private static final class Children implements Expr.Visitor<List<Expr>> {
    static final Children INSTANCE = new Children();

    @Override
    public List<Expr> number(Expr.NumberLiteral node) {
      return List.of();
    }

    @Override
    public List<Expr> string(Expr.StringLiteral node) {
      return List.of();
    }

    @Override
    public List<Expr> vectorSelector(Expr.VectorSelector node) {
      return List.of();
    }

    @Override
    public List<Expr> matrixSelector(Expr.MatrixSelector node) {
      return List.of();
    }

    @Override
    public List<Expr> subquery(Expr.Subquery node) {
      return List.of(node.expr());
    }

    @Override
    public List<Expr> call(Expr.Call node) {
      return node.arguments();
    }

    @Override
    public List<Expr> aggregation(Expr.Aggregation node) {
      return node.parameter() == null
          ? List.of(node.expr())
          : List.of(node.parameter(), node.expr());
    }

    @Override
    public List<Expr> binary(Expr.Binary node) {
      return List.of(node.left(), node.right());
    }

    @Override
    public List<Expr> unary(Expr.Unary node) {
      return List.of(node.expr());
    }

    @Override
    public List<Expr> paren(Expr.Paren node) {
      return List.of(node.expr());
    }

    @Override
    public List<Expr> verbatim(Expr.Verbatim node) {
      return List.of();
    }
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
