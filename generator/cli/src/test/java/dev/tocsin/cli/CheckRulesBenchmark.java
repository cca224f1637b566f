package dev.tocsin.cli;

import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import dev.tocsin.generator.rules.SourceRule.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code tocsin check rules} beside {@code promtool check rules}: whole processes, taken in turn in
 * one run, on files of 1, 1,000 and 10,000 real rules built from the corpora.
 *
 * <pre>
 * mvn -DskipTests package -pl generator/cli -am
 * java -cp generator/cli/target/tocsin.jar:generator/cli/target/test-classes \
 *     dev.tocsin.cli.CheckRulesBenchmark \
 *     PROMTOOL generator/cli/target/tocsin.jar CORPORA [RUNS]
 * </pre>
 *
 * <p>Prints medians of wall clock and their ratio, for the jar as it is started by {@code java
 * -jar} and, if it is in the same folder, for the launcher script with its class-data archive.
 */
public final class CheckRulesBenchmark {
  private static final Pattern ACCEPTED =
      Pattern.compile(
          "\"file\": \"([^\"]+)\", \"tool\": \"promtool check rules\", \"ok\": true, \"rules\":"
              + " (\\d+)");

  private CheckRulesBenchmark() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length < 3) {
      System.err.println("usage: CheckRulesBenchmark PROMTOOL TOCSIN_JAR CORPORA [RUNS]");
      System.exit(2);
    }
    Path jar = Path.of(arguments[1]).toAbsolutePath();
    Path launcher = jar.resolveSibling("tocsin");
    int runs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 11;
    Path folder = Files.createTempDirectory("tocsin-benchmark");
    System.out.printf(
        "%8s %10s %12s %7s %12s %7s%n",
        "rules", "promtool", "java -jar", "ratio", "launcher", "ratio");
    for (int wanted : new int[] {1, 1000, 10_000}) {
      Path file = folder.resolve(wanted + ".yml");
      int rules = write(file, Path.of(arguments[2]), wanted);
      List<List<String>> commands = new ArrayList<>();
      commands.add(List.of(arguments[0], "check", "rules", file.toString()));
      commands.add(
          List.of(Processes.java(), "-jar", jar.toString(), "check", "rules", file.toString()));
      if (Files.exists(launcher)) {
        commands.add(List.of("sh", launcher.toString(), "check", "rules", file.toString()));
      }
      double[] medians = Processes.medians(commands, rules > 2000 ? Math.max(5, runs / 2) : runs);
      System.out.printf(
          Locale.ROOT,
          "%8d %8.0fms %10.0fms %7.2f",
          rules,
          medians[0],
          medians[1],
          medians[1] / medians[0]);
      if (medians.length > 2) {
        System.out.printf(Locale.ROOT, " %10.0fms %7.2f", medians[2], medians[2] / medians[0]);
      }
      System.out.println();
      Files.delete(file);
    }
    Files.delete(folder);
  }

  /**
   * Writes rules of accepted files, each file's under groups of new names, until there are enough.
   */
  private static int write(Path target, Path corpora, int wanted) throws IOException {
    StringBuilder text = new StringBuilder("groups:\n");
    int rules = 0;
    List<String> verdicts = Files.readAllLines(corpora.resolve("verdicts.jsonl"));
    while (rules < wanted) {
      for (String line : verdicts) {
        Matcher verdict = ACCEPTED.matcher(line);
        if (rules >= wanted || !verdict.find()) {
          continue;
        }
        for (SourceGroup group : RuleFile.read(corpora.resolve(verdict.group(1))).groups()) {
          if (rules < wanted) {
            text.append("- name: group-").append(rules).append("\n  rules:\n");
            for (SourceRule rule : group.rules()) {
              if (rules < wanted) {
                write(text, rule);
                rules++;
              }
            }
          }
        }
      }
    }
    Files.write(target, text.toString().getBytes(StandardCharsets.UTF_8));
    return rules;
  }

  private static void write(StringBuilder out, SourceRule rule) {
    out.append("  - ").append(rule.isAlert() ? "alert: " : "record: ");
    Json.string(out, rule.name()).append("\n    expr: ");
    String expr = rule.expression().stripTrailing();
    if (expr.contains("\n") && !expr.startsWith(" ") && expr.chars().noneMatch(c -> c == '\t')) {
      out.append("|\n");
      expr.lines().forEach(line -> out.append("      ").append(line).append('\n'));
    } else {
      Json.string(out, expr).append('\n');
    }
    if (rule.pending() > 0) {
      out.append("    for: ").append(rule.pending() / 1_000_000_000L).append("s\n");
    }
    write(out, "labels", rule.labels());
    write(out, "annotations", rule.annotations());
  }

  private static void write(StringBuilder out, String what, Map<String, Field> texts) {
    if (!texts.isEmpty()) {
      out.append("    ").append(what).append(":\n");
      texts.forEach(
          (name, field) ->
              Json.string(Json.string(out.append("      "), name).append(": "), field.text())
                  .append('\n'));
    }
  }
}
