package dev.tocsin.generator.imports;

import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.InstantVector;
import dev.tocsin.dsl.metric.Promql;
import dev.tocsin.dsl.metric.Scalar;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Functions;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.PrettyPrinter;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.promql.TimeShift;
import dev.tocsin.dsl.promql.ValueType;
import dev.tocsin.dsl.promql.VectorMatching;
import dev.tocsin.dsl.schema.JavaNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions in the typed language. What it has no words for stays PromQL: {@code
 * promql("…")}.
 */
final class ExpressionJava {
  /** What is larger would be too deep for javac, and is read more easily as PromQL. */
  private static final int MOST_NODES = 150;

  private static final Set<String> GROWTH = Set.of("rate", "irate", "increase");

  private static final Set<String> TIME_PARTS =
      Set.of(
          "minute",
          "hour",
          "day_of_week",
          "day_of_month",
          "day_of_year",
          "days_in_month",
          "month",
          "year");

  /** The only operators that Java spells in words of its own. */
  private static final Map<BinaryOp, String> OPERATORS =
      Map.ofEntries(
          Map.entry(BinaryOp.GREATER, "isGreaterThan"),
          Map.entry(BinaryOp.GREATER_OR_EQUAL, "isGreaterThanOrEqualTo"),
          Map.entry(BinaryOp.LESS, "isLessThan"),
          Map.entry(BinaryOp.LESS_OR_EQUAL, "isLessThanOrEqualTo"),
          Map.entry(BinaryOp.EQUAL, "isEqualTo"),
          Map.entry(BinaryOp.NOT_EQUAL, "isNotEqualTo"),
          Map.entry(BinaryOp.ADD, "plus"),
          Map.entry(BinaryOp.SUBTRACT, "minus"),
          Map.entry(BinaryOp.MULTIPLY, "times"),
          Map.entry(BinaryOp.DIVIDE, "dividedBy"),
          Map.entry(BinaryOp.MODULO, "modulo"),
          Map.entry(BinaryOp.POWER, "pow"),
          Map.entry(BinaryOp.ATAN2, "atan2"),
          Map.entry(BinaryOp.AND, "and"),
          Map.entry(BinaryOp.OR, "or"),
          Map.entry(BinaryOp.UNLESS, "unless"));

  private final MetricTable metrics;
  private final Vocabulary vocabulary;
  private final String metricsClass;
  private final List<MetricTable.Handle> spoken = new ArrayList<>();

  /**
   * An expression in Java.
   *
   * @param code a condition for an alert, a vector for a recording rule
   * @param why why it is not typed; empty when it is
   */
  record Written(Code code, Optional<String> why) {}

  ExpressionJava(MetricTable metrics, Vocabulary vocabulary, String metricsClass) {
    this.metrics = metrics;
    this.vocabulary = vocabulary;
    this.metricsClass = metricsClass;
  }

  /** What an alert fires on. */
  Written condition(Expr expr, String source) {
    Written written = typed(expr, true);
    return written.why().isEmpty()
        ? written
        : new Written(raw(expr, source).then("exists"), written.why());
  }

  /** What a recording rule records. */
  Written vector(Expr expr, String source) {
    Written written = typed(expr, false);
    return written.why().isEmpty() ? written : new Written(raw(expr, source), written.why());
  }

  private Written typed(Expr expr, boolean asCondition) {
    Code none = Code.atom("");
    if (Nodes.of(expr).size() > MOST_NODES) {
      return new Written(none, Optional.of("it is too long for one Java expression"));
    }
    spoken.clear();
    try {
      Term term = term(SameMeaning.plain(expr));
      if (asCondition) {
        term = asCondition(term);
      } else if (term.value() instanceof Condition) {
        term = asVector(term);
      }
      Expr made = made(term.value());
      if (!SameMeaning.as(made, expr)) {
        return new Written(none, Optional.of("it would come out as " + made.text()));
      }
      metrics.keep(spoken);
      return new Written(term.code(), Optional.empty());
    } catch (Untyped e) {
      return new Written(none, Optional.of(String.valueOf(e.getMessage())));
    } catch (StackOverflowError e) {
      return new Written(none, Optional.of("it is nested too deeply"));
    }
  }

  private static Expr made(Object value) {
    if (value instanceof Condition condition) {
      return condition.expr();
    }
    if (value instanceof Double number) {
      return Expr.NumberLiteral.of(number);
    }
    return value instanceof Scalar<?> scalar ? scalar.expr() : ((InstantVector<?>) value).expr();
  }

