package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.problem.Span;
import java.util.ArrayList;
import java.util.List;

/** Lists the spans of a tree's nodes, each before those of its parts. */
final class Spans implements Expr.Visitor<List<Span>> {
  private final List<Span> spans = new ArrayList<>();

  static List<Span> of(Expr expr) {
    return expr.accept(new Spans());
  }

  private List<Span> add(Expr expr, Expr... parts) {
    spans.add(expr.span());
    for (Expr part : parts) {
      part.accept(this);
    }
    return spans;
  }

  @Override
  public List<Span> number(Expr.NumberLiteral node) {
    return add(node);
  }

  @Override
  public List<Span> string(Expr.StringLiteral node) {
    return add(node);
  }

  @Override
  public List<Span> vectorSelector(Expr.VectorSelector node) {
    return add(node);
  }

  @Override
  public List<Span> matrixSelector(Expr.MatrixSelector node) {
    return add(node);
  }

  @Override
  public List<Span> subquery(Expr.Subquery node) {
    return add(node, node.expr());
  }

  @Override
  public List<Span> call(Expr.Call node) {
    return add(node, node.arguments().toArray(new Expr[0]));
  }

  @Override
  public List<Span> aggregation(Expr.Aggregation node) {
    Expr parameter = node.parameter();
    return parameter == null ? add(node, node.expr()) : add(node, parameter, node.expr());
  }

  @Override
  public List<Span> binary(Expr.Binary node) {
    return add(node, node.left(), node.right());
  }

  @Override
  public List<Span> unary(Expr.Unary node) {
    return add(node, node.expr());
  }

  @Override
  public List<Span> paren(Expr.Paren node) {
    return add(node, node.expr());
  }

  @Override
  public List<Span> verbatim(Expr.Verbatim node) {
    return add(node);
  }
}
