package dev.tocsin.dsl.promql;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Prints expressions over several lines, as {@code promtool promql format} 3.5 does: what fits a
 * line of {@value #LINE} bytes stays on one, and of what does not, each part gets lines of its own.
 */
public final class PrettyPrinter implements Expr.Visitor<StringBuilder> {
  private static final int LINE = 100;

  private final StringBuilder out = new StringBuilder();
  private int level;

  private PrettyPrinter() {}

  /** The expression over as many lines as it needs, without a line end behind the last. */
  public static String print(Expr expr) {
    return expr.accept(new PrettyPrinter()).toString();
  }

  private static boolean fits(Expr expr) {
    String beginning = Printer.beginning(expr, LINE);
    return beginning.length() <= LINE && beginning.getBytes(StandardCharsets.UTF_8).length <= LINE;
  }

  private StringBuilder indent() {
    return out.append("  ".repeat(level));
  }

  private StringBuilder line(Expr expr) {
    Printer.print(indent(), expr);
    return out;
  }

  @Override
  public StringBuilder number(Expr.NumberLiteral node) {
    return line(node);
  }

  @Override
  public StringBuilder string(Expr.StringLiteral node) {
    return line(node);
  }

  @Override
  public StringBuilder vectorSelector(Expr.VectorSelector node) {
    return line(node);
  }

  @Override
  public StringBuilder matrixSelector(Expr.MatrixSelector node) {
    return line(node);
  }

  @Override
  public StringBuilder subquery(Expr.Subquery node) {
    if (fits(node)) {
      Printer.print(out, node); // promtool does not indent it
      return out;
    }
    operand(node.expr(), Printer.bindsLooserThanSuffix(node.expr()));
    Printer.subqueryTail(out, node);
    return out;
  }

  @Override
  public StringBuilder call(Expr.Call node) {
    if (fits(node)) {
      return line(node);
    }
    indent().append(node.function());
    return enclosed(node.arguments());
  }

  @Override
  public StringBuilder aggregation(Expr.Aggregation node) {
    if (fits(node)) {
      return line(node);
    }
    Printer.aggregationHead(indent(), node);
    Expr parameter = node.parameter();
    return enclosed(parameter == null ? List.of(node.expr()) : List.of(parameter, node.expr()));
  }

  @Override
  public StringBuilder binary(Expr.Binary node) {
    if (fits(node)) {
      return line(node);
    }
    level++;
    operand(node.left(), Printer.needsParenthesesLeft(node.op(), node.left()));
    level--;
    out.append('\n');
    Printer.operator(indent(), node);
    out.append('\n');
    level++;
    operand(node.right(), Printer.needsParenthesesRight(node.op(), node.right()));
    level--;
    return out;
  }

  @Override
  public StringBuilder unary(Expr.Unary node) {
    indent().append(node.negative() ? '-' : '+');
    int start = out.length();
    operand(node.expr(), Printer.needsParenthesesUnderSign(node.expr()));
    while (out.charAt(start) == ' ') {
      out.deleteCharAt(start); // the sign is indented already
    }
    return out;
  }

  @Override
  public StringBuilder paren(Expr.Paren node) {
    if (fits(node)) {
      return line(node);
    }
    indent();
    return enclosed(List.of(node.expr()));
  }

  @Override
  public StringBuilder verbatim(Expr.Verbatim node) {
    return line(node);
  }

  private void operand(Expr expr, boolean parentheses) {
    if (parentheses || expr instanceof Expr.Verbatim) {
      Expr.Paren.of(expr).accept(this);
    } else {
      expr.accept(this);
    }
  }

  /** Parentheses with each part on lines of its own. */
  private StringBuilder enclosed(List<Expr> parts) {
    out.append("(\n");
    level++;
    String separator = "";
    for (Expr part : parts) {
      out.append(separator);
      part.accept(this);
      separator = ",\n";
    }
    level--;
    out.append('\n');
    return indent().append(')');
  }
}
