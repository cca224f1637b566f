package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Span;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A PromQL expression: one record per node of <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/basics/">the language</a>.
 *
 * <p>Nodes are immutable, and equal when they say the same; {@link Span} is never part of equality.
 * Work on every kind of node with a {@link Visitor}: it has no default methods, so a new node
 * breaks the build wherever it must be handled.
 */
public sealed interface Expr {

  /** Calls the visitor's method for this kind of node. */
  <R extends @Nullable Object> R accept(Visitor<R> visitor);

  /** Where this node was read, or {@link Span#NONE}. */
  Span span();

  /** The canonical text, as {@link Printer} prints it. */
  default String text() {
    return Printer.print(this);
  }

  /** A function from expressions to {@code R}, one method a node. */
  interface Visitor<R extends @Nullable Object> {
    R number(NumberLiteral node);

    R string(StringLiteral node);

    R vectorSelector(VectorSelector node);

    R matrixSelector(MatrixSelector node);

    R subquery(Subquery node);

    R call(Call node);

    R aggregation(Aggregation node);

    R binary(Binary node);

    R unary(Unary node);

    R paren(Paren node);

    R verbatim(Verbatim node);
  }

  /**
   * A number. {@code duration} tells that it was written as a duration ({@code 5m} for 300), which
   * PromQL allows wherever it allows a number.
   */
  record NumberLiteral(double value, boolean duration, Span span) implements Expr {
    /** What binary arithmetic adds to a decimal shows behind the 15th digit. */
    private static final MathContext EXACT = new MathContext(15);

    /** As many digits as a person writes; a number with more is what it is. */
    private static final int WRITTEN = 12;

    /**
     * A number that Java has computed, as a person would have written it: {@code 14.4 * 0.01} is
     * 0.144, and not 0.14400000000000002.
     */
    public static NumberLiteral of(double value) {
      return new NumberLiteral(asWritten(value), false, Span.NONE);
    }

    private static double asWritten(double value) {
      if (!Double.isFinite(value) || value == 0) {
        return value;
      }
      BigDecimal rounded = BigDecimal.valueOf(value).round(EXACT).stripTrailingZeros();
      return rounded.precision() <= WRITTEN ? rounded.doubleValue() : value;
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.number(this);
    }
  }

  /** A string, with its escapes resolved. */
  record StringLiteral(String value, Span span) implements Expr {
    public static StringLiteral of(String value) {
      return new StringLiteral(value, Span.NONE);
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.string(this);
    }
  }

  /**
   * An instant vector selector. {@code name} is the metric's name where it is before the braces,
   * else null; a name inside the braces ({@code {"a.b"}}) is a matcher on {@code __name__}, which
   * is what Prometheus makes of it. The order of matchers says nothing and does not count for
   * equality. {@code declared} is what a typed definition says of the metric, or null; as it is not
   * written, it does not count for equality either.
   */
  record VectorSelector(
      @Nullable String name,
      List<LabelMatcher> matchers,
      TimeShift shift,
      Span span,
      @Nullable DeclaredMetric declared)
      implements Expr {
    public VectorSelector {
      matchers = List.copyOf(matchers);
    }

    /** A selector of a metric of which nothing is known but what is written. */
    public VectorSelector(
        @Nullable String name, List<LabelMatcher> matchers, TimeShift shift, Span span) {
      this(name, matchers, shift, span, null);
    }

    public static VectorSelector of(String name, List<LabelMatcher> matchers) {
      return new VectorSelector(name, matchers, TimeShift.NONE, Span.NONE);
    }

    /** The one metric that is selected, before or inside the braces, or null. */
    public @Nullable String metricName() {
      if (name != null) {
        return name;
      }
      for (LabelMatcher matcher : matchers) {
        if (matcher.op() == MatchOp.EQUAL && matcher.label().equals("__name__")) {
          return matcher.value();
        }
      }
      return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof VectorSelector that
          && Objects.equals(name, that.name)
          && shift.equals(that.shift)
          && sameMatchers(matchers, that.matchers);
    }

    private static boolean sameMatchers(List<LabelMatcher> a, List<LabelMatcher> b) {
      return a.equals(b)
          || (a.size() == b.size()
              && a.size() > 1
              && LabelMatcher.sorted(a).equals(LabelMatcher.sorted(b)));
    }

    @Override
    public int hashCode() {
      int hash = 31 * Objects.hashCode(name) + shift.hashCode();
      for (LabelMatcher matcher : matchers) {
        hash += matcher.hashCode();
      }
      return hash;
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.vectorSelector(this);
    }
  }

