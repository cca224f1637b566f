package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Checks what Prometheus checks when it loads an expression: the types of operands and arguments,
 * which functions there are, how vectors are matched, and that no selector selects everything.
 *
 * <p>It works on trees that were read and on trees that were built alike.
 */
public final class TypeChecker implements Expr.Visitor<ValueType> {
  private static final String NAME_LABEL = "__name__";

  private final Set<Feature> features;
  private final List<Problem> problems = new ArrayList<>(0);

  private TypeChecker(Set<Feature> features) {
    this.features = features;
  }

  /** All problems of an expression as Prometheus sees it at default flags. */
  public static List<Problem> check(Expr expr) {
    return check(expr, Set.of());
  }

  /** All problems of an expression as Prometheus sees it with these features switched on. */
  public static List<Problem> check(Expr expr, Set<Feature> features) {
    TypeChecker checker = new TypeChecker(features);
    expr.accept(checker);
    return List.copyOf(checker.problems);
  }

  /** The type of an expression that has no problems. */
  public static ValueType typeOf(Expr expr) {
    return ValueType.of(expr);
  }

  @Override
  public ValueType number(Expr.NumberLiteral node) {
    return ValueType.SCALAR;
  }

  @Override
  public ValueType string(Expr.StringLiteral node) {
    return ValueType.STRING;
  }

  @Override
  public ValueType vectorSelector(Expr.VectorSelector node) {
    selector(node, false);
    return ValueType.VECTOR;
  }

  private void selector(Expr.VectorSelector node, boolean mayBeEmpty) {
    boolean selective = mayBeEmpty;
    for (LabelMatcher matcher : node.matchers()) {
      if (node.name() != null && matcher.label().equals(NAME_LABEL)) {
        problem(
            "the metric's name is set twice, to `"
                + node.name()
                + "` and `"
                + matcher.value()
                + "`",
            matcher.span().isKnown() ? matcher.span() : node.span(),
            "keep one of them");
      }
      // The matcher that tells something is nearly always the first: do not try the others.
      selective = selective || node.name() != null || !matchesEmpty(matcher);
    }
    if (!selective && node.name() == null) {
      problem(
          "the selector would select every series: each of its matchers matches the empty value",
          node.span(),
          "name a metric, or add a matcher such as `job=~\".+\"`");
    }
  }

  private static boolean matchesEmpty(LabelMatcher matcher) {
    return switch (matcher.op()) {
      case EQUAL -> matcher.value().isEmpty();
      case NOT_EQUAL -> !matcher.value().isEmpty();
      case MATCHES -> GoRegex.matchesEmpty(matcher.value());
      case NOT_MATCHES -> !GoRegex.matchesEmpty(matcher.value());
    };
  }

  @Override
  public ValueType matrixSelector(Expr.MatrixSelector node) {
    selector(node.selector(), false);
    return ValueType.MATRIX;
  }

  @Override
  public ValueType subquery(Expr.Subquery node) {
    ValueType type = node.expr().accept(this);
    if (type != ValueType.VECTOR) {
      problem(
          "a subquery is taken of " + name(ValueType.VECTOR) + ", not of " + name(type),
          node.span(),
          type == ValueType.MATRIX
              ? "take a function of the range first, such as `rate`"
              : type == ValueType.SCALAR ? "make it a vector with `vector(…)`" : "");
    }
    return ValueType.MATRIX;
  }

  @Override
  public ValueType call(Expr.Call node) {
    PromqlFunction function = Functions.named(node.function()).orElse(null);
    if (function == null) {
      problem(
          "there is no function `" + node.function() + "`",
          head(node.span(), node.function().length()),
          Functions.advice(node.function(), features));
      for (Expr argument : node.arguments()) {
        argument.accept(this);
      }
      return ValueType.VECTOR;
    }
    if (function.isExperimental() && !features.contains(Feature.EXPERIMENTAL_FUNCTIONS)) {
      problem(
          "`" + node.function() + "` is experimental",
          head(node.span(), node.function().length()),
          "start Prometheus with --enable-feature=" + Feature.EXPERIMENTAL_FUNCTIONS.flag());
    }
    arguments(node, function);
    return function.result();
  }

