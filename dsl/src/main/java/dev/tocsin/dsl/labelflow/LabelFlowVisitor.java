package dev.tocsin.dsl.labelflow;

import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Functions;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.VectorMatching;
import dev.tocsin.dsl.promql.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules of label flow, one method a kind of node, as <a
 * href="https://github.com/prometheus/prometheus/blob/v3.5.3/promql/engine.go">the engine</a>
 * evaluates them.
 */
final class LabelFlowVisitor implements Expr.Visitor<LabelFlow> {
  static final LabelFlowVisitor INSTANCE = new LabelFlowVisitor();

  static final String NAME = "__name__";

  /**
   * What goes when a value is no longer the metric's: its name, type and unit (<a
   * href="https://github.com/prometheus/prometheus/blob/v3.5.3/schema/labels.go">metadata
   * labels</a>).
   */
  private static final List<String> METADATA = List.of(NAME, "__type__", "__unit__");

  private LabelFlowVisitor() {}

  // --- literals -------------------------------------------------------------------------------

  @Override
  public LabelFlow number(Expr.NumberLiteral node) {
    return LabelFlow.scalar(new Reason("a number has no labels", node.span()));
  }

  @Override
  public LabelFlow string(Expr.StringLiteral node) {
    return LabelFlow.scalar(new Reason("a string has no labels", node.span()));
  }

  @Override
  public LabelFlow verbatim(Expr.Verbatim node) {
    return LabelFlow.series(
        Map.of(),
        LabelState.can(new Reason("this is not PromQL, so anything may be there", node.span())));
  }

  // --- selectors ------------------------------------------------------------------------------

  @Override
  public LabelFlow vectorSelector(Expr.VectorSelector node) {
    Map<String, LabelState> labels = new TreeMap<>();
    Reason empty = null;
    if (node.name() != null) {
      labels.put(
          NAME,
          LabelState.must(
              node.name(),
              new Reason("the selector names the metric " + node.name(), node.span())));
    }
    for (LabelMatcher matcher : node.matchers()) {
      Optional<LabelState> said = Matchers.label(matcher);
      LabelState known = labels.get(matcher.label());
      LabelState both =
          said.isEmpty() || known == null ? said.orElse(null) : LabelState.both(known, said.get());
      if (both != null) {
        labels.put(matcher.label(), both);
      } else if (empty == null) {
        String problem = said.isEmpty() ? "` matches nothing" : "` contradicts another matcher";
        empty = new Reason("`" + Matchers.text(matcher) + problem, matcher.span());
      }
    }
    LabelState others =
        LabelState.can(new Reason("the selector does not restrict it", node.span()));
    return LabelFlow.series(labels, others, empty);
  }

  @Override
  public LabelFlow matrixSelector(Expr.MatrixSelector node) {
    return vectorSelector(node.selector());
  }

  @Override
  public LabelFlow subquery(Expr.Subquery node) {
    return node.expr().accept(this);
  }

  @Override
  public LabelFlow paren(Expr.Paren node) {
    return node.expr().accept(this);
  }

  @Override
  public LabelFlow unary(Expr.Unary node) {
    LabelFlow flow = node.expr().accept(this);
    return node.negative()
        ? withoutName(flow, "negation drops the metric name", node.span())
        : flow;
  }

  // --- functions ------------------------------------------------------------------------------

  @Override
  public LabelFlow call(Expr.Call node) {
    String name = node.function() + "()";
    return switch (Functions.labels(node.function())) {
      case SCALAR -> LabelFlow.scalar(new Reason(name + " is a scalar", node.span()));
      case NO_LABELS ->
          closed(Map.of(), new Reason(name + " makes a series without labels", node.span()));
      case ABSENT -> absent(node);
      case KEEPS_ALL -> vector(node).orElseGet(() -> unknown(node));
      case DROPS_ONLY_NAME ->
          vector(node)
              .map(flow -> without(flow, List.of(NAME), dropsName(node)))
              .orElseGet(() -> unknown(node));
      case BUCKETS ->
          vector(node)
              .map(flow -> without(flow, METADATA, dropsName(node)))
              .map(
                  flow ->
                      without(
                          flow,
                          List.of("le"),
                          new Reason(name + " turns the buckets into one value", node.span())))
              .orElseGet(() -> unknown(node));
      case DROPS_NAME ->
          vector(node)
              .map(flow -> without(flow, METADATA, dropsName(node)))
              // Only the functions of a point in time may have no vector: `hour()` is now's.
              .orElseGet(
                  () -> closed(Map.of(), new Reason(name + " has no labels here", node.span())));
      case LABEL_REPLACE -> labelReplace(node);
      case LABEL_JOIN -> labelJoin(node);
      case INFO -> info(node);
    };
  }