  /**
   * A range vector selector, {@code selector[range]}. Its time shift, which is written behind the
   * range, is the selector's.
   */
  record MatrixSelector(VectorSelector selector, DurationExpr range, Span span) implements Expr {
    public static MatrixSelector of(VectorSelector selector, DurationExpr range) {
      return new MatrixSelector(selector, range, Span.NONE);
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.matrixSelector(this);
    }
  }

  /** A subquery, {@code expr[range:step]}; a null step is the evaluation interval. */
  record Subquery(
      Expr expr, DurationExpr range, @Nullable DurationExpr step, TimeShift shift, Span span)
      implements Expr {
    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.subquery(this);
    }
  }

  /**
   * A function call. The function's name is kept as it is; the type checker knows whether it
   * exists.
   */
  record Call(String function, List<Expr> arguments, Span span) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }

    public static Call of(String function, Expr... arguments) {
      return new Call(function, List.of(arguments), Span.NONE);
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.call(this);
    }
  }

  /**
   * An aggregation. {@code parameter} is the first argument of those that take one ({@code topk},
   * {@code quantile}, …), else null.
   */
  record Aggregation(
      AggregationOp op, Grouping grouping, @Nullable Expr parameter, Expr expr, Span span)
      implements Expr {
    public static Aggregation of(AggregationOp op, Grouping grouping, Expr expr) {
      return new Aggregation(op, grouping, null, expr, Span.NONE);
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.aggregation(this);
    }
  }

  /**
   * An operator between two operands. {@code bool} asks a comparison for 0 or 1 instead of a
   * filter.
   */
  record Binary(
      BinaryOp op, Expr left, Expr right, boolean bool, VectorMatching matching, Span span)
      implements Expr {
    public static Binary of(BinaryOp op, Expr left, Expr right) {
      return new Binary(op, left, right, false, VectorMatching.DEFAULT, Span.NONE);
    }

    public static Binary of(BinaryOp op, Expr left, Expr right, VectorMatching matching) {
      return new Binary(op, left, right, false, matching, Span.NONE);
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.binary(this);
    }

    /** Walks down the left side without recursion: a long chain of operators leans to it. */
    @Override
    public boolean equals(@Nullable Object other) {
      Expr mine = this;
      Object theirs = other;
      while (mine instanceof Binary a && theirs instanceof Binary b) {
        if (a == b) {
          return true;
        }
        if (a.op != b.op
            || a.bool != b.bool
            || !a.matching.equals(b.matching)
            || !a.right.equals(b.right)) {
          return false;
        }
        mine = a.left;
        theirs = b.left;
      }
      return !(mine instanceof Binary) && mine.equals(theirs);
    }

    @Override
    public int hashCode() {
      int hash = 0;
      Expr expr = this;
      while (expr instanceof Binary binary) {
        hash = 31 * hash + binary.right.hashCode();
        hash = 31 * hash + binary.op.hashCode();
        hash = 31 * hash + binary.matching.hashCode() + Boolean.hashCode(binary.bool);
        expr = binary.left;
      }
      return 31 * hash + expr.hashCode();
    }
  }

  /** A sign before an expression. */
  record Unary(boolean negative, Expr expr, Span span) implements Expr {
    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.unary(this);
    }
  }

  /** An expression in parentheses, which the canonical text keeps. */
  record Paren(Expr expr, Span span) implements Expr {
    public static Paren of(Expr expr) {
      return new Paren(expr, Span.NONE);
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.paren(this);
    }
  }

  /**
   * A text that could not be read as PromQL, kept as it was written, with the line that wrote it,
   * so that it can be reported with all other problems. No check lets one pass.
   */
  record Verbatim(String source, Origin origin, Span span) implements Expr {
    public Verbatim {
      Objects.requireNonNull(source, "source");
    }

    @Override
    public <R extends @Nullable Object> R accept(Visitor<R> visitor) {
      return visitor.verbatim(this);
    }
  }
}
