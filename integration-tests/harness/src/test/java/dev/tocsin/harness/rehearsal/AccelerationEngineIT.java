package dev.tocsin.harness.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.go.GoString;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Acceleration held against the real engine: over the same samples, scraped every 15 s or every 100
 * ms, an expression and its compressed form give the same values.
 */
class AccelerationEngineIT {
  private static final Acceleration COMPRESSION =
      Acceleration.by(150).anchoredAt(Instant.EPOCH); // promtool's time starts there

  private static final List<String> EXPRESSIONS =
      List.of(
          "rate(c_total[5m])",
          "irate(c_total[5m])",
          "increase(c_total[5m])",
          "delta(g[5m])",
          "idelta(g[5m])",
          "deriv(g[10m])",
          "sum(rate(c_total[5m])) > 0.1",
          "rate(c_total[5m]) > bool 0.4",
          "rate(c_total[5m]) / ignoring (job) group_left () sum(rate(c_total[10m]))",
          "rate(c_total[5m]) + increase(c_total[5m])",
          "(rate(c_total[5m]) + rate(c_total[10m])) ^ 2",
          "sqrt(rate(c_total[5m])) or vector(1)",
          "rate(c_total[5m]) * rate(c_total[5m])",
          "stdvar(rate(c_total[5m]))",
          "stddev(rate(c_total[5m]))",
          "stdvar_over_time(rate(c_total[5m])[30m:1m])",
          "histogram_quantile(0.9, sum by (le) (rate(h_bucket[5m])))",
          "histogram_quantile(0.9, sum by (le) (increase(h_bucket[5m])))",
          "predict_linear(g[10m], 3600)",
          "predict_linear(g[10m], 60 * 60) < 100000",
          "max_over_time(rate(c_total[5m])[30m:1m])",
          "rate(c_total[5m] offset 10m)",
          "rate(c_total[5m] offset -5m)",
          "avg_over_time(g[10m:30s] offset 5m)",
          "g @ 1200",
          "rate(c_total[5m] @ 1800)",
          "time() - g_timestamp_seconds",
          "time() - timestamp(g)",
          "timestamp(g offset 5m)",
          "hour() + minute()",
          "minute(g_timestamp_seconds)",
          "count_over_time(g[5m])",
          "sum_over_time(g[5m])",
          "changes(g[10m])",
          "resets(c_total[10m])",
          "quantile_over_time(0.5, deriv(g[10m])[20m:1m])",
          "topk(1, rate(c_total[5m]))",
          "clamp_max(rate(c_total[5m]), 0.3)",
          "label_replace(rate(c_total[5m]), \"x\", \"$1\", \"job\", \"(.*)\")",
          "scalar(sum(rate(c_total[5m]))) * g",
          "-rate(c_total[5m]) % 0.07",
          "round(rate(c_total[5m]), 0.01)",
          "rate(c_total[5m]) and g > 0",
          "absent(rate(c_total[5m]))",
          "avg(rate(c_total[5m])) unless vector(0)",
          "count(rate(c_total[5m]) > 0.3)",
          "sgn(deriv(g[10m]))");

  private static final Pattern RESULT =
      Pattern.compile("exp: \\{__name__=\"nothing\"} 1E\\+00\\s+got: (.*)");

  private static final Pattern SAMPLE = Pattern.compile("(\\{[^}]*}) ([-+0-9.E]+|NaN|[-+]Inf)");

  @Test
  void givesTheSameValuesOnTheRealEngine() throws Exception {
    Path promtool = Tools.standard().provide(Generation.NEWEST).promtool();
    List<String> compressed = new ArrayList<>();
    for (String text : EXPRESSIONS) {
      AcceleratedExpr result = COMPRESSION.apply(PromqlCheck.check(text).expr().orElseThrow());
      assertThat(result.problems()).isEmpty();
      compressed.add(result.expr().orElseThrow().text());
    }
    List<String> expected = evaluate(promtool, series(), "15s", "1h", EXPRESSIONS);
    List<String> actual = evaluate(promtool, series(), "100ms", "24s", compressed);

    List<String> differences = new ArrayList<>();
    for (int i = 0; i < EXPRESSIONS.size(); i++) {
      if (!same(samples(expected.get(i)), samples(actual.get(i)))) {
        differences.add(
            EXPRESSIONS.get(i)
                + ": "
                + expected.get(i)
                + "\n  "
                + compressed.get(i)
                + ": "
                + actual.get(i));
      }
    }
    assertThat(differences).isEmpty();
  }

  private static Map<String, String> series() {
    Map<String, String> series = new TreeMap<>();
    series.put("c_total{job=\"a\"}", "0+7x140 3+9x400");
    series.put("c_total{job=\"b\"}", "0+3x600");
    series.put("h_bucket{le=\"0.1\"}", "0+1x600");
    series.put("h_bucket{le=\"1\"}", "0+4x600");
    series.put("h_bucket{le=\"+Inf\"}", "0+5x600");
    series.put("g", "0+2x100 200-1x50 150+3x400");
    series.put("g_timestamp_seconds", "0+10x600");
    return series;
  }

  private static Map<String, Double> samples(String text) {
    Map<String, Double> samples = new TreeMap<>();
    Matcher matcher = SAMPLE.matcher(text);
    while (matcher.find()) {
      samples.put(matcher.group(1), Double.valueOf(matcher.group(2).replace("Inf", "Infinity")));
    }
    return samples;
  }

  /** The same labels, and values that differ by no more than rounding. */
  private static boolean same(Map<String, Double> expected, Map<String, Double> actual) {
    if (!expected.keySet().equals(actual.keySet())) {
      return false;
    }
    for (Map.Entry<String, Double> sample : expected.entrySet()) {
      double want = sample.getValue();
      double got = actual.get(sample.getKey());
      if (Double.compare(want, got) != 0
          && !(Math.abs(want - got) <= 1e-9 * Math.max(1, Math.abs(want)))) {
        return false;
      }
    }
    return true;
  }

  /**
   * What the real engine makes of each expression over these series, as promtool's unit tests print
   * it: no expectation holds, so that it tells what it got instead.
   *
   * @param interval between two samples and two evaluations, such as {@code 15s}
   */
  private static List<String> evaluate(
      Path promtool,
      Map<String, String> series,
      String interval,
      String time,
      List<String> expressions)
      throws IOException, InterruptedException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("evaluation_interval: ").append(interval);
    yaml.append("\ntests:\n- interval: ").append(interval).append("\n  input_series:\n");
    series.forEach(
        (name, values) -> {
          yaml.append("  - series: ").append(GoString.quote(name));
          yaml.append("\n    values: ").append(GoString.quote(values));
          yaml.append('\n');
        });
    yaml.append("  promql_expr_test:\n");
    for (String expression : expressions) {
      yaml.append("  - expr: ").append(GoString.quote(expression));
      yaml.append("\n    eval_time: ").append(time);
      yaml.append("\n    exp_samples: [{labels: nothing, value: 1}]\n");
    }
    Path test = Files.createTempFile("tocsin-engine", ".yml");
    try {
      Files.writeString(test, yaml);
      Process process =
          new ProcessBuilder(promtool.toString(), "test", "rules", test.toString())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      List<String> results = new ArrayList<>();
      Matcher matcher = RESULT.matcher(text);
      while (matcher.find()) {
        results.add(matcher.group(1));
      }
      if (results.size() != expressions.size()) {
        throw new IOException("promtool did not evaluate every expression: " + text);
      }
      return results;
    } finally {
      Files.deleteIfExists(test);
    }
  }
}