  /** PromQL as it was written; a long line over several. */
  private static Code raw(Expr expr, String source) {
    String text = source.strip();
    if (text.indexOf('\n') < 0 && text.length() > 90) {
      String pretty = PrettyPrinter.print(expr);
      text = PromqlCheck.check(pretty).ok() ? pretty : text;
    }
    return Code.call(Promql.class.getName(), "promql", Code.text(text));
  }

  // ---- kinds of terms ----

  private static Term asCondition(Term term) {
    return term.value() instanceof Condition ? term : vectorOnly(term).call(term.unit(), "exists");
  }

  private static Term asVector(Term term) {
    return term.value() instanceof Condition
        ? term.call(UnitType.UNKNOWN, "values")
        : vectorOnly(term);
  }

  private static Term vectorOnly(Term term) {
    if (!(term.value() instanceof InstantVector)) {
      throw new Untyped("a number where a vector is asked for");
    }
    return term;
  }

  private static boolean isNumber(Term term) {
    return term.value() instanceof Double;
  }

  private static Term as(Term term, UnitType.Simple unit) {
    return term.unit().equals(unit) ? term : term.call(unit, "as", Term.unitClass(unit));
  }

  /** A vector of a unit that numbers can have. */
  private static Term countable(Term term) {
    Term vector = asVector(term);
    return vector.unit().hasNumbers() ? vector : as(vector, vector.unit().nearest());
  }

  /** Two terms of one unit. */
  private record Pair(Term left, Term right) {
    static Pair of(Term left, Term right) {
      if (left.unit().equals(right.unit())) {
        return new Pair(left, right);
      }
      if (left.unit() instanceof UnitType.Simple unit && !left.unit().equals(UnitType.UNKNOWN)) {
        return new Pair(left, as(right, unit));
      }
      if (right.unit() instanceof UnitType.Simple unit && !right.unit().equals(UnitType.UNKNOWN)) {
        return new Pair(as(left, unit), right);
      }
      UnitType.Simple unit = left.unit().nearest();
      return new Pair(as(left, unit), as(right, unit));
    }
  }

  // ---- the tree ----

  private Term term(Expr expr) {
    if (expr instanceof Expr.NumberLiteral number) {
      return Term.number(number.value());
    }
    if (expr instanceof Expr.VectorSelector selector) {
      return selector(selector);
    }
    if (expr instanceof Expr.Call call) {
      return call(call);
    }
    if (expr instanceof Expr.Aggregation aggregation) {
      return aggregation(aggregation);
    }
    if (expr instanceof Expr.Binary binary) {
      return binary(binary);
    }
    if (expr instanceof Expr.Unary unary && unary.negative()) {
      Term below = asVector(term(unary.expr()));
      return below.call(below.unit(), "negated");
    }
    throw new Untyped(expr.getClass().getSimpleName() + " has no words of its own");
  }

  // ---- metrics ----

  private static String nameOf(Expr.VectorSelector selector) {
    String name = selector.name();
    if (name == null) {
      throw new Untyped("a selector without a metric's name");
    }
    return name;
  }

  private Term selector(Expr.VectorSelector selector) {
    String name = nameOf(selector);
    for (String suffix : List.of("_count", "_sum")) {
      Optional<MetricTable.Handle> histogram = metrics.histogram(name, suffix);
      if (histogram.isPresent()) {
        Term part = part(histogram.get(), selector, suffix);
        return part.call(part.unit(), "value");
      }
    }
    MetricTable.Handle handle = metrics.get(name);
    Term metric = selected(handle, selector);
    return handle.kind() == MetricTable.Kind.COUNTER ? metric.call(handle.unit(), "value") : metric;
  }

  /** The counter of a histogram's observations, or of their sum. */
  private Term part(MetricTable.Handle histogram, Expr.VectorSelector selector, String suffix) {
    Term metric = selected(histogram, selector);
    return suffix.equals("_count")
        ? metric.call(UnitType.COUNT, "count")
        : metric.call(histogram.unit(), "sum");
  }

