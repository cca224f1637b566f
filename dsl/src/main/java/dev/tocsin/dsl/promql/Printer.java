package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.go.GoNumber;
import dev.tocsin.dsl.go.GoString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Prints expressions as Prometheus' own printer does: one line, one spelling, matchers sorted.
 *
 * <p>A tree that was parsed prints as Prometheus 3.5 prints it. A tree that was built gets the
 * parentheses that precedence asks for, so that its text always reads back as the same expression.
 * Where Prometheus' printer loses something (it forgets {@code group_left} behind {@code ignoring
 * ()}, and the quotes of UTF-8 labels in {@code on (…)}), this one keeps it.
 */
public final class Printer implements Expr.Visitor<StringBuilder> {
  private static final String NAME_LABEL = "__name__";

  /** Words that the lexer reads as something else where a metric's name stands. */
  private static final Set<String> NOT_A_METRIC =
      Set.of("atan2", "bool", "group_left", "group_right", "ignoring", "on", "inf", "nan");

  /** Words that the lexer reads as something else where a grouping label stands. */
  private static final Set<String> NOT_A_GROUPING_LABEL = Set.of("without", "inf", "nan");

  private final StringBuilder out;

  /** Behind so many characters it no longer matters what else there is. */
  private final int enough;

  private Printer(StringBuilder out) {
    this(out, Integer.MAX_VALUE);
  }

  private Printer(StringBuilder out, int enough) {
    this.out = out;
    this.enough = enough;
  }

  /** The canonical text of {@code expr}, on one line. */
  public static String print(Expr expr) {
    StringBuilder out = new StringBuilder();
    print(out, expr);
    return out.toString();
  }

  /** Appends the canonical text of {@code expr}. */
  static void print(StringBuilder out, Expr expr) {
    expr.accept(new Printer(out));
  }

  /** The beginning of the canonical text: all of it, or a little more than {@code enough}. */
  static String beginning(Expr expr, int enough) {
    StringBuilder out = new StringBuilder();
    expr.accept(new Printer(out, enough));
    return out.toString();
  }

  /** Appends what comes after a subquery's expression: {@code [1h:5m] offset 1d}. */
  static void subqueryTail(StringBuilder out, Expr.Subquery node) {
    new Printer(out).tail(node);
  }

  /** The canonical text of a duration, such as {@code 1h30m}. */
  public static String print(DurationExpr duration) {
    StringBuilder out = new StringBuilder();
    new Printer(out).range(duration);
    return out.toString();
  }

  /** The canonical text of a matcher, such as {@code code=~"5.."}. */
  static String print(LabelMatcher matcher) {
    StringBuilder out = new StringBuilder();
    if (isName(false, matcher.label())) {
      out.append(matcher.label());
    } else {
      GoString.quote(out, matcher.label());
    }
    out.append(matcher.op().symbol());
    GoString.quote(out, matcher.value());
    return out.toString();
  }

  @Override
  public StringBuilder number(Expr.NumberLiteral node) {
    if (!node.duration()) {
      GoNumber.write(out, node.value());
      return out;
    }
    if (node.value() == 0 && 1 / node.value() < 0) {
      out.append('-');
    }
    GoDuration.write(out, Math.round(node.value() * 1000));
    return out;
  }

  @Override
  public StringBuilder string(Expr.StringLiteral node) {
    GoString.quote(out, node.value());
    return out;
  }

  @Override
  public StringBuilder vectorSelector(Expr.VectorSelector node) {
    selector(node);
    shift(node.shift());
    return out;
  }

  private void selector(Expr.VectorSelector node) {
    List<String> matchers = new ArrayList<>(node.matchers().size() + 1);
    String name = node.name();
    if (name != null && isPlainMetricName(name)) {
      out.append(name);
    } else if (name != null) {
      matchers.add(print(LabelMatcher.of(NAME_LABEL, MatchOp.EQUAL, name)));
    }
    for (LabelMatcher matcher : node.matchers()) {
      boolean repeatsTheName =
          matcher.op() == MatchOp.EQUAL
              && matcher.label().equals(NAME_LABEL)
              && matcher.value().equals(name);
      if (!repeatsTheName) {
        matchers.add(print(matcher));
      }
    }
    if (matchers.isEmpty() && name != null) {
      return;
    }
    matchers.sort(GoString::compare);
    out.append('{').append(String.join(",", matchers)).append('}');
  }

  private static boolean isPlainMetricName(String name) {
    return isName(true, name) && !NOT_A_METRIC.contains(name.toLowerCase(Locale.ROOT));
  }

  @Override
  public StringBuilder matrixSelector(Expr.MatrixSelector node) {
    selector(node.selector());
    out.append('[');
    range(node.range());
    out.append(']');
    shift(node.selector().shift());
    return out;
  }

  @Override
  public StringBuilder subquery(Expr.Subquery node) {
    operand(node.expr(), bindsLooserThanSuffix(node.expr()));
    tail(node);
    return out;
  }

