package dev.tocsin.harness.scenario;

import dev.tocsin.dsl.labelflow.LabelFlow;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.RecordingRule;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Functions;
import dev.tocsin.dsl.promql.LabelMatcher;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.VectorMatching;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.Texts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * The complete labels that an alert can fire with in a case: those of the series that its targets
 * export, followed through the expression without looking at values, what the scenario promises,
 * and those of the definition. It is worked out from the script and the definition, and never asked
 * of a server.
 */
@API(status = API.Status.INTERNAL)
public final class FiringLabels {
  private static final String NAME = "__name__";

  /** Functions whose effect on labels depends on values. */
  private final Case one;

  private final List<SortedMap<String, String>> all;
  private final boolean certain;

  private FiringLabels(Case one, List<SortedMap<String, String>> all, boolean certain) {
    this.one = one;
    this.all = List.copyOf(all);
    this.certain = certain;
  }

  /**
   * In this case of a suite.
   *
   * @param floats what its Prometheus does with what it scrapes
   * @param address what a target's {@code instance} label will be, by the target's name
   */
  public static FiringLabels of(
      Suite suite, Case one, FloatLabels floats, UnaryOperator<String> address) {
    Optional<Alert> alert = suite.alert(one.scenario());
    return alert.isEmpty()
        ? new FiringLabels(one, List.of(), false)
        : new Following(suite, one, floats, address).of(alert.get());
  }

  /** Vector matches in an expression without any matching pair of series, one sentence each. */
  static List<String> unjoined(Expr root, Suite suite, Case one, FloatLabels floats) {
    List<String> lines = new ArrayList<>();
    for (Expr node : Trees.nodes(root)) {
      if (node instanceof Expr.Binary binary && binary.op() != BinaryOp.OR) {
        Following following = new Following(suite, one, floats, name -> name);
        Set<SortedMap<String, String>> left = following.follow(binary.left());
        Set<SortedMap<String, String>> right = following.follow(binary.right());
        if (!left.isEmpty()
            && !right.isEmpty()
            && binary.op() != BinaryOp.UNLESS
            && Collections.disjoint(keys(left, binary), keys(right, binary))) {
          lines.add(
              "nothing on the two sides of `"
                  + binary.op().symbol()
                  + "` belongs together: on the left there is "
                  + Texts.labels(left.iterator().next())
                  + ", on the right "
                  + Texts.labels(right.iterator().next())
                  + ", and "
                  + (binary.matching().on()
                      ? "on " + Texts.list(binary.matching().labels()) + " must be the same"
                      : "all labels must be the same"
                          + (binary.matching().labels().isEmpty()
                              ? ""
                              : " but " + Texts.list(binary.matching().labels()))));
        }
      }
    }
    return lines;
  }

  private static Set<Map<String, String>> keys(
      Set<SortedMap<String, String>> all, Expr.Binary binary) {
    Set<Map<String, String>> keys = new HashSet<>();
    for (SortedMap<String, String> labels : all) {
      Map<String, String> key = new TreeMap<>(labels);
      key.remove(NAME);
      if (binary.matching().on()) {
        key.keySet().retainAll(binary.matching().labels());
      } else {
        binary.matching().labels().forEach(key::remove);
      }
      keys.add(key);
    }
    return keys;
  }

  /** All that are possible; more than one where values decide. */
  public List<SortedMap<String, String>> all() {
    return all;
  }

