package dev.tocsin.dsl.promql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of a tree, for those who look for some of them wherever they are. */
public final class Nodes {
  private static final Children CHILDREN = new Children();

  private Nodes() {}

  /** The node and all below it, parents before children, left before right. Any depth will do. */
  public static List<Expr> of(Expr root) {
    List<Expr> all = new ArrayList<>();
    Deque<Expr> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Expr node = open.pop();
      all.add(node);
      List<Expr> children = children(node);
      for (int i = children.size() - 1; i >= 0; i--) {
        open.push(children.get(i));
      }
    }
    return all;
  }

  /** The expressions right below a node, left before right. */
  public static List<Expr> children(Expr node) {
    return node.accept(CHILDREN);
  }

  private static final class Children implements Expr.Visitor<List<Expr>> {
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
      return List.of(node.selector());
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
      @Nullable Expr parameter = node.parameter();
      return parameter == null ? List.of(node.expr()) : List.of(parameter, node.expr());
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
}