  private void tail(Expr.Subquery node) {
    out.append('[');
    range(node.range());
    out.append(':');
    DurationExpr step = node.step();
    if (step != null) {
      range(step);
    }
    out.append(']');
    shift(node.shift());
  }

  static boolean bindsLooserThanSuffix(Expr expr) {
    return expr instanceof Expr.Binary || expr instanceof Expr.Unary || isSignedNumber(expr);
  }

  @Override
  public StringBuilder call(Expr.Call node) {
    out.append(node.function()).append('(');
    String separator = "";
    for (Expr argument : node.arguments()) {
      out.append(separator);
      part(argument);
      separator = ", ";
    }
    return out.append(')');
  }

  @Override
  public StringBuilder aggregation(Expr.Aggregation node) {
    aggregationHead(out, node);
    out.append('(');
    Expr parameter = node.parameter();
    if (parameter != null) {
      part(parameter);
      out.append(", ");
    }
    part(node.expr());
    return out.append(')');
  }

  /** {@code sum by (job) }, which ends with a blank when there is a grouping. */
  static void aggregationHead(StringBuilder out, Expr.Aggregation node) {
    out.append(node.op().symbol());
    Grouping grouping = node.grouping();
    if (grouping.without() || !grouping.labels().isEmpty()) {
      labels(out.append(grouping.without() ? " without (" : " by ("), grouping.labels());
      out.append(") ");
    }
  }

  @Override
  public StringBuilder binary(Expr.Binary node) {
    // A long chain of operators leans to the left: walk down that side without recursion.
    Deque<Expr.Binary> chain = new ArrayDeque<>();
    Expr.Binary top = node;
    chain.push(top);
    while (top.left() instanceof Expr.Binary left && !needsParenthesesLeft(top.op(), left)) {
      chain.push(left);
      top = left;
    }
    if (top.op() == BinaryOp.POWER && isPositiveInfinity(top.left())) {
      out.append("Inf"); // +Inf ^ 2 reads as +(Inf ^ 2)
    } else {
      operand(top.left(), needsParenthesesLeft(top.op(), top.left()));
    }
    while (!chain.isEmpty() && out.length() <= enough) {
      Expr.Binary binary = chain.pop();
      out.append(' ');
      operator(out, binary);
      out.append(' ');
      operand(binary.right(), needsParenthesesRight(binary.op(), binary.right()));
    }
    return out;
  }

  /** {@code == bool on (job) group_left (team)}. */
  static void operator(StringBuilder out, Expr.Binary node) {
    out.append(node.op().symbol());
    if (node.bool()) {
      out.append(" bool");
    }
    VectorMatching matching = node.matching();
    boolean grouped = matching.cardinality() != VectorMatching.Cardinality.ONE_TO_ONE;
    if (matching.on() || grouped || !matching.labels().isEmpty()) {
      labels(out.append(matching.on() ? " on (" : " ignoring ("), matching.labels());
      out.append(')');
    }
    if (grouped) {
      boolean left = matching.cardinality() == VectorMatching.Cardinality.MANY_TO_ONE;
      labels(out.append(left ? " group_left (" : " group_right ("), matching.include());
      out.append(')');
    }
  }

  /** Whether {@code expr} needs parentheses to be the left operand of {@code op}. */
  static boolean needsParenthesesLeft(BinaryOp op, Expr expr) {
    if (expr instanceof Expr.Binary binary) {
      int difference = binary.op().precedence() - op.precedence();
      return difference < 0 || (difference == 0 && op.isRightAssociative());
    }
    return op == BinaryOp.POWER
        && (expr instanceof Expr.Unary || (isSignedNumber(expr) && !isPositiveInfinity(expr)));
  }

  /** Whether {@code expr} needs parentheses to be the right operand of {@code op}. */
  static boolean needsParenthesesRight(BinaryOp op, Expr expr) {
    if (expr instanceof Expr.Binary binary) {
      int difference = binary.op().precedence() - op.precedence();
      return difference < 0 || (difference == 0 && !op.isRightAssociative());
    }
    return false;
  }

  /** A sign binds as tightly as {@code *}. */
  static boolean needsParenthesesUnderSign(Expr expr) {
    return expr instanceof Expr.Binary binary
        && binary.op().precedence() <= BinaryOp.MULTIPLY.precedence();
  }

  private static boolean isSignedNumber(Expr expr) {
    return expr instanceof Expr.NumberLiteral number
        && (number.value() < 0
            || 1 / number.value() < 0
            || (!number.duration() && number.value() == Double.POSITIVE_INFINITY));
  }

  private static boolean isPositiveInfinity(Expr expr) {
    return expr instanceof Expr.NumberLiteral number
        && !number.duration()
        && number.value() == Double.POSITIVE_INFINITY;
  }