  /** The flow of the argument that brings the series. */
  private Optional<LabelFlow> vector(Expr.Call node) {
    for (Expr argument : node.arguments()) {
      LabelFlow flow = argument.accept(this);
      if (!flow.isScalar()) {
        return Optional.of(flow);
      }
    }
    return Optional.empty();
  }

  private static LabelFlow unknown(Expr.Call node) {
    return LabelFlow.series(
        Map.of(),
        LabelState.can(new Reason("this use of " + node.function() + "() is wrong", node.span())));
  }

  private static Reason dropsName(Expr.Call node) {
    return new Reason(node.function() + "() drops the metric name", node.span());
  }

  /**
   * The labels that {@code =} matchers fix, of a plain selector only. A label that is matched twice
   * is left out, except by {@code =} after something else: an oddity of the engine that is <a
   * href="https://github.com/prometheus/prometheus/blob/v3.5.3/promql/functions.go">kept for
   * compatibility</a> in {@code createLabelsForAbsentFunction}.
   */
  private LabelFlow absent(Expr.Call node) {
    Reason closing =
        new Reason(
            node.function() + "() makes a series with only the labels its selector fixes by =",
            node.span());
    Expr argument = node.arguments().isEmpty() ? null : unwrap(node.arguments().get(0));
    Expr.VectorSelector selector = null;
    if (argument instanceof Expr.VectorSelector vector) {
      selector = vector;
    } else if (argument instanceof Expr.MatrixSelector matrix) {
      selector = matrix.selector();
    }
    Map<String, LabelState> labels = new TreeMap<>();
    if (selector != null) {
      Set<String> seen = new HashSet<>();
      for (LabelMatcher matcher : selector.matchers()) {
        if (matcher.label().equals(NAME)) {
          continue;
        }
        boolean sets = matcher.op() == MatchOp.EQUAL && seen.add(matcher.label());
        if (sets && !matcher.value().isEmpty()) {
          labels.put(
              matcher.label(),
              LabelState.must(
                  matcher.value(),
                  new Reason(
                      node.function() + "() takes it from `" + Matchers.text(matcher) + "`",
                      matcher.span())));
        } else {
          labels.remove(matcher.label());
        }
      }
    }
    return closed(labels, closing);
  }

  private LabelFlow labelReplace(Expr.Call node) {
    List<String> texts = strings(node);
    if (node.arguments().size() != 5 || texts.size() != 4) {
      return unknown(node);
    }
    LabelFlow flow = node.arguments().get(0).accept(this);
    String destination = texts.get(0);
    LabelState written =
        Relabel.replace(
            flow.label(destination),
            flow.label(texts.get(2)),
            texts.get(1),
            texts.get(3),
            "label_replace()",
            node.span());
    return flow.with(destination, written);
  }

  private LabelFlow labelJoin(Expr.Call node) {
    List<String> texts = strings(node);
    if (texts.size() < 2 || texts.size() != node.arguments().size() - 1) {
      return unknown(node);
    }
    LabelFlow flow = node.arguments().get(0).accept(this);
    List<LabelState> sources = texts.subList(2, texts.size()).stream().map(flow::label).toList();
    return flow.with(
        texts.get(0), Relabel.join(sources, texts.get(1), "label_join()", node.span()));
  }

  /** The arguments behind the first, as long as they are strings. */
  private static List<String> strings(Expr.Call node) {
    List<String> texts = new ArrayList<>();
    for (int i = 1; i < node.arguments().size(); i++) {
      if (unwrap(node.arguments().get(i)) instanceof Expr.StringLiteral string) {
        texts.add(string.value());
      }
    }
    return texts;
  }