  /** A metric with its conditions and its offset. */
  private Term selected(MetricTable.Handle handle, Expr.VectorSelector selector) {
    spoken.add(handle);
    Term metric =
        new Term(
            Code.constant(metricsClass + vocabulary.part(handle.constant()), handle.constant()),
            handle.made().value(),
            handle.unit());
    List<Term> matchers = new ArrayList<>();
    for (LabelMatcher matcher : selector.matchers()) {
      if (!matcher.label().equals("__name__")) {
        matchers.add(matcher(matcher));
      } else if (!matcher.value().equals(selector.name())) {
        throw new Untyped("a condition on the metric's name");
      }
    }
    if (!matchers.isEmpty()) {
      metric = metric.call(handle.unit(), "where", matchers);
    }
    TimeShift shift = selector.shift();
    if (shift.at() != null) {
      throw new Untyped("the modifier @");
    }
    @Nullable DurationExpr offset = shift.offset();
    return offset == null
        ? metric
        : metric.call(handle.unit(), "offset", Durations.of(milliseconds(offset)));
  }

  private Term matcher(LabelMatcher matcher) {
    Term label = vocabulary.label(matcher.label());
    return matcher(label, matcher.op(), matcher.value());
  }

  /** A condition on a label, in the word for it. */
  static Term matcher(Term label, MatchOp op, String value) {
    if (value.isEmpty() && op == MatchOp.EQUAL) {
      return label.call(UnitType.UNKNOWN, "isMissing");
    }
    if (value.isEmpty() && op == MatchOp.NOT_EQUAL) {
      return label.call(UnitType.UNKNOWN, "isPresent");
    }
    String word =
        switch (op) {
          case EQUAL -> "is";
          case NOT_EQUAL -> "isNot";
          case MATCHES -> "matches";
          case NOT_MATCHES -> "doesNotMatch";
        };
    return label.call(UnitType.UNKNOWN, word, Term.text(value));
  }

  private static long milliseconds(DurationExpr duration) {
    if (duration instanceof DurationExpr.Literal literal) {
      return literal.milliseconds();
    }
    throw new Untyped("a computed duration");
  }

  private static Term range(DurationExpr range) {
    return Durations.of(milliseconds(range));
  }

  // ---- functions ----

  private Term call(Expr.Call call) {
    String function = call.function();
    String method = JavaNames.camel(function);
    List<Expr> arguments = call.arguments();
    if (!arguments.isEmpty()
        && arguments.get(0) instanceof Expr.MatrixSelector range
        && (GROWTH.contains(function)
            || (function.equals("resets") && isCounter(nameOf(range.selector()))))) {
      return growth(function, range);
    }
    if (takesRange(function)) {
      return overTime(call);
    }
    if (TIME_PARTS.contains(function)) {
      return arguments.isEmpty()
          ? Term.call(UnitType.COUNT, Promql.class, method)
          : as(vector(call), timestamp()).call(UnitType.COUNT, method);
    }
    return switch (function) {
      case "time" -> Term.call(UnitType.TIMESTAMP, Promql.class, method);
      case "pi" -> Term.call(UnitType.RATIO, Promql.class, method);
      case "vector" -> ofScalar(arguments.get(0));
      case "histogram_quantile" -> quantile(call);
      case "round" -> arguments.size() < 2 ? sameUnit(call) : limited(call);
      case "clamp", "clamp_min", "clamp_max" -> limited(call);
      case "label_replace" -> {
        Term vector = vector(call);
        boolean everySeries =
            text(arguments.get(3)).value().equals("") && text(arguments.get(4)).value().equals("");
        yield everySeries
            ? vector.call(
                vector.unit(), "withLabel", label(arguments.get(1)), text(arguments.get(2)))
            : vector.call(
                vector.unit(),
                method,
                label(arguments.get(1)),
                text(arguments.get(2)),
                label(arguments.get(3)),
                text(arguments.get(4)));
      }
      case "label_join" -> {
        Term vector = vector(call);
        List<Term> all = new ArrayList<>();
        all.add(label(arguments.get(1)));
        all.add(text(arguments.get(2)));
        arguments.subList(3, arguments.size()).forEach(source -> all.add(label(source)));
        yield vector.call(vector.unit(), method, all);
      }
      case "sort_by_label", "sort_by_label_desc" -> {
        Term vector = vector(call);
        List<Expr> labels = arguments.subList(1, arguments.size());
        yield vector.call(vector.unit(), method, labels.stream().map(this::label).toList());
      }
      case "timestamp" -> vector(call).call(UnitType.TIMESTAMP, method);
      case "abs", "ceil", "floor", "sort", "sort_desc", "absent", "scalar" -> sameUnit(call);
      case "sgn" -> vector(call).call(UnitType.RATIO, method);
      default -> {
        if (arguments.size() != 1) {
          throw new Untyped("the function " + function + " of this");
        }
        yield vector(call).call(UnitType.UNKNOWN, method);
      }
    };
  }

