package dev.tocsin.dsl.promql;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks {@code promtool check rules} about many expressions at once: one rule each in one file, of
 * which the tool reports every bad one by its number.
 */
final class PromtoolJudge {
  private static final Pattern REFUSAL = Pattern.compile("rule (\\d+), \"r\": (.*)");

  private final Path promtool;

  private PromtoolJudge(Path promtool) {
    this.promtool = promtool;
  }

  /** The judge by the newest promtool, which is brought on first use. */
  static PromtoolJudge newest() {
    return new PromtoolJudge(Tools.standard().provide(Generation.NEWEST).promtool());
  }

  /** The refused expressions' numbers and the reasons; those that are missing are accepted. */
  Map<Integer, String> refusals(List<String> expressions) throws IOException, InterruptedException {
    StringBuilder yaml = new StringBuilder("groups:\n- name: g\n  rules:\n");
    for (String expression : expressions) {
      quote(yaml.append("  - record: r\n    expr: "), expression);
      yaml.append('\n');
    }
    Path rules = Files.createTempFile("tocsin-fuzz", ".yml");
    Path output = Files.createTempFile("tocsin-fuzz", ".txt");
    try {
      Files.writeString(rules, yaml);
      Process process =
          new ProcessBuilder(promtool.toString(), "check", "rules", "--lint=none", rules.toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(5, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("promtool did not answer within five minutes");
      }
      Map<Integer, String> refusals = new TreeMap<>();
      String text = Files.readString(output, StandardCharsets.UTF_8);
      Matcher matcher = REFUSAL.matcher(text);
      while (matcher.find()) {
        refusals.put(Integer.parseInt(matcher.group(1)) - 1, matcher.group(2));
      }
      if (refusals.isEmpty() != (process.exitValue() == 0)) {
        throw new IOException("promtool did not judge the expressions: " + text);
      }
      return refusals;
    } finally {
      Files.deleteIfExists(rules);
      Files.deleteIfExists(output);
    }
  }

  /** What {@code promtool promql format} makes of one expression. */
  String format(String expression) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(promtool.toString(), "--experimental", "promql", "format", expression)
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text.stripTrailing();
  }

  private static final Pattern RESULT =
      Pattern.compile("exp: \\{__name__=\"nothing\"} 1E\\+00\\s+got: (.*)");

  /**
   * What the real engine makes of each expression over these series, as promtool's unit tests print
   * it: no expectation holds, so that it tells what it got instead.
   *
   * @param interval between two samples and two evaluations, such as {@code 15s}
   */
  List<String> evaluate(
      Map<String, String> series, String interval, String time, List<String> expressions)
      throws IOException, InterruptedException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("evaluation_interval: ").append(interval);
    yaml.append("\ntests:\n- interval: ").append(interval).append("\n  input_series:\n");
    series.forEach(
        (name, values) -> {
          quote(yaml.append("  - series: "), name);
          quote(yaml.append("\n    values: "), values);
          yaml.append('\n');
        });
    yaml.append("  promql_expr_test:\n");
    for (String expression : expressions) {
      quote(yaml.append("  - expr: "), expression);
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

  /** A double-quoted YAML scalar. */
  private static void quote(StringBuilder out, String text) {
    out.append('"');
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfeff) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    out.append('"');
  }
}