  /**
   * <a href="https://prometheus.io/docs/prometheus/latest/querying/functions/#info">info()</a> adds
   * labels of info series and never changes one that is there.
   */
  private LabelFlow info(Expr.Call node) {
    if (node.arguments().isEmpty()) {
      return unknown(node);
    }
    LabelFlow base = node.arguments().get(0).accept(this);
    Expr second = node.arguments().size() > 1 ? unwrap(node.arguments().get(1)) : null;
    List<LabelMatcher> wanted =
        second instanceof Expr.VectorSelector selector
            ? selector.matchers().stream().filter(m -> !m.label().equals(NAME)).toList()
            : List.of();
    boolean ownName =
        second instanceof Expr.VectorSelector selector
            && (selector.name() != null || selector.matchers().size() > wanted.size());
    if (wanted.isEmpty()) {
      LabelState added = LabelState.can(new Reason("info() may add it", node.span()));
      Map<String, LabelState> labels = new TreeMap<>();
      base.map()
          .forEach(
              (name, label) ->
                  labels.put(name, name.equals(NAME) ? label : infoLabel(label, added)));
      labels.putIfAbsent(NAME, base.label(NAME));
      return LabelFlow.series(labels, infoLabel(base.others(), added), base.empty());
    }
    LabelFlow result = base;
    Map<String, LabelState> matched = new TreeMap<>();
    for (LabelMatcher matcher : wanted) {
      LabelState said =
          Matchers.label(matcher).orElse(LabelState.can(new Reason("info()", node.span())));
      LabelState known = matched.get(matcher.label());
      LabelState both = known == null ? said : LabelState.both(known, said);
      matched.put(matcher.label(), both == null ? said : both);
    }
    for (Map.Entry<String, LabelState> entry : matched.entrySet()) {
      LabelState said = entry.getValue();
      if (said.isImpossible()) {
        continue;
      }
      LabelState old = base.label(entry.getKey());
      // A series that is itself an info series is left as it is, and only then lacks the label.
      boolean always = said.isCertain() && !ownName;
      Reason reason =
          new Reason(
              always ? "info() adds it or drops the series" : "info() may add it", node.span());
      LabelState added = always ? LabelState.must(null, reason) : LabelState.can(reason);
      result =
          result.with(entry.getKey(), always && !old.isCertain() ? added : infoLabel(old, added));
    }
    return result;
  }

  private static LabelState infoLabel(LabelState old, LabelState added) {
    return old.isCertain() ? old : added;
  }

  // --- aggregations ---------------------------------------------------------------------------

  @Override
  public LabelFlow aggregation(Expr.Aggregation node) {
    LabelFlow flow = node.expr().accept(this);
    return switch (node.op()) {
      case TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> flow; // They choose series and change none.
      case COUNT_VALUES -> countValues(node, flow);
      case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, QUANTILE ->
          grouped(flow, node.grouping(), node.op().symbol(), node.span());
    };
  }

  /**
   * The label for the value is set on the input, and grouped by unless the grouping is {@code
   * without} (<a
   * href="https://prometheus.io/docs/prometheus/latest/querying/operators/#count_values">
   * count_values</a>).
   */
  private LabelFlow countValues(Expr.Aggregation node, LabelFlow flow) {
    if (node.parameter() == null
        || !(unwrap(node.parameter()) instanceof Expr.StringLiteral label)) {
      return grouped(flow, node.grouping(), "count_values", node.span());
    }
    LabelState value =
        LabelState.must(null, new Reason("count_values writes the value to it", node.span()));
    Grouping grouping = node.grouping();
    if (!grouping.without()) {
      List<String> labels = new ArrayList<>(grouping.labels());
      labels.add(label.value());
      grouping = Grouping.by(labels);
    }
    return grouped(flow.with(label.value(), value), grouping, "count_values", node.span());
  }

