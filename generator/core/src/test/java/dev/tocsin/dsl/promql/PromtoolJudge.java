package dev.tocsin.dsl.promql;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
