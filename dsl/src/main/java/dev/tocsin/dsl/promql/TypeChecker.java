package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.go.RegexpShape;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * Checks what Prometheus checks when it loads an expression: the types of operands and arguments,
 * which functions there are, how vectors are matched, and that no selector selects everything.
 *
 * <p>It works on trees that were read and on trees that were built alike.
 */
@API(status = API.Status.INTERNAL)
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
            "metric name is set twice: `" + node.name() + "` and `" + matcher.value() + "`",
            matcher.span().isKnown() ? matcher.span() : node.span(),
            "remove one of them");
      }
      // The matcher that tells something is nearly always the first: do not try the others.
      selective = selective || node.name() != null || !matchesEmpty(matcher);
    }
    if (!selective && node.name() == null) {
      problem(
          "selector matches every series: at least one matcher must not match the empty string",
          node.span(),
          "add a metric name, or a matcher such as `job=~\".+\"`");
    }
  }

  private static boolean matchesEmpty(LabelMatcher matcher) {
    return switch (matcher.op()) {
      case EQUAL -> matcher.value().isEmpty();
      case NOT_EQUAL -> !matcher.value().isEmpty();
      case MATCHES -> matchesEmpty(matcher.value());
      case NOT_MATCHES -> !matchesEmpty(matcher.value());
    };
  }

  private static boolean matchesEmpty(String regex) {
    return RegexpShape.of(regex).map(RegexpShape::matchesEmpty).orElse(false);
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
          "a subquery expects " + name(ValueType.VECTOR) + ", got " + name(type),
          node.span(),
          type == ValueType.MATRIX
              ? "apply a function such as `rate` to the range first"
              : type == ValueType.SCALAR ? "convert it with `vector(…)`" : "");
    }
    return ValueType.MATRIX;
  }

  @Override
  public ValueType call(Expr.Call node) {
    PromqlFunction function = Functions.named(node.function()).orElse(null);
    if (function == null) {
      problem(
          "unknown function `" + node.function() + "`",
          head(node.span(), node.function().length()),
          Functions.advice(node.function(), features));
      for (Expr argument : node.arguments()) {
        argument.accept(this);
      }
      return ValueType.VECTOR;
    }
    if (function.isExperimental() && !features.contains(Feature.EXPERIMENTAL_FUNCTIONS)) {
      problem(
          "`" + node.function() + "` is experimental and not enabled",
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
          "`" + function.name() + "` expects " + expected(function) + ", got " + count,
          node.span(),
          "use `" + function.signature() + "`");
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
      return least == 0 ? "no arguments" : least == 1 ? "1 argument" : least + " arguments";
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
          "the second argument of `info` must be label matchers in braces",
          argument.span(),
          "use for example `{k8s_cluster_name=~\".+\"}`");
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
      problem("missing first argument of " + name, node.span(), "");
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
          "`bool` is only allowed with comparison operators, not with `" + op.symbol() + "`",
          operator(node),
          "remove it");
    }
    if (op.isComparison() && !node.bool() && scalars) {
      problem(
          "a comparison between scalars must use `bool`",
          operator(node),
          "use `" + op.symbol() + " bool`");
    }
    if (op.isSetOperator() && (left == ValueType.SCALAR || right == ValueType.SCALAR)) {
      problem(
          "set operator `" + op.symbol() + "` expects two instant vectors, got a scalar",
          operator(node),
          "convert the scalar with `vector(…)`");
    }
    matching(node, vectors);
    return scalars ? ValueType.SCALAR : ValueType.VECTOR;
  }

  private void operand(Expr operand, ValueType type, BinaryOp op) {
    if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
      problem(
          "`" + op.symbol() + "` expects scalars or instant vectors, got " + name(type),
          operand.span(),
          type == ValueType.MATRIX ? "apply a function such as `rate` to the range first" : "");
    }
  }

  private void matching(Expr.Binary node, boolean vectors) {
    VectorMatching matching = node.matching();
    for (String label : matching.labels()) {
      if (matching.on() && matching.include().contains(label)) {
        problem(
            "label `" + label + "` must not be in both `on` and the group clause",
            operator(node),
            "remove it from the group clause: the result has it anyway");
      }
    }
    if (!vectors && !matching.labels().isEmpty()) {
      problem(
          "vector matching is only allowed between instant vectors",
          operator(node),
          "remove `" + (matching.on() ? "on" : "ignoring") + " (…)`");
    }
    boolean grouped = matching.cardinality() != VectorMatching.Cardinality.ONE_TO_ONE;
    if (vectors && node.op().isSetOperator() && grouped) {
      problem(
          "`" + node.op().symbol() + "` matches many to many: grouping is not allowed",
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
          "a sign expects a scalar or an instant vector, got " + name(type),
          node.span(),
          type == ValueType.MATRIX ? "apply a function such as `rate` to the range first" : "");
    }
    return type;
  }

  @Override
  public ValueType paren(Expr.Paren node) {
    return node.expr().accept(this);
  }

  @Override
  public ValueType verbatim(Expr.Verbatim node) {
    problem("invalid PromQL", node.span(), "");
    return ValueType.VECTOR;
  }

  private void expect(Expr expr, ValueType wanted, String what) {
    ValueType type = expr.accept(this);
    if (type != wanted) {
      problem(
          what + " expects " + name(wanted) + ", got " + name(type),
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
          ? "aggregate the result of the function, or use a subquery: `(…)[5m:]`"
          : "use a subquery: `(…)[5m:]`";
    }
    if (wanted == ValueType.VECTOR && type == ValueType.MATRIX) {
      return expr instanceof Expr.MatrixSelector
          ? "remove the range, or apply a function such as `rate` to it first"
          : "apply a function such as `max_over_time` to the range first";
    }
    if (wanted == ValueType.VECTOR && type == ValueType.SCALAR) {
      return "convert it with `vector(…)`";
    }
    if (wanted == ValueType.SCALAR && type == ValueType.VECTOR) {
      return "convert it with `scalar(…)`";
    }
    return wanted == ValueType.STRING ? "quote it" : "";
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