  private static LabelFlow grouped(LabelFlow flow, Grouping grouping, String op, Span span) {
    if (grouping.without()) {
      String text = "`" + op + " without (" + String.join(", ", grouping.labels()) + ")`";
      LabelFlow dropped =
          without(flow, grouping.labels(), new Reason(text + " aggregates it away", span));
      return without(dropped, List.of(NAME), new Reason(text + " drops the metric name", span));
    }
    String text =
        grouping.labels().isEmpty()
            ? "`" + op + "` aggregates all labels away"
            : "`" + op + " by (" + String.join(", ", grouping.labels()) + ")` aggregates it away";
    Map<String, LabelState> labels = new TreeMap<>();
    grouping.labels().forEach(name -> labels.put(name, flow.label(name)));
    return LabelFlow.series(labels, LabelState.cannot(new Reason(text, span)), flow.empty());
  }

  // --- operators ------------------------------------------------------------------------------

  @Override
  public LabelFlow binary(Expr.Binary node) {
    // Chains of operators lean to the left and can be long: they are walked, not recursed into.
    List<Expr.Binary> chain = new ArrayList<>();
    Expr leftmost = node;
    while (leftmost instanceof Expr.Binary binary) {
      chain.add(binary);
      leftmost = binary.left();
    }
    LabelFlow left = leftmost.accept(this);
    for (int i = chain.size() - 1; i >= 0; i--) {
      left = binary(chain.get(i), left, chain.get(i).right().accept(this));
    }
    return left;
  }

  private static LabelFlow binary(Expr.Binary node, LabelFlow left, LabelFlow right) {
    if (left.isScalar() && right.isScalar()) {
      return LabelFlow.scalar(new Reason("an operation on scalars is a scalar", node.span()));
    }
    if (left.isScalar() || right.isScalar()) {
      LabelFlow vector = left.isScalar() ? right : left;
      return changesMeaning(node)
          ? withoutName(vector, "`" + text(node) + "` drops the metric name", node.span())
          : vector;
    }
    return switch (node.op()) {
      case OR -> or(left, right);
      case UNLESS -> left;
      case AND -> {
        Joined joined = Joined.of(left, right, node.matching(), node);
        yield joined.many().neverAnything(joined.empty(), right.empty());
      }
      default -> matched(node, left, right);
    };
  }

  private static LabelFlow or(LabelFlow left, LabelFlow right) {
    if (left.empty() != null) {
      return right;
    }
    if (right.empty() != null) {
      return left;
    }
    Map<String, LabelState> labels = new TreeMap<>();
    for (String name : left.namesWith(right)) {
      labels.put(name, LabelState.either(left.label(name), right.label(name)));
    }
    return LabelFlow.series(labels, LabelState.either(left.others(), right.others()));
  }

  /** Arithmetic and comparisons between two vectors: {@code resultMetric} in the engine. */
  private static LabelFlow matched(Expr.Binary node, LabelFlow left, LabelFlow right) {
    VectorMatching matching = node.matching();
    boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
    LabelFlow many = swapped ? right : left;
    LabelFlow one = swapped ? left : right;
    Joined joined = Joined.of(many, one, matching, node);
    LabelFlow result = joined.many().neverAnything(joined.empty(), one.empty());
    String operator = "`" + text(node) + "`";
    if (changesMeaning(node) && !node.bool()) {
      result = withoutName(result, operator + " drops the metric name", node.span());
    }
    if (matching.cardinality() == Cardinality.ONE_TO_ONE) {
      result = matching.on() ? kept(node, result) : ignored(node, result);
    }
    for (String name : matching.include()) {
      boolean agrees =
          matching.on()
              ? matching.labels().contains(name)
              : !matching.labels().contains(name) && !name.equals(NAME);
      LabelState copied = agrees ? joined.many().label(name) : one.label(name);
      result =
          result.with(
              name,
              copied.because(
                  new Reason(
                      "`"
                          + (swapped ? "group_right" : "group_left")
                          + "` takes it from the side of one",
                      node.span())));
    }
    // A comparison with bool drops the name last, after what the matching did to it.
    return node.bool()
        ? withoutName(result, operator + " drops the metric name", node.span())
        : result;
  }

