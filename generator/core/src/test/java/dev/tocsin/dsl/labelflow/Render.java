package dev.tocsin.dsl.labelflow;

import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.VectorMatching;
import java.util.List;
import java.util.stream.Collectors;

/** Writes generated expressions for the real tool, without relying on the printer under test. */
final class Render implements Expr.Visitor<String> {
  static String text(Expr expr) {
    return expr.accept(new Render());
  }

  @Override
  public String number(Expr.NumberLiteral node) {
    return String.valueOf(node.value());
  }

  @Override
  public String string(Expr.StringLiteral node) {
    return quoted(node.value());
  }

  @Override
  public String vectorSelector(Expr.VectorSelector node) {
    return (node.name() == null ? "" : node.name())
        + node.matchers().stream().map(Render::matcher).collect(Collectors.joining(",", "{", "}"));
  }

  private static String matcher(LabelMatcher matcher) {
    return matcher.label() + matcher.op().symbol() + quoted(matcher.value());
  }

  @Override
  public String matrixSelector(Expr.MatrixSelector node) {
    return vectorSelector(node.selector()) + "[" + duration(node.range()) + "]";
  }

  @Override
  public String subquery(Expr.Subquery node) {
    return "(" + text(node.expr()) + ")[" + duration(node.range()) + ":]";
  }

  @Override
  public String call(Expr.Call node) {
    return node.function()
        + node.arguments().stream().map(Render::text).collect(Collectors.joining(",", "(", ")"));
  }

  @Override
  public String aggregation(Expr.Aggregation node) {
    Grouping grouping = node.grouping();
    return node.op().symbol()
        + (grouping.equals(Grouping.NONE)
            ? ""
            : (grouping.without() ? " without" : " by") + names(grouping.labels()))
        + " ("
        + (node.parameter() == null ? "" : text(node.parameter()) + ",")
        + text(node.expr())
        + ")";
  }

  @Override
  public String binary(Expr.Binary node) {
    VectorMatching matching = node.matching();
    String words =
        matching.equals(VectorMatching.DEFAULT)
            ? ""
            : " " + (matching.on() ? "on" : "ignoring") + names(matching.labels());
    words +=
        switch (matching.cardinality()) {
          case ONE_TO_ONE -> "";
          case MANY_TO_ONE -> " group_left" + names(matching.include());
          case ONE_TO_MANY -> " group_right" + names(matching.include());
        };
    return "("
        + text(node.left())
        + ") "
        + node.op().symbol()
        + (node.bool() ? " bool" : "")
        + words
        + " ("
        + text(node.right())
        + ")";
  }

  @Override
  public String unary(Expr.Unary node) {
    return (node.negative() ? "-(" : "+(") + text(node.expr()) + ")";
  }

  @Override
  public String paren(Expr.Paren node) {
    return "(" + text(node.expr()) + ")";
  }

  @Override
  public String verbatim(Expr.Verbatim node) {
    return node.source();
  }

  private static String names(List<String> names) {
    return "(" + String.join(",", names) + ")";
  }

  private static String duration(DurationExpr duration) {
    return ((DurationExpr.Literal) duration).milliseconds() + "ms";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
