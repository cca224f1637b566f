package dev.tocsin.dsl.promql;

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
  TOPK,
  BOTTOMK,
  COUNT_VALUES,
  QUANTILE,
  LIMITK,
  LIMIT_RATIO;

  /** The operator as it is written. */
  public String symbol() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
