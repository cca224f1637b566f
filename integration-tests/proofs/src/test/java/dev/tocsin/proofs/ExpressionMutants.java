package dev.tocsin.proofs;

import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.promql.VectorMatching;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every expression that differs from another in one small thing, as a slip of the pen or a hasty
 * edit would make it: another number, operator, window, function, label or matcher, or one side
 * only. Those that Prometheus would refuse are left out.
 */
final class ExpressionMutants {
  private static final Map<String, List<String>> FUNCTIONS =
      Map.of(
          "rate", List.of("irate", "increase", "delta"),
          "increase", List.of("rate", "delta", "changes"),
          "changes", List.of("resets", "count_over_time"),
          "max_over_time", List.of("min_over_time", "avg_over_time", "last_over_time"),
          "avg_over_time", List.of("min_over_time", "max_over_time"),
          "round", List.of("ceil", "floor"));

  private static final Map<AggregationOp, List<AggregationOp>> AGGREGATIONS =
      Map.of(
          AggregationOp.SUM, List.of(AggregationOp.AVG, AggregationOp.MAX, AggregationOp.COUNT),
          AggregationOp.AVG, List.of(AggregationOp.SUM, AggregationOp.MAX, AggregationOp.MIN),
          AggregationOp.MAX, List.of(AggregationOp.MIN, AggregationOp.SUM),
          AggregationOp.MIN, List.of(AggregationOp.MAX, AggregationOp.SUM),
          AggregationOp.COUNT, List.of(AggregationOp.SUM));

  private static final Map<BinaryOp, List<BinaryOp>> OPERATORS =
      Map.ofEntries(
          Map.entry(BinaryOp.OR, List.of(BinaryOp.AND)),
          Map.entry(BinaryOp.AND, List.of(BinaryOp.OR, BinaryOp.UNLESS)),
          Map.entry(BinaryOp.UNLESS, List.of(BinaryOp.AND)),
          Map.entry(BinaryOp.EQUAL, List.of(BinaryOp.NOT_EQUAL)),
          Map.entry(BinaryOp.NOT_EQUAL, List.of(BinaryOp.EQUAL)),
          Map.entry(BinaryOp.GREATER, List.of(BinaryOp.GREATER_OR_EQUAL, BinaryOp.LESS)),
          Map.entry(BinaryOp.LESS, List.of(BinaryOp.LESS_OR_EQUAL, BinaryOp.GREATER)),
          Map.entry(BinaryOp.GREATER_OR_EQUAL, List.of(BinaryOp.GREATER, BinaryOp.LESS)),
          Map.entry(BinaryOp.LESS_OR_EQUAL, List.of(BinaryOp.LESS, BinaryOp.GREATER)),
          Map.entry(BinaryOp.ADD, List.of(BinaryOp.SUBTRACT)),
          Map.entry(BinaryOp.SUBTRACT, List.of(BinaryOp.ADD)),
          Map.entry(BinaryOp.MULTIPLY, List.of(BinaryOp.DIVIDE)),
          Map.entry(BinaryOp.DIVIDE, List.of(BinaryOp.MULTIPLY, BinaryOp.SUBTRACT)));

  private ExpressionMutants() {}

  /** All of them, without the expression itself. */
  static List<Expr> of(Expr expr) {
    Set<Expr> all = new LinkedHashSet<>();
    for (Expr mutant : mutants(expr)) {
      if (PromqlCheck.check(mutant.text()).ok()) {
        all.add(mutant);
      }
    }
    all.remove(expr);
    return List.copyOf(all);
  }

  private static List<Expr> mutants(Expr expr) {
    List<Expr> all = new ArrayList<>(expr.accept(new Own()));
    List<Expr> children = Nodes.children(expr);
    for (int i = 0; i < children.size(); i++) {
      for (Expr mutant : mutants(children.get(i))) {
        List<Expr> others = new ArrayList<>(children);
        others.set(i, mutant);
        all.add(expr.accept(new With(others)));
      }
    }
    return all;
  }

  /** What may become of a node itself. */
  private static final class Own implements Expr.Visitor<List<Expr>> {
    @Override
    public List<Expr> number(Expr.NumberLiteral node) {
      double value = node.value();
      return value == 0
          ? List.of(Expr.NumberLiteral.of(1))
          : List.of(
              Expr.NumberLiteral.of(value * 10),
              Expr.NumberLiteral.of(value / 10),
              Expr.NumberLiteral.of(value * 1.5));
    }

    @Override
    public List<Expr> string(Expr.StringLiteral node) {
      return List.of();
    }

    @Override
    public List<Expr> vectorSelector(Expr.VectorSelector node) {
      List<Expr> all = new ArrayList<>();
      List<LabelMatcher> matchers = node.matchers();
      for (int i = 0; i < matchers.size(); i++) {
        LabelMatcher matcher = matchers.get(i);
        List<LabelMatcher> fewer = new ArrayList<>(matchers);
        fewer.remove(i);
        if (node.name() != null || !fewer.isEmpty()) {
          all.add(selecting(node, node.name(), fewer));
        }
        all.add(selecting(node, node.name(), replaced(matchers, i, negated(matcher))));
        all.add(
            selecting(
                node,
                node.name(),
                replaced(
                    matchers,
                    i,
                    LabelMatcher.of(matcher.label(), matcher.op(), matcher.value() + "x"))));
      }
      if (node.name() != null) {
        all.add(selecting(node, node.name() + "x", matchers));
      }
      return all;
    }

