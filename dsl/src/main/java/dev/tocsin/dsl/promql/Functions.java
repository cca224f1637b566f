package dev.tocsin.dsl.promql;

import static dev.tocsin.dsl.promql.PromqlFunction.function;
import static dev.tocsin.dsl.promql.ValueType.MATRIX;
import static dev.tocsin.dsl.promql.ValueType.SCALAR;
import static dev.tocsin.dsl.promql.ValueType.STRING;
import static dev.tocsin.dsl.promql.ValueType.VECTOR;

import dev.tocsin.dsl.problem.Similar;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All <a href="https://prometheus.io/docs/prometheus/latest/querying/functions/">functions</a> of
 * Prometheus 3.5, one row each: the type of its result and of its arguments, what it does to labels
 * where it does more than drop the metric's name, and the version that brought it where that is
 * later than 2.42, the oldest that is supported. How values change when time runs faster is known
 * to the harness (its {@code Scaling}), and how the language writes a function to the import.
 */
public final class Functions {
  /** The oldest version that is supported. */
  private static final String OLDEST = "2.42";

  private static final List<PromqlFunction> TABLE =
      List.of(
          function("abs", VECTOR, VECTOR),
          function("absent", VECTOR, VECTOR).labels(LabelEffect.ABSENT),
          function("absent_over_time", VECTOR, MATRIX).labels(LabelEffect.ABSENT),
          function("acos", VECTOR, VECTOR),
          function("acosh", VECTOR, VECTOR),
          function("asin", VECTOR, VECTOR),
          function("asinh", VECTOR, VECTOR),
          function("atan", VECTOR, VECTOR),
          function("atanh", VECTOR, VECTOR),
          function("avg_over_time", VECTOR, MATRIX),
          function("ceil", VECTOR, VECTOR),
          function("changes", VECTOR, MATRIX),
          function("clamp", VECTOR, VECTOR, SCALAR, SCALAR),
          function("clamp_max", VECTOR, VECTOR, SCALAR),
          function("clamp_min", VECTOR, VECTOR, SCALAR),
          function("cos", VECTOR, VECTOR),
          function("cosh", VECTOR, VECTOR),
          function("count_over_time", VECTOR, MATRIX),
          function("day_of_month", VECTOR, VECTOR).optionalLast(),
          function("day_of_week", VECTOR, VECTOR).optionalLast(),
          function("day_of_year", VECTOR, VECTOR).optionalLast(),
          function("days_in_month", VECTOR, VECTOR).optionalLast(),
          function("deg", VECTOR, VECTOR),
          function("delta", VECTOR, MATRIX),
          function("deriv", VECTOR, MATRIX),
          function("double_exponential_smoothing", VECTOR, MATRIX, SCALAR, SCALAR)
              .experimental()
              .since("3.0"),
          function("exp", VECTOR, VECTOR),
          function("floor", VECTOR, VECTOR),
          function("histogram_avg", VECTOR, VECTOR)
              .labels(LabelEffect.DROPS_ONLY_NAME)
              .since("2.51"),
          function("histogram_count", VECTOR, VECTOR).labels(LabelEffect.DROPS_ONLY_NAME),
          function("histogram_fraction", VECTOR, SCALAR, SCALAR, VECTOR)
              .labels(LabelEffect.BUCKETS),
          function("histogram_quantile", VECTOR, SCALAR, VECTOR).labels(LabelEffect.BUCKETS),
          function("histogram_stddev", VECTOR, VECTOR)
              .labels(LabelEffect.DROPS_ONLY_NAME)
              .since("2.47"),
          function("histogram_stdvar", VECTOR, VECTOR)
              .labels(LabelEffect.DROPS_ONLY_NAME)
              .since("2.47"),
          function("histogram_sum", VECTOR, VECTOR).labels(LabelEffect.DROPS_ONLY_NAME),
          function("hour", VECTOR, VECTOR).optionalLast(),
          function("idelta", VECTOR, MATRIX),
          function("increase", VECTOR, MATRIX),
          function("info", VECTOR, VECTOR, VECTOR)
              .labels(LabelEffect.INFO)
              .optionalLast()
              .experimental()
              .since("2.55"),
          function("irate", VECTOR, MATRIX),
          function("label_join", VECTOR, VECTOR, STRING, STRING, STRING)
              .labels(LabelEffect.LABEL_JOIN)
              .repeatedLast(),
          function("label_replace", VECTOR, VECTOR, STRING, STRING, STRING, STRING)
              .labels(LabelEffect.LABEL_REPLACE),
          function("last_over_time", VECTOR, MATRIX).labels(LabelEffect.KEEPS_ALL),
          function("ln", VECTOR, VECTOR),
          function("log10", VECTOR, VECTOR),
          function("log2", VECTOR, VECTOR),
          function("mad_over_time", VECTOR, MATRIX).experimental().since("2.49"),
          function("max_over_time", VECTOR, MATRIX),
          function("min_over_time", VECTOR, MATRIX),
          function("minute", VECTOR, VECTOR).optionalLast(),
          function("month", VECTOR, VECTOR).optionalLast(),
          function("pi", SCALAR),
          function("predict_linear", VECTOR, MATRIX, SCALAR),
          function("present_over_time", VECTOR, MATRIX),
          function("quantile_over_time", VECTOR, SCALAR, MATRIX),
          function("rad", VECTOR, VECTOR),
          function("rate", VECTOR, MATRIX),
          function("resets", VECTOR, MATRIX),
          function("round", VECTOR, VECTOR, SCALAR).optionalLast(),
          function("scalar", SCALAR, VECTOR),
          function("sgn", VECTOR, VECTOR),
          function("sin", VECTOR, VECTOR),
          function("sinh", VECTOR, VECTOR),
          function("sort", VECTOR, VECTOR).labels(LabelEffect.KEEPS_ALL),
          function("sort_by_label", VECTOR, VECTOR, STRING)
              .labels(LabelEffect.KEEPS_ALL)
              .repeatedLast()
              .experimental()
              .since("2.49"),
          function("sort_by_label_desc", VECTOR, VECTOR, STRING)
              .labels(LabelEffect.KEEPS_ALL)
              .repeatedLast()
              .experimental()
              .since("2.49"),
          function("sort_desc", VECTOR, VECTOR).labels(LabelEffect.KEEPS_ALL),
          function("sqrt", VECTOR, VECTOR),
          function("stddev_over_time", VECTOR, MATRIX),
          function("stdvar_over_time", VECTOR, MATRIX),
          function("sum_over_time", VECTOR, MATRIX),
          function("tan", VECTOR, VECTOR),
          function("tanh", VECTOR, VECTOR),
          function("time", SCALAR),
          function("timestamp", VECTOR, VECTOR),
          function("ts_of_last_over_time", VECTOR, MATRIX).experimental().since("3.5"),
          function("ts_of_max_over_time", VECTOR, MATRIX).experimental().since("3.5"),
          function("ts_of_min_over_time", VECTOR, MATRIX).experimental().since("3.5"),
          function("vector", VECTOR, SCALAR).labels(LabelEffect.NO_LABELS),
          function("year", VECTOR, VECTOR).optionalLast());

