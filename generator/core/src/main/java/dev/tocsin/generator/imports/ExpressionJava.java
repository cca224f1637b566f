package dev.tocsin.generator.imports;

import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.metric.InstantVector;
import dev.tocsin.dsl.metric.Maths;
import dev.tocsin.dsl.metric.Promql;
import dev.tocsin.dsl.metric.RangeVector;
import dev.tocsin.dsl.metric.Scalar;
import dev.tocsin.dsl.metric.TimePart;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.TimeShift;
import dev.tocsin.dsl.promql.VectorMatching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions in the typed language. What it has no words for stays PromQL: {@code
 * promql("…")}.
 */
final class ExpressionJava {
  /** What is larger would be too deep for javac, and is read more easily as PromQL. */
  private static final int MOST_NODES = 150;

  private static final Map<AggregationOp, String> AGGREGATIONS =
      Map.ofEntries(
          Map.entry(AggregationOp.SUM, "sum"),
          Map.entry(AggregationOp.AVG, "average"),
          Map.entry(AggregationOp.MAX, "highest"),
          Map.entry(AggregationOp.MIN, "lowest"),
          Map.entry(AggregationOp.COUNT, "count"),
          Map.entry(AggregationOp.GROUP, "group"),
          Map.entry(AggregationOp.STDDEV, "deviation"),
          Map.entry(AggregationOp.STDVAR, "variance"),
          Map.entry(AggregationOp.TOPK, "top"),
          Map.entry(AggregationOp.BOTTOMK, "bottom"),
          Map.entry(AggregationOp.QUANTILE, "quantile"),
          Map.entry(AggregationOp.COUNT_VALUES, "countValues"),
          Map.entry(AggregationOp.LIMITK, "any"),
          Map.entry(AggregationOp.LIMIT_RATIO, "anyShare"));

  /** Functions of a range, by the word for it on a range vector. */
  private static final Map<String, String> RANGES =
      Map.ofEntries(
          Map.entry("avg_over_time", "average"),
          Map.entry("max_over_time", "highest"),
          Map.entry("min_over_time", "lowest"),
          Map.entry("last_over_time", "last"),
          Map.entry("sum_over_time", "sum"),
          Map.entry("count_over_time", "samples"),
          Map.entry("present_over_time", "presence"),
          Map.entry("absent_over_time", "isAbsent"),
          Map.entry("quantile_over_time", "quantile"),
          Map.entry("stddev_over_time", "deviation"),
          Map.entry("stdvar_over_time", "variance"),
          Map.entry("delta", "delta"),
          Map.entry("idelta", "instantDelta"),
          Map.entry("deriv", "slope"),
          Map.entry("predict_linear", "predicted"),
          Map.entry("changes", "changes"),
          Map.entry("resets", "resets"),
          Map.entry("mad_over_time", "medianDeviation"),
          Map.entry("ts_of_last_over_time", "momentOfLast"),
          Map.entry("ts_of_max_over_time", "momentOfHighest"),
          Map.entry("ts_of_min_over_time", "momentOfLowest"));

  /** The shorter words that a gauge has for some of them. */
  private static final Map<String, String> OF_GAUGES =
      Map.of(
          "avg_over_time", "averageOver",
          "max_over_time", "highestOver",
          "min_over_time", "lowestOver",
          "last_over_time", "lastOver",
          "count_over_time", "samplesOver",
          "absent_over_time", "isAbsentOver",
          "delta", "delta",
          "deriv", "slope",
          "changes", "changes");

  private static final Map<String, String> OF_COUNTERS =
      Map.of(
          "rate", "rate",
          "irate", "instantRate",
          "increase", "increase",
          "resets", "resets");

  private static final Map<String, String> OF_VECTORS =
      Map.of(
          "abs", "absolute",
          "ceil", "roundedUp",
          "floor", "roundedDown",
          "sort", "sorted",
          "sort_desc", "sortedDescending",
          "absent", "isAbsent",
          "scalar", "asScalar",
          "timestamp", "moments");

  private static final Set<String> MATHS =
      Arrays.stream(Maths.values())
          .map(word -> word.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toSet());

  private static final Set<String> TIME_PARTS =
      Arrays.stream(TimePart.values())
          .map(word -> word.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toSet());

