package dev.tocsin.dsl.labelflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.go.GoString;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.generator.rules.Promtool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random expressions on random series in the real engine: no result may carry a label that cannot
 * be there, lack one that must, have another value than the known one, or exist at all where
 * nothing can match. {@code -Dtocsin.flow.rounds=N} evaluates more of them.
 */
class LabelFlowAgainstEngineIT {
  private static final int EXPRESSIONS_A_GROUP = 120;
  private static final int GROUPS_A_FILE = 25;
  private static final Pattern FAILURE =
      Pattern.compile("expr: (\"(?:[^\"\\\\]|\\\\.)*\"), time: 5m(?:, err: (.*)|,)");

  @TempDir Path folder;

  @Test
  void resultsObeyTheFlow() throws IOException {
    Promtool promtool = Promtool.newest();
    int rounds = Integer.getInteger("tocsin.flow.rounds", 1);
    Tally tally = new Tally();
    for (int round = 0; round < rounds; round++) {
      evaluate(promtool, round, tally);
    }
    System.out.println("Label flow against the engine: " + tally);
    assertThat(tally.violations).isEmpty();
    assertThat(tally.results).isGreaterThan(1000L * rounds);
  }

  private void evaluate(Promtool promtool, int seed, Tally tally) throws IOException {
    RandomExpressions expressions = new RandomExpressions(seed);
    Random random = new Random(seed);
    Map<String, Expr> known = new LinkedHashMap<>();
    for (int i = 0; i < EXPRESSIONS_A_GROUP; i++) {
      Expr expr = expressions.vector(random.nextInt(4));
      known.put(Render.text(expr), expr);
    }
    StringBuilder file = new StringBuilder("evaluation_interval: 1m\ntests:\n");
    for (int group = 0; group < GROUPS_A_FILE; group++) {
      file.append("- interval: 1m\n  input_series:\n");
      series(random).forEach(file::append);
      file.append("  promql_expr_test:\n");
      for (String text : known.keySet()) {
        file.append("  - expr: '").append(text.replace("'", "''")).append("'\n");
        file.append("    eval_time: 5m\n    exp_samples: []\n");
      }
    }
    Path tests = folder.resolve("tests.yml");
    Files.writeString(tests, file);
    String output =
        promtool.run(
            List.of(
                "--enable-feature=promql-experimental-functions",
                "test",
                "rules",
                tests.toString()),
            folder);
    Map<String, LabelFlow> flows = new LinkedHashMap<>();
    known.forEach((text, expr) -> flows.put(text, LabelFlow.of(expr)));
    String[] lines = output.split("\n");
    for (int i = 0; i < lines.length; i++) {
      Matcher failure = FAILURE.matcher(lines[i]);
      if (!failure.find()) {
        continue;
      }
      String text = GoString.unquote(failure.group(1)).orElseThrow();
      if (failure.group(2) != null) {
        tally.errors.merge(failure.group(2).replaceAll("[{\\[].*", ""), 1, Integer::sum);
      } else {
        tally.check(text, flows.get(text), lines[i + 2]);
      }
    }
    tally.evaluations += (long) known.size() * GROUPS_A_FILE;
  }

  /** A few series each, of a gauge, a counter, a classic and a native histogram and info series. */
  private static List<String> series(Random random) {
    Map<String, String> series = new TreeMap<>();
    for (int i = 0; i < 9; i++) {
      int kind = random.nextInt(9);
      String labels = labels(random);
      switch (kind) {
        case 0 -> {
          series.put("h{" + labels + "le=\"1\"}", "1+1x9");
          series.put("h{" + labels + "le=\"+Inf\"}", "2+2x9");
        }
        case 1 -> series.put("nh{" + labels + "}", "{{count:3 sum:5 buckets:[1 2]}}x9");
        case 2 -> series.put("target_info{" + labels + "job=\"j\"}", "1x9");
        case 3 -> series.put("m{" + labels + "job=\"j\"}", random.nextInt(3) + "+1x9");
        default -> series.put((kind < 6 ? "m{" : "n{") + labels + "}", random.nextInt(3) + "+1x9");
      }
    }
    List<String> lines = new ArrayList<>();
    series.forEach(
        (name, values) -> lines.add("  - series: '" + name + "'\n    values: '" + values + "'\n"));
    return lines;
  }

  private static String labels(Random random) {
    StringBuilder labels = new StringBuilder();
    for (String label : RandomExpressions.LABELS) {
      if (random.nextInt(3) > 0) {
        String value = RandomExpressions.VALUES.get(random.nextInt(2));
        labels.append(label).append("=\"").append(value).append("\",");
      }
    }
    return labels.toString();
  }

  /** What was seen, and what should not have been. */
  private static final class Tally {
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private final Map<String, Integer> seen = new TreeMap<>();
    private long evaluations;
    private long results;

    void check(String text, LabelFlow flow, String got) {
      for (Map<String, String> labels : PromtoolLabels.labelSets(got)) {
        results++;
        flow.alwaysEmpty()
            .ifPresent(reason -> violations.add(text + " is not empty, though " + reason));
        for (String name : flow.named()) {
          check(text, name, flow.label(name), labels.get(name));
        }
        labels.forEach((name, value) -> check(text, name, flow.label(name), value));
      }
    }

    private void check(String text, String name, LabelState label, String value) {
      seen.merge(label.presence() + (value == null ? " absent" : " present"), 1, Integer::sum);
      boolean wrong =
          switch (label.presence()) {
            case MUST -> value == null;
            case CANNOT -> value != null;
            case CAN -> false;
          };
      boolean otherValue = value != null && label.value() != null && !label.value().equals(value);
      if (wrong || otherValue) {
        violations.add(text + ": " + name + " is " + value + ", expected " + label);
      }
    }

    @Override
    public String toString() {
      return evaluations
          + " evaluations, "
          + results
          + " series, labels "
          + seen
          + ", refused by the engine "
          + errors.values().stream().mapToInt(n -> n).sum();
    }
  }
}