  private static final Map<String, PromqlFunction> BY_NAME = new TreeMap<>();

  /** Names from other versions and what to use today. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "holt_winters", "double_exponential_smoothing",
          "first_over_time", "last_over_time",
          "count_scalar", "scalar(count(…))",
          "drop_common_labels", "an aggregation");

  static {
    for (PromqlFunction function : TABLE) {
      BY_NAME.put(function.name(), function);
    }
  }

  private Functions() {}

  /** The function of this name, which counts capitals as different letters. */
  public static Optional<PromqlFunction> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** What a function does to labels; that of nearly all for an unknown one. */
  public static LabelEffect labels(String name) {
    return named(name).map(PromqlFunction::labels).orElse(LabelEffect.DROPS_NAME);
  }

  /** All functions, sorted by name. */
  public static Collection<PromqlFunction> all() {
    return TABLE;
  }

  /**
   * What to write in place of a name that is no function, and what a suggested function needs;
   * empty where nothing looks alike.
   *
   * @param features what is switched on
   */
  static String advice(String name, Set<Feature> features) {
    String renamed = RENAMED.get(name);
    if (renamed != null) {
      return "use `" + renamed + "`" + needs(renamed, features);
    }
    String similar = Similar.to(name, BY_NAME.keySet()).orElse("");
    return similar.isEmpty() ? "" : "did you mean `" + similar + "`?" + needs(similar, features);
  }

  private static String needs(String name, Set<Feature> features) {
    PromqlFunction function = BY_NAME.get(name);
    if (function == null) {
      return "";
    }
    boolean off = function.isExperimental() && !features.contains(Feature.EXPERIMENTAL_FUNCTIONS);
    String since =
        function.since().equals(OLDEST) ? "" : "Prometheus " + function.since() + " or newer";
    String flag = off ? "--enable-feature=" + Feature.EXPERIMENTAL_FUNCTIONS.flag() : "";
    String both = since.isEmpty() || flag.isEmpty() ? since + flag : since + " with " + flag;
    return both.isEmpty() ? "" : " (requires " + both + ")";
  }
}
