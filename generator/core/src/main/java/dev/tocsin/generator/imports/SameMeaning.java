package dev.tocsin.generator.imports;

import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.TimeShift;
import dev.tocsin.dsl.promql.VectorMatching;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Expressions without what says nothing: parentheses, which the tree knows; the order of labels in
 * {@code by}, {@code on} and their like; arithmetic between numbers; numbers written as durations.
 * Two that are equal then give the same result at any time.
 */
final class SameMeaning implements Expr.Visitor<Expr> {
  private static final SameMeaning INSTANCE = new SameMeaning();

  private SameMeaning() {}

  /** The plain form. */
  static Expr plain(Expr expr) {
    return expr.accept(INSTANCE);
  }

  /** Whether two expressions say the same. */
  static boolean as(Expr one, Expr other) {
    return plain(one).text().equals(plain(other).text());
  }

  @Override
  public Expr number(Expr.NumberLiteral node) {
    return Expr.NumberLiteral.of(node.value());
  }

  @Override
  public Expr string(Expr.StringLiteral node) {
    return node;
  }

  @Override
  public Expr vectorSelector(Expr.VectorSelector node) {
    return new Expr.VectorSelector(node.name(), node.matchers(), plain(node.shift()), Span.NONE);
  }

  /** An offset of nothing moves nothing. */
  private static TimeShift plain(TimeShift shift) {
    return shift.offset() instanceof DurationExpr.Literal literal && literal.milliseconds() == 0
        ? new TimeShift(null, shift.at())
        : shift;
  }

  @Override
  public Expr matrixSelector(Expr.MatrixSelector node) {
    return new Expr.MatrixSelector(
        (Expr.VectorSelector) plain(node.selector()), node.range(), Span.NONE);
  }

  @Override
  public Expr subquery(Expr.Subquery node) {
    return new Expr.Subquery(
        plain(node.expr()), node.range(), node.step(), plain(node.shift()), Span.NONE);
  }

  @Override
  public Expr call(Expr.Call node) {
    return new Expr.Call(
        node.function(), node.arguments().stream().map(SameMeaning::plain).toList(), Span.NONE);
  }

  @Override
  public Expr aggregation(Expr.Aggregation node) {
    @Nullable Expr parameter = node.parameter();
    return new Expr.Aggregation(
        node.op(),
        new Grouping(node.grouping().without(), sorted(node.grouping().labels())),
        parameter == null ? null : plain(parameter),
        plain(node.expr()),
        Span.NONE);
  }

  @Override
  public Expr binary(Expr.Binary node) {
    Expr left = plain(node.left());
    Expr right = plain(node.right());
    if (left instanceof Expr.NumberLiteral a && right instanceof Expr.NumberLiteral b) {
      @Nullable Double value = computed(node.op(), a.value(), b.value());
      if (value != null) {
        return Expr.NumberLiteral.of(Objects.requireNonNull(value));
      }
    }
    VectorMatching matching = node.matching();
    return new Expr.Binary(
        node.op(),
        left,
        right,
        node.bool(),
        new VectorMatching(
            matching.on(),
            sorted(matching.labels()),
            matching.cardinality(),
            sorted(matching.include())),
        Span.NONE);
  }

  /** What Go and Java compute alike, to the last bit; null for the rest. */
  private static @Nullable Double computed(BinaryOp op, double a, double b) {
    return switch (op) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case POWER -> power(a, b);
      default -> null;
    };
  }

  /** Whole numbers below 2^53 only, which are exact. */
  private static @Nullable Double power(double base, double exponent) {
    if (base != Math.rint(base) || exponent != Math.rint(exponent) || exponent < 0) {
      return null;
    }
    double value = 1;
    for (int i = 0; i < exponent && i < 64; i++) {
      value *= base;
    }
    return exponent < 64 && Math.abs(value) < (1L << 53) ? value : null;
  }

  @Override
  public Expr unary(Expr.Unary node) {
    Expr below = plain(node.expr());
    if (below instanceof Expr.NumberLiteral number) {
      return Expr.NumberLiteral.of(node.negative() ? -number.value() : number.value());
    }
    return node.negative() ? new Expr.Unary(true, below, Span.NONE) : below;
  }

  @Override
  public Expr paren(Expr.Paren node) {
    return plain(node.expr());
  }

  @Override
  public Expr verbatim(Expr.Verbatim node) {
    return node;
  }

  private static List<String> sorted(List<String> labels) {
    return labels.stream().sorted().toList();
  }
}
