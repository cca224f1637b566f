package dev.tocsin.harness.promtool;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.go.GoString;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceRule;
import dev.tocsin.generator.tools.Promtool;
import dev.tocsin.generator.tools.ToolReport;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.harness.scenario.Comparison;
import dev.tocsin.harness.scenario.NoMatchDiagnosis;
import dev.tocsin.harness.scenario.RuleDifferences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out why an expectation failed: how the rule file differs from the definition, what value
 * the rule compares there and with what, and with which labels and in which state the alert is.
 */
final class Why {
  private static final Pattern NAMED = Pattern.compile("\\balertname=\"([^\"]+)\"");
  private static final Pattern SECONDS = Pattern.compile("([0-9.]+)$");

  private final PromtoolTest test;
  private final Toolbox tools;
  private final Path rules;
  private final RuleFile read;

  Why(PromtoolTest test, Toolbox tools, Path rules) {
    this.test = test;
    this.tools = tools;
    this.rules = rules;
    try {
      this.read = RuleFile.read(rules);
    } catch (IOException e) {
      throw new UncheckedIOException("the rule file " + rules + " cannot be read", e);
    }
  }

  /** The alert to explain: the one that fired where none of its kind should have, if any did. */
  static String about(Expectation failed, String seen) {
    Matcher fired = NAMED.matcher(seen);
    return failed.samples().isEmpty() && fired.find() ? fired.group(1) : failed.alert();
  }

  /**
   * In lines.
   *
   * @param name the alert that is explained
   */
  List<String> of(Expectation failed, String name) {
    List<SourceRule> written =
        read.groups().stream()
            .flatMap(group -> group.rules().stream())
            .filter(rule -> rule.isAlert() && rule.name().equals(name))
            .toList();
    if (written.isEmpty()) {
      return List.of("the rule file has no alert " + name);
    }
    SourceRule rule = written.get(0);
    List<String> lines = new ArrayList<>(RuleDifferences.between(read, test.suite().model(), name));
    if (!failed.samples().isEmpty()) {
      lines.addAll(
          NoMatchDiagnosis.of(rule.expression(), failed.one(), read, test.suite(), test.floats()));
    }
    String state = "ALERTS{alertname=" + GoString.quote(name) + "}";
    Duration moment = failed.samples().isEmpty() ? lastActive(failed, name) : failed.at();
    String when = "at " + GoDuration.text(moment) + " ";
    List<Comparison> comparisons = Comparison.of(rule.expression());
    List<String> questions = new ArrayList<>(List.of(state));
    comparisons.forEach(it -> questions.add(it.left()));
    Map<String, String> answers = ask(failed, questions, moment);
    comparisons.forEach(
        it ->
            lines.add(
                when
                    + "the rule compares "
                    + answers.getOrDefault(it.left(), "nothing")
                    + " with "
                    + it.rest()
                    + ": "
                    + shown(it.left())));
    recorded(rule.expression()).forEach(lines::add);
    lines.add(when + "the alert is " + answers.getOrDefault(state, "neither pending nor firing"));
    return lines;
  }

  private static String shown(String expression) {
    return "`" + expression.strip().replaceAll("\\s+", " ") + "`";
  }

  /** What the series are that the expression reads and rules of the file record. */
  private List<String> recorded(String expression) {
    return read.groups().stream()
        .flatMap(group -> group.rules().stream())
        .filter(rule -> rule.isRecording() && expression.contains(rule.name()))
        .map(rule -> rule.name() + " is recorded as " + shown(rule.expression()))
        .distinct()
        .toList();
  }

  /** When it was last seen firing or, where it never did, pending: before the check, that is. */
  private Duration lastActive(Expectation failed, String name) {
    String named = "ALERTS{alertname=" + GoString.quote(name);
    String firing = last(named + ",alertstate=\"firing\"}", failed);
    String any = last(named + "}", failed);
    String question = firing + " or " + any;
    String answer = ask(failed, List.of(question), failed.at()).getOrDefault(question, "");
    Matcher seconds = SECONDS.matcher(answer);
    return seconds.find()
        ? Duration.ofMillis(Math.round(1000 * Double.parseDouble(seconds.group(1))))
        : failed.one().firesBy();
  }

  private String last(String alerts, Expectation failed) {
    return "max(max_over_time(timestamp(%s)[%s:%s]))"
        .formatted(alerts, GoDuration.text(failed.at()), GoDuration.text(test.evaluation()));
  }

  /** What the expressions give, by expression; those that give nothing are left out. */
  private Map<String, String> ask(Expectation failed, List<String> questions, Duration moment) {
    try {
      Path folder = Files.createTempDirectory("tocsin-why");
      Path file = folder.resolve("ask.test.yml");
      try {
        PromtoolTest asked = test.naming(rules.toAbsolutePath().toString());
        Files.writeString(file, asked.asking(failed.one(), questions, moment));
        ToolReport report = Promtool.of(tools).testRules(file);
        Map<String, String> got = PromtoolOutput.got(report.run().output());
        Map<String, String> answers = new TreeMap<>();
        for (String question : questions) {
          String key = new Expectation(failed.one(), "", "", question, moment, List.of()).key();
          Optional.ofNullable(got.get(key))
              .ifPresent(text -> answers.put(question, Samples.readable(text)));
        }
        return answers;
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("promtool cannot be asked why it failed", e);
    }
  }
}
