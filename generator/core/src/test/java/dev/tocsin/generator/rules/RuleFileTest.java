package dev.tocsin.generator.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RuleFileTest {
  @Test
  void allProblemsAtOnceEachWithItsPlaceAndFix() {
    String file =
        """
        groups:
        - name: app
          rules:
          - alert: Down
            expr: |
              sum by (job)
                (raet(up[5m]))
            for: 5
            annotations:
              summary: "it is\\t{{ $label.job }}"
          - record: a:b
            expr: up
            runbook: x
        """;
    assertThat(problems(file))
        .containsExactly(
            "7:10 unknown function `raet` | did you mean `rate`?",
            "8:10 invalid duration `5` | add the unit: 5s or 5m",
            "10:27 undefined variable \"$label\" | did you mean `$labels`?",
            "13:5 unknown field \"runbook\" in a rule | a link to a runbook is an annotation:"
                + " runbook_url");
  }

  /** What follows the place of each is what to write, and promtool refuses the file too. */
  @Test
  void fixesOfCommonMistakesInYaml() {
    String rule = "groups:\n- name: a\n  rules:\n  - alert: A\n";
    String summary = rule + "    expr: up == 0\n    annotations:\n      summary: ";
    assertThat(problems(summary + "\"say \"hi\" to it\"\n").get(0))
        .contains("| write \\\" for a quote inside double quotes");
    assertThat(problems(summary + "'it's down'\n").get(0))
        .contains("| write '' for a quote inside single quotes");
    assertThat(problems(summary + "Value: {{ $value }}\n").get(0))
        .contains("a text that contains \": \" must be in quotes or after |");
    assertThat(problems(summary + "{{ $value }} is high\n").get(0))
        .contains("| put a text that starts with {{ into quotes");
    assertThat(problems(rule + "    expr: {__name__=~\"x\"} > 1\n").get(0))
        .contains(
            "| a value that starts with { is a YAML map: put the text into quotes or after |");
    assertThat(problems(rule + "    expr: {__name__=~\"x\"}\n").get(0))
        .contains("\"expr\" must be one value, not a map | put the text into quotes or after |");
    assertThat(problems(rule + "    expr: up{severity == critical} > 1\n").get(0))
        .contains("| write `severity=\"…\"`: a single `=` and a quoted value");
    assertThat(problems(summary + "\"{{ $labels.x } of\"\n").get(0))
        .contains("| close the action with }}");
  }

  @Test
  void aValueOfTheWrongTypeIsNotMissing() {
    assertThat(problems("groups: [{name: [a], rules: [{alert: {b: c}, expr: [up]}]}]\n"))
        .hasSize(3)
        .allSatisfy(problem -> assertThat(problem).contains("must be one value, not a"));
  }

  @Test
  void anEmptyNameIsMissing() {
    for (String name : List.of("alert: ''", "record: ''", "alert: !!str ''", "alert: ~")) {
      assertThat(problems("groups: [{name: a, rules: [{" + name + ", expr: up}]}]\n"))
          .singleElement()
          .asString()
          .contains("rule has neither `record` nor `alert`");
    }
  }

  @Test
  void errorsOfYamlShowTheirLine() {
    assertThat(
            RuleFile.of("r.yml", "groups: [a: b: c]\n".getBytes(StandardCharsets.UTF_8)).problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.excerpt())
                    .containsExactly("groups: [a: b: c]", "             ^"));
  }

  @Test
  void aFileOfAnotherKindIsNamed() {
    assertThat(problems("apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {}\n"))
        .containsExactly(
            "1:1 the file is a Kubernetes object of kind PrometheusRule, not a rule file | write"
                + " what is under `spec` into a file of its own");
    assertThat(problems("rule_files: [a.yml]\ntests: []\n"))
        .containsExactly(
            "1:1 the file is a unit test of rules, not a rule file | `promtool test rules` runs"
                + " it");
    assertThat(problems("route: {receiver: a}\nreceivers: []\n").get(0))
        .contains("an Alertmanager configuration", "tocsin check config");
    assertThat(problems("scrape_configs: []\n").get(0)).contains("a Prometheus configuration");
    assertThat(problems("groups: []\ntests: []\n").get(0)).contains("unknown field \"tests\"");
  }

  @Test
  void carets() {
    RuleFile file =
        RuleFile.of(
            "r.yml",
            "groups: [{name: a, rules: [{record: 'x', expr: 'up +'}]}]\n"
                .getBytes(StandardCharsets.UTF_8));
    assertThat(file.problems()).hasSize(1);
    assertThat(file.problems().get(0).excerpt())
        .hasSize(2)
        .first()
        .isEqualTo("groups: [{name: a, rules: [{record: 'x', expr: 'up +'}]}]");
  }

  @Test
  void labelsThatCannotBeThereAreWarnings() {
    String file =
        """
        groups:
        - name: app
          rules:
          - alert: Down
            expr: sum by (job) (up) == 0
            annotations:
              summary: "{{ $labels.instance }} is down"
        """;
    RuleFile read = RuleFile.of("r.yml", file.getBytes(StandardCharsets.UTF_8));
    assertThat(read.ok()).isTrue();
    assertThat(read.problems()).extracting(Problem::check).containsExactly("template/label");
  }

  @Test
  void duplicatesAreWarnings() {
    String file =
        """
        groups:
        - name: a
          labels: {team: x}
          rules:
          - {record: "m", expr: up}
        - name: b
          rules:
          - {record: "m", expr: down, labels: {team: x}}
        """;
    RuleFile read = RuleFile.of("r.yml", file.getBytes(StandardCharsets.UTF_8));
    assertThat(read.ok()).isTrue();
    assertThat(read.problems()).extracting(Problem::check).containsExactly("rules/duplicate");
  }

  @Test
  @Timeout(20)
  void hostileFilesAreRefusedQuicklyAndNeverMakeObjects() {
    List<String> hostile =
        List.of(
            "[".repeat(1_000_000),
            "- ".repeat(500_000),
            "a: &a [x]\n" + "b: &b [*a,*a]\n".repeat(1000),
            "groups: !!javax.script.ScriptEngineManager [!!java.net.URL ['http://x/']]",
            "groups: &g\n- name: *g\n",
            "%YAML 1.2\n---\ngroups: []\n",
            "groups: \u0000",
            "{".repeat(9_000) + "}".repeat(9_000));
    for (String text : hostile) {
      assertThat(RuleFile.of("r.yml", text.getBytes(StandardCharsets.UTF_8)).ok()).isFalse();
    }
    assertThat(RuleFile.of("r.yml", new byte[] {(byte) 0xc3, 0x28}).ok()).isFalse();
    assertThat(RuleFile.of("r.yml", new byte[0]).ok()).isTrue();
  }

  @Test
  @Timeout(20)
  void aliasesThatMultiplyAreRefused() {
    StringBuilder bomb = new StringBuilder("groups:\n- &g\n  name: a\n  rules:\n  - &r\n");
    bomb.append("    record: x\n    expr: up\n    labels: &l {a: b, c: d, e: f}\n");
    bomb.append("  - *r\n".repeat(2000));
    bomb.append("- *g\n".repeat(2000));
    RuleFile read = RuleFile.of("r.yml", bomb.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(read.ok()).isFalse();
    assertThat(read.problems()).anyMatch(problem -> problem.message().contains("aliases"));
  }

  private static List<String> problems(String file) {
    return RuleFile.of("r.yml", file.getBytes(StandardCharsets.UTF_8)).problems().stream()
        .map(
            problem ->
                problem.place().line()
                    + ":"
                    + problem.place().column()
                    + " "
                    + problem.message()
                    + problem.help().map(help -> " | " + help).orElse(""))
        .toList();
  }
}