  /** The only ones that are possible, where that is certain. */
  public Optional<SortedMap<String, String>> only() {
    return certain && all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /**
   * Whether other cases can be played beside this one: it needs no servers of its own, and its
   * alert distinguishes instances. An alert that finds no series in its case does not disturb
   * others either. Accelerated cases need more, see {@code StagePlan}: there, everything that fires
   * is judged.
   */
  public boolean canShareServers() {
    return !one.needsOwnServers() && tellInstance();
  }

  private boolean tellInstance() {
    return (certain || !all.isEmpty())
        && all.stream().allMatch(labels -> labels.containsKey(Label.INSTANCE.name()));
  }

  /** One walk through an expression. */
  private static final class Following {
    private final Suite suite;
    private final Case one;
    private final String main;
    private final Set<SortedMap<String, String>> exported;
    private final Set<String> recording = new HashSet<>();
    private boolean certain = true;

    Following(Suite suite, Case one, FloatLabels floats, UnaryOperator<String> address) {
      this.suite = suite;
      this.one = one;
      this.main = address.apply(one.main().name());
      this.exported = one.exported(floats, address);
    }

    FiringLabels of(Alert alert) {
      Set<SortedMap<String, String>> possible = new LinkedHashSet<>();
      for (SortedMap<String, String> followed : follow(alert.expr())) {
        complete(followed, alert).ifPresent(possible::add);
      }
      List<SortedMap<String, String>> mine =
          possible.stream()
              .filter(labels -> main.equals(labels.get(Label.INSTANCE.name())))
              .toList();
      return new FiringLabels(one, mine.isEmpty() ? List.copyOf(possible) : mine, certain);
    }

    /** Empty where the scenario promises another one. */
    private Optional<SortedMap<String, String>> complete(
        SortedMap<String, String> followed, Alert alert) {
      SortedMap<String, String> complete = new TreeMap<>(followed);
      complete.remove(NAME);
      for (Map.Entry<String, String> label : alert.labels().entrySet()) {
        if (label.getValue().contains("{{")) {
          certain &= one.scenario().labels().containsKey(label.getKey());
        } else {
          complete.put(label.getKey(), label.getValue());
        }
      }
      for (Map.Entry<String, String> promised : one.scenario().labels().entrySet()) {
        String value = complete.put(promised.getKey(), promised.getValue());
        if (value != null && !value.equals(promised.getValue())) {
          return Optional.empty();
        }
      }
      complete.put(Label.ALERTNAME.name(), alert.name());
      complete.values().removeIf(String::isEmpty);
      return Optional.of(complete);
    }

    private Set<SortedMap<String, String>> follow(Expr written) {
      Expr expr = Trees.open(written);
      if (LabelFlow.of(expr).isScalar()) {
        return Set.of();
      }
      if (expr instanceof Expr.VectorSelector selector) {
        return selected(selector);
      }
      if (expr instanceof Expr.MatrixSelector matrix) {
        return selected(matrix.selector());
      }
      if (expr instanceof Expr.Subquery subquery) {
        return follow(subquery.expr());
      }
      if (expr instanceof Expr.Unary unary) {
        return without(follow(unary.expr()), Set.of(NAME));
      }
      if (expr instanceof Expr.Aggregation aggregation) {
        return aggregated(aggregation);
      }
      if (expr instanceof Expr.Call call) {
        return called(call);
      }
      if (expr instanceof Expr.Binary binary) {
        return joined(binary);
      }
      certain = false;
      return Set.of();
    }

    private Set<SortedMap<String, String>> selected(Expr.VectorSelector selector) {
      Set<SortedMap<String, String>> found = new LinkedHashSet<>();
      for (SortedMap<String, String> labels : exported) {
        if (matches(selector, labels)) {
          found.add(labels);
        }
      }
      String name = selector.metricName();
      if (name == null || !recording.add(name)) {
        return found;
      }
      for (RecordingRule recorded : suite.model().recording(name)) {
        for (SortedMap<String, String> inside : follow(recorded.expr())) {
          SortedMap<String, String> labels = new TreeMap<>(inside);
          labels.putAll(recorded.labels());
          labels.put(NAME, name);
          if (matches(selector, labels)) {
            found.add(labels);
          }
        }
      }
      recording.remove(name);
      return found;
    }

    private static boolean matches(Expr.VectorSelector selector, Map<String, String> labels) {
      if (selector.name() != null && !selector.name().equals(labels.get(NAME))) {
        return false;
      }
      for (LabelMatcher matcher : selector.matchers()) {
        if (!matcher.matches(labels.getOrDefault(matcher.label(), ""))) {
          return false;
        }
      }
      return true;
    }

    private Set<SortedMap<String, String>> aggregated(Expr.Aggregation aggregation) {
      Set<SortedMap<String, String>> inside = follow(aggregation.expr());
      AggregationOp op = aggregation.op();
      if (op == AggregationOp.TOPK
          || op == AggregationOp.BOTTOMK
          || op == AggregationOp.LIMITK
          || op == AggregationOp.LIMIT_RATIO) {
        return inside;
      }
      certain &= op != AggregationOp.COUNT_VALUES;
      Set<String> named = Set.copyOf(aggregation.grouping().labels());
      return aggregation.grouping().without()
          ? without(without(inside, named), Set.of(NAME))
          : only(inside, named);
    }

    private Set<SortedMap<String, String>> called(Expr.Call call) {
      Set<SortedMap<String, String>> inside = new LinkedHashSet<>();
      call.arguments().forEach(argument -> inside.addAll(follow(argument)));
      return switch (Functions.labels(call.function())) {
        case SCALAR -> Set.of();
        case NO_LABELS -> Set.of(new TreeMap<>());
        case ABSENT -> Set.of(absent(call.arguments().get(0)));
        case KEEPS_ALL -> inside;
        case BUCKETS -> without(inside, Set.of(NAME, "le"));
        // hour() is now's, and has no labels.
        case DROPS_NAME, DROPS_ONLY_NAME ->
            call.arguments().isEmpty() ? Set.of(new TreeMap<>()) : without(inside, Set.of(NAME));
        case LABEL_REPLACE, LABEL_JOIN, INFO -> {
          certain = false;
          yield without(inside, Set.of(NAME));
        }
      };
    }

    /** {@code absent} returns the labels of equality matchers. */
    private static SortedMap<String, String> absent(Expr argument) {
      SortedMap<String, String> labels = new TreeMap<>();
      Expr expr = Trees.open(argument);
      Expr selector = expr instanceof Expr.MatrixSelector matrix ? matrix.selector() : expr;
      if (selector instanceof Expr.VectorSelector vector) {
        vector.matchers().stream()
            .filter(matcher -> matcher.op() == MatchOp.EQUAL)
            .forEach(matcher -> labels.put(matcher.label(), matcher.value()));
      }
      labels.remove(NAME);
      return labels;
    }

    private Set<SortedMap<String, String>> joined(Expr.Binary binary) {
      Set<SortedMap<String, String>> left = follow(binary.left());
      Set<SortedMap<String, String>> right = follow(binary.right());
      if (binary.op() == BinaryOp.OR) {
        Set<SortedMap<String, String>> both = new LinkedHashSet<>(left);
        both.addAll(right);
        return both;
      }
      if (binary.op().isSetOperator()) {
        return left;
      }
      if (LabelFlow.of(Trees.open(binary.right())).isScalar()) {
        return without(left, Set.of(NAME));
      }
      if (LabelFlow.of(Trees.open(binary.left())).isScalar()) {
        return without(right, Set.of(NAME));
      }
      VectorMatching matching = binary.matching();
      certain &= matching.include().isEmpty();
      Set<String> named = Set.copyOf(matching.labels());
      return switch (matching.cardinality()) {
        case MANY_TO_ONE -> without(left, Set.of(NAME));
        case ONE_TO_MANY -> without(right, Set.of(NAME));
        case ONE_TO_ONE ->
            matching.on() ? only(left, named) : without(without(left, named), Set.of(NAME));
      };
    }

    private static Set<SortedMap<String, String>> without(
        Set<SortedMap<String, String>> all, Set<String> labels) {
      return changed(all, names -> names.removeAll(labels));
    }

    private static Set<SortedMap<String, String>> only(
        Set<SortedMap<String, String>> all, Set<String> labels) {
      return changed(all, names -> names.retainAll(labels));
    }

    private interface Change {
      boolean apply(Set<String> names);
    }

    private static Set<SortedMap<String, String>> changed(
        Set<SortedMap<String, String>> all, Change change) {
      Set<SortedMap<String, String>> result = new LinkedHashSet<>();
      for (SortedMap<String, String> labels : all) {
        SortedMap<String, String> copy = new TreeMap<>(labels);
        change.apply(copy.keySet());
        result.add(copy);
      }
      return result;
    }
  }
}
