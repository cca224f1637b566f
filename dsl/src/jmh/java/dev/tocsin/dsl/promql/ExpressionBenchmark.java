package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.labelflow.LabelFlow;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per expression to parse, check (parse and type), print, and follow the labels, in the long
 * run of a warm JVM.
 *
 * <pre>
 * mvn -Pbenchmarks -pl dsl test-compile exec:exec
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ExpressionBenchmark {
  /** From the simplest to what generators of rules write. */
  @Param({
    "up == 0",
    "sum by (job, instance) (rate(http_requests_total{code=~\"5..\",job=\"api\"}[5m])) > 0.05",
    "histogram_quantile(0.95, sum by (le, model) (rate(ttft_seconds_bucket[5m]))) > 2 and on (model)"
        + " sum by (model) (increase(ttft_seconds_count[5m])) >= 20",
    "(sum by (cluster, namespace) (kube_pod_info{node!=\"\"}) * on (cluster) group_left (team)"
        + " max by (cluster, team) (cluster_info{env=~\"prod|stage\"} offset 5m)) / ignoring (team)"
        + " (count by (cluster, namespace) (kube_node_info) or label_replace(vector(1), \"cluster\","
        + " \"$1\", \"\", \"(.*)\")) > bool 1.5"
  })
  public String text = "";

  private Expr expr = Expr.NumberLiteral.of(0);

  /** Reads the expression once for what needs a tree. */
  @Setup
  public void read() {
    expr = PromqlCheck.check(text).expr().orElseThrow();
  }

  @Benchmark
  public Object parse() {
    return PromqlCheck.check(text);
  }

  @Benchmark
  public Object check() {
    return PromqlCheck.check(text);
  }

  @Benchmark
  public Object print() {
    return Printer.print(expr);
  }

  @Benchmark
  public Object labelFlow() {
    return LabelFlow.of(expr);
  }
}