    private static LabelMatcher negated(LabelMatcher matcher) {
      MatchOp op =
          switch (matcher.op()) {
            case EQUAL -> MatchOp.NOT_EQUAL;
            case NOT_EQUAL -> MatchOp.EQUAL;
            case MATCHES -> MatchOp.NOT_MATCHES;
            case NOT_MATCHES -> MatchOp.MATCHES;
          };
      return LabelMatcher.of(matcher.label(), op, matcher.value());
    }

    private static Expr selecting(
        Expr.VectorSelector node, String name, List<LabelMatcher> matchers) {
      return new Expr.VectorSelector(name, matchers, node.shift(), Span.NONE);
    }

    @Override
    public List<Expr> matrixSelector(Expr.MatrixSelector node) {
      return node.range() instanceof DurationExpr.Literal range
          ? List.of(
              Expr.MatrixSelector.of(node.selector(), times(range, 2)),
              Expr.MatrixSelector.of(node.selector(), times(range, 0.5)))
          : List.of();
    }

    private static DurationExpr times(DurationExpr.Literal range, double factor) {
      return new DurationExpr.Literal((long) (range.milliseconds() * factor), Span.NONE);
    }

    @Override
    public List<Expr> subquery(Expr.Subquery node) {
      return List.of();
    }

    @Override
    public List<Expr> call(Expr.Call node) {
      List<Expr> all = new ArrayList<>();
      for (String other : FUNCTIONS.getOrDefault(node.function(), List.of())) {
        boolean one = other.equals("ceil") || other.equals("floor");
        all.add(
            new Expr.Call(other, one ? node.arguments().subList(0, 1) : node.arguments(), span()));
      }
      if (node.function().equals("round")) {
        all.add(node.arguments().get(0));
      }
      return all;
    }

    @Override
    public List<Expr> aggregation(Expr.Aggregation node) {
      List<Expr> all = new ArrayList<>();
      for (AggregationOp other : AGGREGATIONS.getOrDefault(node.op(), List.of())) {
        all.add(
            new Expr.Aggregation(other, node.grouping(), node.parameter(), node.expr(), span()));
      }
      List<String> labels = node.grouping().labels();
      for (int i = 0; i < labels.size(); i++) {
        List<String> fewer = new ArrayList<>(labels);
        fewer.remove(i);
        all.add(grouped(node, new Grouping(node.grouping().without(), fewer)));
      }
      all.add(grouped(node, new Grouping(!node.grouping().without(), labels)));
      return all;
    }

    private static Expr grouped(Expr.Aggregation node, Grouping grouping) {
      return new Expr.Aggregation(node.op(), grouping, node.parameter(), node.expr(), span());
    }

    @Override
    public List<Expr> binary(Expr.Binary node) {
      List<Expr> all = new ArrayList<>();
      for (BinaryOp other : OPERATORS.getOrDefault(node.op(), List.of())) {
        all.add(
            new Expr.Binary(
                other, node.left(), node.right(), node.bool(), node.matching(), span()));
      }
      all.add(node.left());
      all.add(node.right());
      List<String> labels = node.matching().labels();
      for (int i = 0; i < labels.size(); i++) {
        List<String> fewer = new ArrayList<>(labels);
        fewer.remove(i);
        all.add(
            new Expr.Binary(
                node.op(),
                node.left(),
                node.right(),
                node.bool(),
                new VectorMatching(
                    node.matching().on(),
                    fewer,
                    node.matching().cardinality(),
                    node.matching().include()),
                span()));
      }
      return all;
    }

    @Override
    public List<Expr> unary(Expr.Unary node) {
      return List.of(node.expr());
    }

    @Override
    public List<Expr> paren(Expr.Paren node) {
      return List.of();
    }

    @Override
    public List<Expr> verbatim(Expr.Verbatim node) {
      return List.of();
    }
  }

  /** A node with other children. */
  private record With(List<Expr> children) implements Expr.Visitor<Expr> {
    @Override
    public Expr number(Expr.NumberLiteral node) {
      return node;
    }

    @Override
    public Expr string(Expr.StringLiteral node) {
      return node;
    }

    @Override
    public Expr vectorSelector(Expr.VectorSelector node) {
      return node;
    }

    @Override
    public Expr matrixSelector(Expr.MatrixSelector node) {
      return Expr.MatrixSelector.of((Expr.VectorSelector) children.get(0), node.range());
    }

    @Override
    public Expr subquery(Expr.Subquery node) {
      return new Expr.Subquery(children.get(0), node.range(), node.step(), node.shift(), span());
    }

    @Override
    public Expr call(Expr.Call node) {
      return new Expr.Call(node.function(), children, span());
    }

    @Override
    public Expr aggregation(Expr.Aggregation node) {
      boolean plain = node.parameter() == null;
      return new Expr.Aggregation(
          node.op(),
          node.grouping(),
          plain ? null : children.get(0),
          children.get(plain ? 0 : 1),
          span());
    }

    @Override
    public Expr binary(Expr.Binary node) {
      return new Expr.Binary(
          node.op(), children.get(0), children.get(1), node.bool(), node.matching(), span());
    }

    @Override
    public Expr unary(Expr.Unary node) {
      return new Expr.Unary(node.negative(), children.get(0), span());
    }

    @Override
    public Expr paren(Expr.Paren node) {
      return Expr.Paren.of(children.get(0));
    }

    @Override
    public Expr verbatim(Expr.Verbatim node) {
      return node;
    }
  }

  private static Span span() {
    return Span.NONE;
  }

  private static <T> List<T> replaced(List<T> list, int place, T other) {
    List<T> all = new ArrayList<>(list);
    all.set(place, other);
    return all;
  }
}