  private void arguments(Expr.Call node, PromqlFunction function) {
    int count = node.arguments().size();
    if (count < function.leastArguments() || count > function.mostArguments()) {
      problem(
          "`" + function.name() + "` takes " + expected(function) + ", not " + count,
          node.span(),
          "write `" + function.signature() + "`");
    }
    boolean info = function.name().equals("info");
    for (int i = 0; i < count; i++) {
      Expr argument = node.arguments().get(i);
      if (info && i == 1) {
        labelSelector(argument);
      } else if (i < function.mostArguments()) {
        expect(argument, function.argument(i), "`" + function.name() + "`");
      }
    }
  }

  private static String expected(PromqlFunction function) {
    int least = function.leastArguments();
    int most = function.mostArguments();
    if (least == most) {
      return least == 0 ? "no argument" : least == 1 ? "1 argument" : least + " arguments";
    }
    return most == Integer.MAX_VALUE
        ? "at least " + least + " arguments"
        : least + " or " + most + " arguments";
  }

  /** The second argument of {@code info}, which only looks like a selector. */
  private void labelSelector(Expr argument) {
    if (argument instanceof Expr.VectorSelector selector && selector.name() == null) {
      selector(selector, true);
    } else {
      problem(
          "the second argument of `info` is matchers in braces",
          argument.span(),
          "write for instance `{k8s_cluster_name=~\".+\"}`");
    }
  }

  @Override
  public ValueType aggregation(Expr.Aggregation node) {
    String name = "`" + node.op().symbol() + "`";
    expect(node.expr(), ValueType.VECTOR, name);
    Expr parameter = node.parameter();
    if (parameter != null) {
      expect(
          parameter,
          node.op() == AggregationOp.COUNT_VALUES ? ValueType.STRING : ValueType.SCALAR,
          "the first argument of " + name);
    } else if (node.op().takesParameter()) {
      problem(name + " lacks its first argument", node.span(), "");
    }
    return ValueType.VECTOR;
  }

  @Override
  public ValueType binary(Expr.Binary node) {
    // A long chain of operators leans to the left: walk down that side without recursion.
    Deque<Expr.Binary> chain = new ArrayDeque<>();
    Expr left = node;
    while (left instanceof Expr.Binary binary) {
      chain.push(binary);
      left = binary.left();
    }
    ValueType type = left.accept(this);
    while (!chain.isEmpty()) {
      Expr.Binary binary = chain.pop();
      type = operator(binary, type, binary.right().accept(this));
    }
    return type;
  }

  private ValueType operator(Expr.Binary node, ValueType left, ValueType right) {
    BinaryOp op = node.op();
    boolean scalars = left == ValueType.SCALAR && right == ValueType.SCALAR;
    boolean vectors = left == ValueType.VECTOR && right == ValueType.VECTOR;
    operand(node.left(), left, op);
    operand(node.right(), right, op);
    if (node.bool() && !op.isComparison()) {
      problem(
          "`bool` belongs to comparisons, not to `" + op.symbol() + "`",
          operator(node),
          "remove it");
    }
    if (op.isComparison() && !node.bool() && scalars) {
      problem(
          "a comparison of two scalars needs `bool`",
          operator(node),
          "write `" + op.symbol() + " bool`");
    }
    if (op.isSetOperator() && (left == ValueType.SCALAR || right == ValueType.SCALAR)) {
      problem(
          "`" + op.symbol() + "` works on two vectors, not on a scalar",
          operator(node),
          "make the scalar a vector with `vector(…)`");
    }
    matching(node, vectors);
    return scalars ? ValueType.SCALAR : ValueType.VECTOR;
  }