  private static final Map<BinaryOp, String> COMPARISONS =
      Map.of(
          BinaryOp.GREATER, "isAbove",
          BinaryOp.GREATER_OR_EQUAL, "isAtLeast",
          BinaryOp.LESS, "isBelow",
          BinaryOp.LESS_OR_EQUAL, "isAtMost",
          BinaryOp.EQUAL, "isExactly",
          BinaryOp.NOT_EQUAL, "isNot");

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
      String pretty = dev.tocsin.dsl.promql.PrettyPrinter.print(expr);
      text = dev.tocsin.dsl.promql.PromqlCheck.check(pretty).ok() ? pretty : text;
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
        return part.call(part.unit(), "total");
      }
    }
    MetricTable.Handle handle = metrics.get(name);
    Term metric = selected(handle, selector);
    return metric.call(handle.unit(), handle.kind() == MetricTable.Kind.COUNTER ? "total" : "now");
  }

  /** The counter of a histogram's observations, or of their sum. */
  private Term part(MetricTable.Handle histogram, Expr.VectorSelector selector, String suffix) {
    Term metric = selected(histogram, selector);
    return suffix.equals("_count")
        ? metric.call(UnitType.COUNT, "observations")
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
        : metric.call(handle.unit(), "ago", Durations.of(milliseconds(offset)));
  }

  private Term matcher(LabelMatcher matcher) {
    Term label = vocabulary.label(matcher.label());
    return matcher(label, matcher.op(), matcher.value());
  }

  /** A condition on a label, in the word for it. */
  static Term matcher(Term label, dev.tocsin.dsl.promql.MatchOp op, String value) {
    if (value.isEmpty() && op == dev.tocsin.dsl.promql.MatchOp.EQUAL) {
      return label.call(UnitType.UNKNOWN, "isMissing");
    }
    if (value.isEmpty() && op == dev.tocsin.dsl.promql.MatchOp.NOT_EQUAL) {
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

  private static Term window(DurationExpr range) {
    return Term.call(UnitType.UNKNOWN, Promql.class, "over", Durations.of(milliseconds(range)));
  }

  // ---- functions ----

  private Term call(Expr.Call call) {
    String function = call.function();
    List<Expr> arguments = call.arguments();
    if (OF_COUNTERS.containsKey(function)
        && arguments.get(0) instanceof Expr.MatrixSelector range
        && (!function.equals("resets") || isCounter(nameOf(range.selector())))) {
      return growth(function, range);
    }
    if (RANGES.containsKey(function)) {
      return overTime(call);
    }
    if (OF_VECTORS.containsKey(function)) {
      Term vector = asVector(term(arguments.get(0)));
      UnitType unit = function.equals("timestamp") ? UnitType.TIMESTAMP : vector.unit();
      return vector.call(unit, word(OF_VECTORS, function));
    }
    if (MATHS.contains(function)) {
      Term vector = asVector(term(arguments.get(0)));
      return vector.call(UnitType.UNKNOWN, "mapped", word(Maths.valueOf(upper(function))));
    }
    if (TIME_PARTS.contains(function)) {
      Term part = word(TimePart.valueOf(upper(function)));
      return arguments.isEmpty()
          ? Term.call(UnitType.COUNT, Promql.class, "part", part)
          : Term.call(
              UnitType.COUNT,
              Promql.class,
              "part",
              part,
              as(asVector(term(arguments.get(0))), (UnitType.Simple) UnitType.TIMESTAMP));
    }
    return switch (function) {
      case "time" -> Term.call(UnitType.TIMESTAMP, Promql.class, "time");
      case "pi" -> Term.call(UnitType.RATIO, Promql.class, "pi");
      case "vector" -> vector(arguments.get(0));
      case "histogram_quantile" -> quantile(call);
      case "round" -> round(arguments);
      case "clamp" -> limited(arguments, "within");
      case "clamp_min" -> limited(arguments, "atLeast");
      case "clamp_max" -> limited(arguments, "atMost");
      case "label_replace" -> {
        Term vector = asVector(term(arguments.get(0)));
        if (text(arguments.get(3)).value().equals("")
            && text(arguments.get(4)).value().equals("")) {
          yield vector.call(
              vector.unit(), "labelled", label(arguments.get(1)), text(arguments.get(2)));
        }
        yield vector.call(
            vector.unit(),
            "relabelled",
            label(arguments.get(1)),
            text(arguments.get(2)),
            label(arguments.get(3)),
            text(arguments.get(4)));
      }
      case "label_join" -> {
        Term vector = asVector(term(arguments.get(0)));
        List<Term> all = new ArrayList<>();
        all.add(label(arguments.get(1)));
        all.add(text(arguments.get(2)));
        arguments.subList(3, arguments.size()).forEach(source -> all.add(label(source)));
        yield vector.call(vector.unit(), "labelsJoined", all);
      }
      default -> throw new Untyped("the function " + function + " of this");
    };
  }

  private static String word(Map<String, String> words, String function) {
    return words.getOrDefault(function, function);
  }

  private static String upper(String function) {
    return function.toUpperCase(Locale.ROOT);
  }

  private static Term word(Enum<?> constant) {
    return Term.of(
        new Code.Atom(
            constant.getDeclaringClass().getSimpleName() + "." + constant.name(),
            Optional.of(new Code.Import(constant.getDeclaringClass().getName(), ""))),
        constant);
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
    return counter.call(unit, word(OF_COUNTERS, function), window(range.range()));
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
    }
    Expr range = arguments.get(0);
    if (range instanceof Expr.MatrixSelector matrix) {
      String name = nameOf(matrix.selector());
      if (isCounter(name)) {
        Term counter = counter(name, matrix.selector());
        return ranged(counter.call(counter.unit(), "over", window(matrix.range())), function, more);
      }
      Term gauge = selected(metrics.get(name), matrix.selector());
      Term window = window(matrix.range());
      if (OF_GAUGES.containsKey(function)) {
        return gauge.call(result(function, gauge.unit()), word(OF_GAUGES, function), window);
      }
      if (function.equals("quantile_over_time")) {
        return gauge.call(gauge.unit(), "quantileOver", more.get(0), window);
      }
      if (function.equals("predict_linear")) {
        return gauge.call(gauge.unit(), "predicted", window, more.get(0));
      }
      return ranged(gauge.call(gauge.unit(), "over", window), function, more);
    }
    if (range instanceof Expr.Subquery subquery && subquery.shift().equals(TimeShift.NONE)) {
      Term vector = asVector(term(subquery.expr()));
      List<Term> times = new ArrayList<>(List.of(window(subquery.range())));
      @Nullable DurationExpr step = subquery.step();
      if (step != null) {
        times.add(Durations.of(milliseconds(step)));
      }
      return ranged(vector.call(vector.unit(), "over", times), function, more);
    }
    throw new Untyped("a subquery in the past");
  }

  private static Term ranged(Term range, String function, List<Term> more) {
    if (!(range.value() instanceof RangeVector)) {
      throw new IllegalStateException("no range: " + range.value());
    }
    return range.call(result(function, range.unit()), word(RANGES, function), more);
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

  private Term vector(Expr argument) {
    Term term = term(argument);
    return isNumber(term)
        ? Term.call(UnitType.COUNT, Promql.class, "constant", term)
        : scalar(term).call(term.unit(), "asVector");
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

  private Term round(List<Expr> arguments) {
    Term vector = countable(term(arguments.get(0)));
    double step = arguments.size() < 2 ? 1 : (Double) number(arguments.get(1)).value();
    return vector.call(vector.unit(), "roundedTo", Quantities.of(step, vector.unit()));
  }

  private Term limited(List<Expr> arguments, String word) {
    Term vector = countable(term(arguments.get(0)));
    List<Term> limits = new ArrayList<>();
    for (Expr limit : arguments.subList(1, arguments.size())) {
      limits.add(Quantities.of((Double) number(limit).value(), vector.unit()));
    }
    return vector.call(vector.unit(), word, limits);
  }

  /** The usual case is one word of the histogram; any other is asked of the buckets. */
  private Term quantile(Expr.Call call) {
    Term quantile = number(call.arguments().get(0));
    if (call.arguments().get(1) instanceof Expr.Aggregation sum
        && sum.op() == AggregationOp.SUM
        && sum.expr() instanceof Expr.Call rate
        && rate.function().equals("rate")
        && rate.arguments().get(0) instanceof Expr.MatrixSelector range) {
      Grouping groups = sum.grouping();
      Optional<MetricTable.Handle> histogram =
          metrics.histogram(nameOf(range.selector()), "_bucket");
      boolean whole = groups.without() || groups.labels().contains("le");
      if (histogram.isPresent() && whole) {
        List<String> labels =
            groups.labels().stream()
                .filter(label -> groups.without() || !label.equals("le"))
                .toList();
        Term metric = selected(histogram.get(), range.selector());
        return metric.call(
            metric.unit(),
            "quantile",
            quantile,
            window(range.range()),
            grouping(new Grouping(groups.without(), labels)));
      }
    }
    Term buckets = asVector(term(call.arguments().get(1)));
    UnitType.Simple unit = observed(call.arguments().get(1));
    return buckets.call(unit, "bucketQuantile", quantile, Term.unitClass(unit));
  }

  /** What the buckets below an expression are buckets of. */
  private static UnitType.Simple observed(Expr buckets) {
    return dev.tocsin.dsl.promql.Nodes.of(buckets).stream()
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
    arguments.add(grouping(node.grouping()));
    UnitType unit =
        switch (node.op()) {
          case COUNT, GROUP, COUNT_VALUES -> UnitType.COUNT;
          case STDVAR -> UnitType.UNKNOWN;
          default -> vector.unit();
        };
    return vector.call(unit, AGGREGATIONS.getOrDefault(node.op(), ""), arguments);
  }

  private Term grouping(Grouping grouping) {
    if (!grouping.without() && grouping.labels().isEmpty()) {
      return Term.call(UnitType.UNKNOWN, Promql.class, "overall");
    }
    return Term.call(
        UnitType.UNKNOWN,
        Promql.class,
        grouping.without() ? "without" : "by",
        labels(grouping.labels()));
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

  /** A matching as an argument; none where it is the default. */
  private List<Term> with(Term other, VectorMatching matching) {
    List<Term> arguments = new ArrayList<>(List.of(other));
    if (matching.equals(VectorMatching.DEFAULT)) {
      return arguments;
    }
    boolean none = !matching.on() && matching.labels().isEmpty();
    Term term =
        Term.call(
            UnitType.UNKNOWN,
            Promql.class,
            matching.on() ? "on" : "ignoring",
            labels(matching.labels()));
    if (none && matching.cardinality() == VectorMatching.Cardinality.ONE_TO_ONE) {
      return arguments;
    }
    if (matching.cardinality() != VectorMatching.Cardinality.ONE_TO_ONE) {
      Code[] included = matching.include().stream().map(Code::text).toArray(Code[]::new);
      Code list =
          new Code.Invoke(
              Optional.of(
                  new Code.Atom("List", Optional.of(new Code.Import("java.util.List", "")))),
              "of",
              List.of(included),
              Optional.empty());
      term =
          term.call(
              UnitType.UNKNOWN,
              matching.cardinality() == VectorMatching.Cardinality.MANY_TO_ONE
                  ? "groupLeft"
                  : "groupRight",
              Term.of(list, matching.include()));
    }
    arguments.add(term);
    return arguments;
  }

  private Term comparison(Expr.Binary node, Term left, Term right) {
    String word = COMPARISONS.getOrDefault(node.op(), "");
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
      condition = pair.left().call(pair.left().unit(), word, with(pair.right(), node.matching()));
    }
    return node.bool() ? condition.call(UnitType.COUNT, "asNumber") : condition;
  }

  private Term sets(Expr.Binary node) {
    Term left = term(node.left());
    Term right = term(node.right());
    boolean vectors =
        left.value() instanceof InstantVector && right.value() instanceof InstantVector;
    if (node.op() == BinaryOp.OR && vectors) {
      Pair pair = Pair.of(left, right);
      return pair.left().call(pair.left().unit(), "or", with(pair.right(), node.matching()));
    }
    List<Term> arguments = with(asCondition(right), node.matching());
    if (node.op() != BinaryOp.OR && left.value() instanceof InstantVector) {
      return left.call(left.unit(), node.op() == BinaryOp.AND ? "whereAlso" : "unless", arguments);
    }
    return asCondition(left).call(UnitType.UNKNOWN, node.op().symbol(), arguments);
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
      boolean sinceThen = op == BinaryOp.SUBTRACT && left.value().equals(Promql.time());
      if (!sinceThen || right.value() instanceof Scalar) {
        throw new Untyped("arithmetic of a scalar");
      }
      return Term.call(
          UnitType.SECONDS,
          Promql.class,
          "secondsSince",
          as(asVector(right), (UnitType.Simple) UnitType.TIMESTAMP));
    }
    if (right.value() instanceof Scalar) {
      return withScalar(op, asVector(left), right);
    }
    return ofVectors(op, asVector(left), asVector(right), node.matching());
  }

  private static Term withNumber(BinaryOp op, Term term, double number) {
    if (term.value() instanceof Scalar) {
      throw new Untyped("arithmetic of a scalar");
    }
    Term left = asVector(term);
    return switch (op) {
      case MULTIPLY -> left.call(left.unit(), "times", Term.number(number));
      case DIVIDE -> left.call(left.unit(), "dividedBy", Term.number(number));
      case POWER -> left.call(UnitType.UNKNOWN, "toThePowerOf", Term.number(number));
      case ADD -> quantified(left, "plus", number);
      case SUBTRACT -> quantified(left, "minus", number);
      case MODULO -> quantified(left, "remainderOf", number);
      default -> throw new Untyped(op + " of a number");
    };
  }

  private static Term quantified(Term term, String word, double number) {
    Term vector = countable(term);
    return vector.call(vector.unit(), word, Quantities.of(number, vector.unit()));
  }

  private static Term ofNumber(BinaryOp op, double number, Term term) {
    if (term.value() instanceof Scalar) {
      throw new Untyped("arithmetic of a scalar");
    }
    Term right = asVector(term);
    return switch (op) {
      case MULTIPLY -> right.call(right.unit(), "multiplying", Term.number(number));
      case DIVIDE -> right.call(UnitType.UNKNOWN, "dividing", Term.number(number));
      case ADD -> quantified(right, "addedTo", number);
      case SUBTRACT -> quantified(right, "subtractedFrom", number);
      default -> throw new Untyped("a number before " + op);
    };
  }

  private static Term withScalar(BinaryOp op, Term left, Term right) {
    String word =
        switch (op) {
          case ADD -> "plus";
          case SUBTRACT -> "minus";
          default -> throw new Untyped(op + " of a scalar");
        };
    UnitType.Simple unit = left.unit().nearest();
    Term made = as(left, unit).call(unit, word, as(right, unit));
    boolean moments = op == BinaryOp.SUBTRACT && unit.equals(UnitType.TIMESTAMP);
    // A moment less another is a span of time.
    return moments ? as(made, (UnitType.Simple) UnitType.SECONDS) : made;
  }

  private Term ofVectors(BinaryOp op, Term left, Term right, VectorMatching matching) {
    switch (op) {
      case ADD, SUBTRACT -> {
        Pair pair = Pair.of(left, right);
        Term made =
            pair.left()
                .call(
                    pair.left().unit(),
                    op == BinaryOp.ADD ? "plus" : "minus",
                    with(pair.right(), matching));
        boolean moments = op == BinaryOp.SUBTRACT && made.unit().equals(UnitType.TIMESTAMP);
        return moments ? as(made, (UnitType.Simple) UnitType.SECONDS) : made;
      }
      case MULTIPLY -> {
        return left.call(
            left.unit(), "times", with(as(right, (UnitType.Simple) UnitType.RATIO), matching));
      }
      case DIVIDE -> {
        if (left.unit().equals(right.unit())) {
          return left.call(UnitType.RATIO, "dividedBy", with(right, matching));
        }
        return left.call(new UnitType.Per(left.unit(), right.unit()), "per", with(right, matching));
      }
      case ATAN2 -> {
        Pair pair = Pair.of(left, right);
        return pair.left().call(UnitType.RATIO, "angleTo", with(pair.right(), matching));
      }
      default -> throw new Untyped(op + " of two vectors");
    }
  }
}