  private static boolean takesRange(String function) {
    return Functions.named(function)
        .map(
            found ->
                IntStream.range(0, found.mostArguments())
                    .limit(2)
                    .anyMatch(index -> found.argument(index) == ValueType.MATRIX))
        .orElse(false);
  }

  /** The vector that a function takes first. */
  private Term vector(Expr.Call call) {
    return asVector(term(call.arguments().get(0)));
  }

  private Term sameUnit(Expr.Call call) {
    Term vector = vector(call);
    return vector.call(vector.unit(), JavaNames.camel(call.function()));
  }

  private boolean isCounter(String name) {
    return metrics.histogram(name, "_count").isPresent()
        || metrics.histogram(name, "_sum").isPresent()
        || metrics.get(name).kind() == MetricTable.Kind.COUNTER;
  }

  private Term growth(String function, Expr.MatrixSelector range) {
    String name = nameOf(range.selector());
    if (metrics.isKnownGauge(name)) {
      throw new Untyped(RATE_OF_GAUGE + name);
    }
    Term counter = counter(name, range.selector());
    UnitType unit =
        switch (function) {
          case "increase" -> counter.unit();
          case "resets" -> UnitType.COUNT;
          default -> UnitType.perSecond(counter.unit());
        };
    return counter.call(unit, function, range(range.range()));
  }

  /** Begins the reason why the growth of a gauge is not typed. */
  static final String RATE_OF_GAUGE = "the metrics page says that it is a gauge: ";

  private Term counter(String name, Expr.VectorSelector selector) {
    for (String suffix : List.of("_count", "_sum")) {
      Optional<MetricTable.Handle> histogram = metrics.histogram(name, suffix);
      if (histogram.isPresent()) {
        return part(histogram.get(), selector, suffix);
      }
    }
    return selected(metrics.get(name), selector);
  }

  private Term overTime(Expr.Call call) {
    String function = call.function();
    List<Expr> arguments = new ArrayList<>(call.arguments());
    List<Term> more = new ArrayList<>();
    if (function.equals("quantile_over_time")) {
      more.add(number(arguments.remove(0)));
    } else if (function.equals("predict_linear")) {
      double seconds = (Double) number(arguments.remove(1)).value();
      if (seconds * 1000 != Math.rint(seconds * 1000) || Math.abs(seconds) > 1e10) {
        throw new Untyped("a prediction in fractions of a millisecond");
      }
      more.add(Durations.of(Math.round(seconds * 1000)));
    } else {
      while (arguments.size() > 1) {
        more.add(number(arguments.remove(1)));
      }
    }
    Expr range = arguments.get(0);
    if (range instanceof Expr.MatrixSelector matrix) {
      String name = nameOf(matrix.selector());
      Term window = range(matrix.range());
      if (isCounter(name)) {
        Term counter = counter(name, matrix.selector());
        return ranged(counter.call(counter.unit(), "range", window), function, more);
      }
      Term gauge = selected(metrics.get(name), matrix.selector());
      List<Term> direct = new ArrayList<>(more);
      direct.add(function.equals("predict_linear") ? 0 : more.size(), window);
      List<Object> values = direct.stream().map(Term::value).toList();
      return Term.find(Gauge.class, JavaNames.camel(function), false, values).isPresent()
          ? gauge.call(result(function, gauge.unit()), JavaNames.camel(function), direct)
          : ranged(gauge.call(gauge.unit(), "range", window), function, more);
    }
    if (range instanceof Expr.Subquery subquery && subquery.shift().equals(TimeShift.NONE)) {
      Term vector = asVector(term(subquery.expr()));
      List<Term> times = new ArrayList<>(List.of(range(subquery.range())));
      @Nullable DurationExpr step = subquery.step();
      if (step != null) {
        times.add(Durations.of(milliseconds(step)));
      }
      return ranged(vector.call(vector.unit(), "subquery", times), function, more);
    }
    throw new Untyped("a subquery in the past");
  }

  private static Term ranged(Term range, String function, List<Term> more) {
    return range.call(result(function, range.unit()), JavaNames.camel(function), more);
  }

