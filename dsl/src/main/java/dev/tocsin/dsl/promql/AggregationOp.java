package dev.tocsin.dsl.promql;

import java.util.Locale;

/**
 * The <a
 * href="https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators">aggregation
 * operators</a>.
 */
public enum AggregationOp {
  SUM,
  AVG,
  COUNT,
  MIN,
  MAX,
  GROUP,
  STDDEV,
  STDVAR,
  TOPK("5"),
  BOTTOMK("5"),
  COUNT_VALUES("\"label\""),
  QUANTILE("0.95"),
  LIMITK("5", "2.54"),
  LIMIT_RATIO("0.1", "2.54");

  private final String symbol;
  private final String example;
  private final String since;

  AggregationOp() {
    this("");
  }

  AggregationOp(String example) {
    this(example, "2.42");
  }

  AggregationOp(String example, String since) {
    this.symbol = name().toLowerCase(Locale.ROOT);
    this.example = example;
    this.since = since;
  }

  /** The operator as it is written. */
  public String symbol() {
    return symbol;
  }

  /** Whether a first argument says how many, which quantile or which label. */
  public boolean takesParameter() {
    return !example.isEmpty();
  }

  /** The first version that has it, such as {@code 2.54}; 2.42 stands for that or any before it. */
  public String since() {
    return since;
  }

  /** An example of that first argument, for messages. */
  String parameterExample() {
    return example;
  }
}