  private static LabelFlow kept(Expr.Binary node, LabelFlow flow) {
    List<String> labels = node.matching().labels();
    Map<String, LabelState> kept = new TreeMap<>();
    labels.forEach(name -> kept.put(name, flow.label(name)));
    String text =
        labels.isEmpty()
            ? "`on ()` drops all labels"
            : "`on (" + String.join(", ", labels) + ")` drops it";
    return LabelFlow.series(kept, LabelState.cannot(new Reason(text, node.span())), flow.empty());
  }

  private static LabelFlow ignored(Expr.Binary node, LabelFlow flow) {
    List<String> labels = node.matching().labels();
    if (labels.isEmpty()) {
      return flow;
    }
    String text = "`ignoring (" + String.join(", ", labels) + ")` drops it";
    return without(flow, labels, new Reason(text, node.span()));
  }

  /** Whether the operator makes a new value, which the metric's name no longer describes. */
  private static boolean changesMeaning(Expr.Binary node) {
    return node.bool() || !(node.op().isComparison() || node.op().isSetOperator());
  }

  private static String text(Expr.Binary node) {
    return node.op().symbol() + (node.bool() ? " bool" : "");
  }

  /**
   * The side of many, as far as its labels must agree with the side of one.
   *
   * @param empty why no series of the two sides can ever agree, or null
   */
  private record Joined(LabelFlow many, @Nullable Reason empty) {
    static Joined of(LabelFlow many, LabelFlow one, VectorMatching matching, Expr.Binary node) {
      LabelFlow result = many;
      Reason empty = null;
      Set<String> names;
      if (matching.on()) {
        names = new HashSet<>(matching.labels());
      } else {
        // Without `on`, all labels must agree but the ignored ones and the metric's name.
        names = new HashSet<>(many.namesWith(one));
        matching.labels().forEach(names::remove);
        names.remove(NAME);
      }
      for (String name : new TreeSet<>(names)) {
        LabelState agreed = LabelState.both(many.label(name), one.label(name));
        if (agreed != null) {
          result = result.with(name, agreed);
        } else if (empty == null) {
          empty = contradiction(name, many.label(name), one.label(name), node);
        }
      }
      if (!matching.on()) {
        LabelState others = LabelState.both(many.others(), one.others());
        if (others != null && others != many.others()) {
          // What closes the result says nothing about what does not have to agree.
          Map<String, LabelState> labels = new TreeMap<>(result.map());
          matching.labels().forEach(name -> labels.putIfAbsent(name, many.label(name)));
          labels.putIfAbsent(NAME, many.label(NAME));
          result = LabelFlow.series(labels, others, many.empty());
        }
      }
      return new Joined(result, empty);
    }

    private static Reason contradiction(
        String name, LabelState many, LabelState one, Expr.Binary node) {
      String how =
          many.isImpossible() || one.isImpossible()
              ? "one side always has the label " + name + " and the other never"
              : "the two sides have different values of " + name;
      Reason why = many.isImpossible() ? many.reason() : one.reason();
      return new Reason("nothing can match: " + how + " (" + why.text() + ")", node.span());
    }
  }

  // --- shared ---------------------------------------------------------------------------------

  private static LabelFlow closed(Map<String, LabelState> labels, Reason closing) {
    return LabelFlow.series(labels, LabelState.cannot(closing));
  }

  private static LabelFlow withoutName(LabelFlow flow, String text, Span span) {
    return flow.isScalar() ? flow : without(flow, METADATA, new Reason(text, span));
  }

  private static LabelFlow without(LabelFlow flow, List<String> names, Reason reason) {
    Map<String, LabelState> labels = new TreeMap<>(flow.map());
    LabelState gone = LabelState.cannot(reason);
    for (String name : names) {
      // What is already gone keeps the reason why it went.
      if (!flow.label(name).isImpossible()) {
        labels.put(name, gone);
      }
    }
    return flow.with(labels);
  }

  private static Expr unwrap(Expr expr) {
    Expr inner = expr;
    while (inner instanceof Expr.Paren paren) {
      inner = paren.expr();
    }
    return inner;
  }
}