  private static UnitType result(String function, UnitType unit) {
    return switch (function) {
      case "count_over_time", "present_over_time", "changes", "resets" -> UnitType.COUNT;
      case "deriv" -> UnitType.perSecond(unit);
      case "stdvar_over_time" -> UnitType.UNKNOWN;
      case "ts_of_last_over_time", "ts_of_max_over_time", "ts_of_min_over_time" ->
          UnitType.TIMESTAMP;
      default -> unit;
    };
  }

  private Term ofScalar(Expr argument) {
    Term term = term(argument);
    return isNumber(term)
        ? Term.call(UnitType.COUNT, Promql.class, "vector", term)
        : scalar(term).call(term.unit(), "vector");
  }

  private static Term scalar(Term term) {
    if (!(term.value() instanceof Scalar)) {
      throw new Untyped("no scalar");
    }
    return term;
  }

  private Term number(Expr expr) {
    Term term = term(expr);
    if (!isNumber(term)) {
      throw new Untyped("a number that is computed");
    }
    return term;
  }

  private static Term text(Expr expr) {
    if (expr instanceof Expr.StringLiteral literal) {
      return Term.text(literal.value());
    }
    throw new Untyped("no text");
  }

  private Term label(Expr expr) {
    String name = (String) text(expr).value();
    if (name.isEmpty()) {
      throw new Untyped("a label without a name");
    }
    return vocabulary.label(name);
  }

  /** A function of a vector and of quantities of its unit. */
  private Term limited(Expr.Call call) {
    Term vector = countable(term(call.arguments().get(0)));
    List<Term> limits = new ArrayList<>();
    for (Expr limit : call.arguments().subList(1, call.arguments().size())) {
      limits.add(Quantities.of((Double) number(limit).value(), vector.unit()));
    }
    return vector.call(vector.unit(), JavaNames.camel(call.function()), limits);
  }

  private Term quantile(Expr.Call call) {
    Term quantile = number(call.arguments().get(0));
    Expr inner = call.arguments().get(1);
    Optional<Term> buckets = buckets(inner);
    if (buckets.isPresent()) {
      return buckets.get().call(buckets.get().unit(), "histogramQuantile", quantile);
    }
    Term vector = asVector(term(inner));
    return as(vector.call(UnitType.UNKNOWN, "histogramQuantile", quantile), observed(inner));
  }

  /** The growth of a histogram's buckets, summed or not. */
  private Optional<Term> buckets(Expr expr) {
    if (expr instanceof Expr.Aggregation sum && sum.op() == AggregationOp.SUM) {
      Grouping groups = sum.grouping();
      boolean whole = groups.without() || groups.labels().contains("le");
      return whole ? buckets(sum.expr()).map(buckets -> summed(buckets, groups)) : Optional.empty();
    }
    if (expr instanceof Expr.Call growth
        && (growth.function().equals("rate") || growth.function().equals("increase"))
        && growth.arguments().get(0) instanceof Expr.MatrixSelector range) {
      return metrics
          .histogram(nameOf(range.selector()), "_bucket")
          .map(histogram -> selected(histogram, range.selector()))
          .map(metric -> metric.call(metric.unit(), growth.function(), range(range.range())));
    }
    return Optional.empty();
  }

  private Term summed(Term buckets, Grouping groups) {
    List<String> labels =
        groups.labels().stream().filter(label -> groups.without() || !label.equals("le")).toList();
    return buckets.call(buckets.unit(), "sum", grouping(new Grouping(groups.without(), labels)));
  }

  /** What the buckets below an expression are buckets of. */
  private static UnitType.Simple observed(Expr buckets) {
    return Nodes.of(buckets).stream()
        .filter(Expr.VectorSelector.class::isInstance)
        .map(node -> ((Expr.VectorSelector) node).name())
        .filter(name -> name != null)
        .map(name -> name.replaceFirst(":.*", ""))
        .map(UnitType::ofMetric)
        .map(UnitType::nearest)
        .findFirst()
        .orElse((UnitType.Simple) UnitType.COUNT);
  }

  // ---- aggregations ----

  private Term aggregation(Expr.Aggregation node) {
    Term vector = asVector(term(node.expr()));
    List<Term> arguments = new ArrayList<>();
    @Nullable Expr parameter = node.parameter();
    if (parameter != null) {
      arguments.add(node.op() == AggregationOp.COUNT_VALUES ? label(parameter) : number(parameter));
    }
    arguments.addAll(grouping(node.grouping()));
    UnitType unit =
        switch (node.op()) {
          case COUNT, GROUP, COUNT_VALUES -> UnitType.COUNT;
          case STDVAR -> UnitType.UNKNOWN;
          default -> vector.unit();
        };
    return vector.call(unit, JavaNames.camel(node.op().symbol()), arguments);
  }