  @Override
  public StringBuilder unary(Expr.Unary node) {
    out.append(node.negative() ? '-' : '+');
    operand(node.expr(), needsParenthesesUnderSign(node.expr()));
    return out;
  }

  @Override
  public StringBuilder paren(Expr.Paren node) {
    out.append('(');
    part(node.expr());
    return out.append(')');
  }

  @Override
  public StringBuilder verbatim(Expr.Verbatim node) {
    return out.append(node.source());
  }

  /** A part of something larger. */
  private void operand(Expr expr, boolean parentheses) {
    if (parentheses || expr instanceof Expr.Verbatim) {
      out.append('(');
      part(expr);
      out.append(')');
    } else {
      part(expr);
    }
  }

  private void part(Expr expr) {
    if (out.length() <= enough) {
      expr.accept(this);
    }
  }

  private static void labels(StringBuilder out, List<String> labels) {
    String separator = "";
    for (String label : labels) {
      out.append(separator);
      if (isName(true, label) && !NOT_A_GROUPING_LABEL.contains(label.toLowerCase(Locale.ROOT))) {
        out.append(label);
      } else {
        GoString.quote(out, label);
      }
      separator = ", ";
    }
  }

  private void shift(TimeShift shift) {
    TimeShift.At at = shift.at();
    if (at instanceof TimeShift.At.Timestamp timestamp) {
      GoNumber.writeTimestamp(out.append(" @ "), timestamp.milliseconds());
    } else if (at instanceof TimeShift.At.Start) {
      out.append(" @ start()");
    } else if (at instanceof TimeShift.At.End) {
      out.append(" @ end()");
    }
    DurationExpr offset = shift.offset();
    if (offset != null
        && !(offset instanceof DurationExpr.Literal zero && zero.milliseconds() == 0)) {
      // Without parentheses the offset would end before the operator.
      out.append(" offset ");
      durationOperand(offset, needsParenthesesAsOffset(offset));
    }
  }

  /**
   * Whether an offset would be cut short without parentheses: it ends behind its first literal, and
   * a sign before an operator's operand is a part of that.
   */
  static boolean needsParenthesesAsOffset(DurationExpr offset) {
    DurationExpr inner = offset;
    while (inner instanceof DurationExpr.Arithmetic sign
        && sign.left() == null
        && !sign.wrapped()) {
      inner = sign.right();
    }
    return isSum(inner);
  }

  private void range(DurationExpr duration) {
    if (duration instanceof DurationExpr.Literal literal) {
      GoDuration.write(out, literal.milliseconds());
    } else if (duration instanceof DurationExpr.Factor factor) {
      GoNumber.write(out, factor.value());
    } else if (duration instanceof DurationExpr.Arithmetic arithmetic) {
      out.append(arithmetic.wrapped() ? "(" : "");
      arithmetic(arithmetic);
      out.append(arithmetic.wrapped() ? ")" : "");
    }
  }

  private void arithmetic(DurationExpr.Arithmetic node) {
    DurationExpr left = node.left();
    DurationExpr right = node.right();
    if (left == null) {
      out.append(node.op().symbol());
      boolean loose = isSum(right) && precedence(right) <= BinaryOp.MULTIPLY.precedence();
      durationOperand(right, loose);
      return;
    }
    int own = node.op().precedence();
    boolean power = node.op().isRightAssociative();
    durationOperand(left, precedence(left) < own || (power && precedence(left) == own));
    out.append(' ').append(node.op().symbol()).append(' ');
    durationOperand(
        right, isSum(right) && (precedence(right) < own || (!power && precedence(right) == own)));
  }

  private void durationOperand(DurationExpr operand, boolean parentheses) {
    out.append(parentheses ? "(" : "");
    range(operand);
    out.append(parentheses ? ")" : "");
  }

  /** Whether two operands stand side by side without parentheses of their own. */
  private static boolean isSum(DurationExpr duration) {
    return duration instanceof DurationExpr.Arithmetic arithmetic
        && arithmetic.left() != null
        && !arithmetic.wrapped();
  }

  /** How tightly a duration's outermost operator binds; more than any for what stands alone. */
  private static int precedence(DurationExpr duration) {
    if (isSum(duration)) {
      return ((DurationExpr.Arithmetic) duration).op().precedence();
    }
    return isSigned(duration) ? BinaryOp.MULTIPLY.precedence() : Integer.MAX_VALUE;
  }

  private static boolean isSigned(DurationExpr duration) {
    if (duration instanceof DurationExpr.Literal literal) {
      return literal.milliseconds() < 0;
    }
    if (duration instanceof DurationExpr.Factor factor) {
      return factor.value() < 0 || 1 / factor.value() < 0;
    }
    return !((DurationExpr.Arithmetic) duration).wrapped();
  }

  /** Whether a name can be written without quotes, keywords aside; metrics may have colons. */
  private static boolean isName(boolean colons, String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Lexer.isLetterOrDigit(c) && !(colons && c == ':') || (i == 0 && Lexer.isDigit(c))) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