  private void operand(Expr operand, ValueType type, BinaryOp op) {
    if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
      problem(
          "`" + op.symbol() + "` works on scalars and instant vectors, not on " + name(type),
          operand.span(),
          type == ValueType.MATRIX ? "take a function of the range first, such as `rate`" : "");
    }
  }

  private void matching(Expr.Binary node, boolean vectors) {
    VectorMatching matching = node.matching();
    for (String label : matching.labels()) {
      if (matching.on() && matching.include().contains(label)) {
        problem(
            "label `" + label + "` stands in `on` and in the group clause",
            operator(node),
            "remove it from the group clause: the result carries it anyway");
      }
    }
    if (!vectors && !matching.labels().isEmpty()) {
      problem(
          "labels can be matched between two instant vectors only",
          operator(node),
          "remove `" + (matching.on() ? "on" : "ignoring") + " (…)`");
    }
    boolean grouped = matching.cardinality() != VectorMatching.Cardinality.ONE_TO_ONE;
    if (vectors && node.op().isSetOperator() && grouped) {
      problem(
          "`" + node.op().symbol() + "` matches many to many: no grouping is allowed",
          operator(node),
          "remove the group clause");
    }
  }

  /** The place between the operands. */
  private static Span operator(Expr.Binary node) {
    Span left = node.left().span();
    Span right = node.right().span();
    return left.isKnown() && right.isKnown() ? Span.of(left.end(), right.start()) : node.span();
  }

  @Override
  public ValueType unary(Expr.Unary node) {
    ValueType type = node.expr().accept(this);
    if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
      problem(
          "a sign can stand before a scalar or an instant vector, not before " + name(type),
          node.span(),
          type == ValueType.MATRIX ? "take a function of the range first, such as `rate`" : "");
    }
    return type;
  }

  @Override
  public ValueType paren(Expr.Paren node) {
    return node.expr().accept(this);
  }

  @Override
  public ValueType verbatim(Expr.Verbatim node) {
    problem("the text could not be read as PromQL", node.span(), "");
    return ValueType.VECTOR;
  }

  private void expect(Expr expr, ValueType wanted, String what) {
    ValueType type = expr.accept(this);
    if (type != wanted) {
      problem(
          what + " takes " + name(wanted) + ", not " + name(type),
          expr.span(),
          advice(expr, wanted, type));
    }
  }

  private static String advice(Expr expr, ValueType wanted, ValueType type) {
    if (wanted == ValueType.MATRIX && expr instanceof Expr.VectorSelector) {
      return "add a range: `" + Printer.print(expr) + "[5m]`";
    }
    if (wanted == ValueType.MATRIX && type == ValueType.VECTOR) {
      return expr instanceof Expr.Aggregation
          ? "aggregate the result of the function, or make this a subquery: `(…)[5m:]`"
          : "make it a subquery: `(…)[5m:]`";
    }
    if (wanted == ValueType.VECTOR && type == ValueType.MATRIX) {
      return expr instanceof Expr.MatrixSelector
          ? "remove the range, or take a function of it first, such as `rate`"
          : "take a function of the range first, such as `max_over_time`";
    }
    if (wanted == ValueType.VECTOR && type == ValueType.SCALAR) {
      return "make it a vector: `vector(…)`";
    }
    if (wanted == ValueType.SCALAR && type == ValueType.VECTOR) {
      return "make it a scalar: `scalar(…)`";
    }
    return wanted == ValueType.STRING ? "put it into quotes" : "";
  }

  private static String name(ValueType type) {
    return type == ValueType.VECTOR
        ? "an instant vector"
        : type == ValueType.MATRIX ? "a range vector" : "a " + type.documentedName();
  }

  private static Span head(Span span, int length) {
    return span.isKnown() ? Span.of(span.start(), span.start() + length) : span;
  }

  private void problem(String message, Span span, String help) {
    problems.add(Problem.error(PromqlCheck.ID, span, message).help(help));
  }
}