  /** A grouping as an argument; none where the aggregation is over all series. */
  private List<Term> grouping(Grouping grouping) {
    if (!grouping.without() && grouping.labels().isEmpty()) {
      return List.of();
    }
    return List.of(
        Term.call(
            UnitType.UNKNOWN,
            Promql.class,
            grouping.without() ? "without" : "by",
            labels(grouping.labels())));
  }

  private List<Term> labels(List<String> names) {
    return names.stream().map(vocabulary::label).toList();
  }

  // ---- operators ----

  private Term binary(Expr.Binary node) {
    if (node.op().isSetOperator()) {
      return sets(node);
    }
    Term left = term(node.left());
    Term right = term(node.right());
    return node.op().isComparison() ? comparison(node, left, right) : arithmetic(node, left, right);
  }

  /** The right-hand side of an operator with its matching. */
  private Term matched(Term other, VectorMatching matching) {
    boolean oneToOne = matching.cardinality() == VectorMatching.Cardinality.ONE_TO_ONE;
    if (oneToOne && !matching.on() && matching.labels().isEmpty()) {
      return other;
    }
    Term matched =
        other.call(other.unit(), matching.on() ? "on" : "ignoring", labels(matching.labels()));
    if (oneToOne) {
      return matched;
    }
    boolean left = matching.cardinality() == VectorMatching.Cardinality.MANY_TO_ONE;
    return matched.call(
        other.unit(), left ? "groupLeft" : "groupRight", labels(matching.include()));
  }

  private Term comparison(Expr.Binary node, Term left, Term right) {
    String word = operator(node.op());
    if (isNumber(left)) {
      throw new Untyped("a number before a comparison");
    }
    Term condition;
    if (isNumber(right)) {
      Term vector = countable(left);
      condition =
          vector.call(vector.unit(), word, Quantities.of((Double) right.value(), vector.unit()));
    } else if (right.value() instanceof Scalar) {
      Term vector = asVector(left);
      UnitType.Simple unit = vector.unit().nearest();
      condition = as(vector, unit).call(unit, word, as(right, unit));
    } else {
      Pair pair = Pair.of(asVector(left), asVector(right));
      condition =
          pair.left().call(pair.left().unit(), word, matched(pair.right(), node.matching()));
    }
    return node.bool() ? condition.call(UnitType.BOOL, "bool") : condition;
  }

  private Term sets(Expr.Binary node) {
    Term left = term(node.left());
    Term right = term(node.right());
    boolean vectors =
        left.value() instanceof InstantVector && right.value() instanceof InstantVector;
    if (node.op() == BinaryOp.OR && vectors) {
      Pair pair = Pair.of(left, right);
      return pair.left().call(pair.left().unit(), "or", matched(pair.right(), node.matching()));
    }
    Term operand = matched(asCondition(right), node.matching());
    if (node.op() != BinaryOp.OR && left.value() instanceof InstantVector) {
      return left.call(left.unit(), operator(node.op()), operand);
    }
    return asCondition(left).call(UnitType.UNKNOWN, operator(node.op()), operand);
  }

  private Term arithmetic(Expr.Binary node, Term left, Term right) {
    BinaryOp op = node.op();
    if (isNumber(right)) {
      return withNumber(op, left, (Double) right.value());
    }
    if (isNumber(left)) {
      return ofNumber(op, (Double) left.value(), right);
    }
    if (left.value() instanceof Scalar) {
      return ofScalar(op, left, right);
    }
    if (right.value() instanceof Scalar) {
      return withScalar(op, asVector(left), right);
    }
    return ofVectors(op, asVector(left), asVector(right), node.matching());
  }

  private static String operator(BinaryOp op) {
    return Optional.ofNullable(OPERATORS.get(op)).orElseThrow();
  }

  private static Term withNumber(BinaryOp op, Term term, double number) {
    if (term.value() instanceof Scalar) {
      throw new Untyped("arithmetic of a scalar");
    }
    Term left = asVector(term);
    return switch (op) {
      case MULTIPLY, DIVIDE -> left.call(left.unit(), operator(op), Term.number(number));
      case POWER -> left.call(UnitType.UNKNOWN, operator(op), Term.number(number));
      case ADD, SUBTRACT, MODULO -> {
        Term vector = countable(left);
        yield vector.call(vector.unit(), operator(op), Quantities.of(number, vector.unit()));
      }
      default -> throw new Untyped(op + " of a number");
    };
  }

  private static Term ofNumber(BinaryOp op, double number, Term term) {
    if (term.value() instanceof Scalar) {
      throw new Untyped("arithmetic of a scalar");
    }
    Term plain = Term.call(UnitType.COUNT, Promql.class, "number", Term.number(number));
    return switch (op) {
      case MULTIPLY -> {
        Term vector = asVector(term);
        yield plain.call(vector.unit(), operator(op), vector);
      }
      case POWER -> plain.call(UnitType.UNKNOWN, operator(op), asVector(term));
      case ADD, SUBTRACT, MODULO, DIVIDE -> {
        Term vector = countable(term);
        UnitType unit = op == BinaryOp.DIVIDE ? UnitType.RATIO : vector.unit();
        Term quantity =
            vector.unit().equals(UnitType.COUNT) ? plain : Quantities.of(number, vector.unit());
        yield quantity.call(unit, operator(op), vector);
      }
      default -> throw new Untyped("a number before " + op);
    };
  }

  private static Term ofScalar(BinaryOp op, Term scalar, Term term) {
    if (term.value() instanceof Scalar) {
      throw new Untyped("arithmetic of a scalar");
    }
    Term right = asVector(term);
    UnitType.Simple unit = scalar.unit().nearest();
    return switch (op) {
      case SUBTRACT -> {
        if (scalar.value().equals(Promql.time())) {
          yield Term.call(UnitType.SECONDS, Promql.class, "secondsSince", as(right, unit));
        }
        yield as(scalar, unit).call(unit, operator(op), as(right, unit));
      }
      case ADD, MODULO -> as(scalar, unit).call(unit, operator(op), as(right, unit));
      case DIVIDE -> as(scalar, unit).call(UnitType.RATIO, operator(op), as(right, unit));
      case MULTIPLY -> scalar.call(right.unit(), operator(op), right);
      case POWER -> scalar.call(UnitType.UNKNOWN, operator(op), right);
      default -> throw new Untyped("a scalar before " + op);
    };
  }

  private static Term withScalar(BinaryOp op, Term left, Term right) {
    UnitType.Simple unit = left.unit().nearest();
    return switch (op) {
      case SUBTRACT -> {
        if (right.value().equals(Promql.time())) {
          yield Term.call(UnitType.SECONDS, Promql.class, "secondsUntil", as(left, timestamp()));
        }
        yield as(left, unit).call(unit, operator(op), as(right, unit));
      }
      case ADD, MODULO -> as(left, unit).call(unit, operator(op), as(right, unit));
      case MULTIPLY ->
          left.call(left.unit(), operator(op), as(right, (UnitType.Simple) UnitType.RATIO));
      case DIVIDE -> as(left, unit).call(UnitType.RATIO, operator(op), as(right, unit));
      default -> throw new Untyped(op + " of a scalar");
    };
  }

  private static UnitType.Simple timestamp() {
    return (UnitType.Simple) UnitType.TIMESTAMP;
  }

  private Term ofVectors(BinaryOp op, Term left, Term right, VectorMatching matching) {
    return switch (op) {
      case ADD, SUBTRACT, MODULO, ATAN2 -> {
        Pair pair = Pair.of(left, right);
        UnitType unit = op == BinaryOp.ATAN2 ? UnitType.RATIO : pair.left().unit();
        Term made = pair.left().call(unit, operator(op), matched(pair.right(), matching));
        // The difference of two timestamps is a duration.
        yield op == BinaryOp.SUBTRACT && unit.equals(UnitType.TIMESTAMP)
            ? as(made, (UnitType.Simple) UnitType.SECONDS)
            : made;
      }
      case MULTIPLY ->
          left.call(
              left.unit(),
              operator(op),
              matched(as(right, (UnitType.Simple) UnitType.RATIO), matching));
      case DIVIDE ->
          left.unit().equals(right.unit())
              ? left.call(UnitType.RATIO, operator(op), matched(right, matching))
              : left.call(
                  new UnitType.Per(left.unit(), right.unit()), "per", matched(right, matching));
      default -> throw new Untyped(op + " of two vectors");
    };
  }
}
