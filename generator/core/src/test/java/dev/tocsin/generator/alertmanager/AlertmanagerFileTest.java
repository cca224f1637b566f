package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.Problem;
import dev.tocsin.generator.yaml.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class AlertmanagerFileTest {
  private static final String SMALL =
      """
      route:
        receiver: team
      receivers:
        - name: team
      """;

  private static AlertmanagerFile read(String yaml) {
    return AlertmanagerFile.read("a.yml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> said(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }

  @Test
  void allProblemsAreToldAtOnceWithTheirPlaces() {
    AlertmanagerFile file =
        read(
            """
            global:
              resolve_timeout: 5 minutes
              slack_api_url: "${SLACK}"
            route:
              reciever: team
              group_by: [a, a]
              routes:
                - matchers: ['a=~"[x"']
                  receiver: tema
            receivers:
              - name: team
                webhook_configs:
                  - url: http://example.com/
                    max_alerts: "3"
            """);
    assertThat(file.isAccepted()).isFalse();
    assertThat(said(file.problems()))
        .containsExactly(
            "a.yml:2:20: error: \"5 minutes\" is no duration [config/value]\n"
                + "    fix: write whole numbers with units, such as 30s, 5m, 1h30m or 7d",
            "a.yml:3:18: error: \"slack_api_url\" does not start with http:// or https://"
                + " [config/value]\n"
                + "    fix: Alertmanager expands no variables: put the address into a file and use"
                + " slack_api_url_file",
            "a.yml:5:3: error: the root route needs a receiver [config/route]\n"
                + "    fix: name who gets what no other route takes",
            "a.yml:5:3: error: field \"reciever\" is not known in a route [config/unknown-field]\n"
                + "    fix: did you mean receiver?",
            "a.yml:6:3: error: label \"a\" stands twice in group_by [config/duplicate]\n"
                + "    fix: keep one of them",
            "a.yml:8:18: error: matcher `a=~\"[x\"` cannot be read: error parsing regexp: missing"
                + " closing ]: `[x)$` [config/matcher]\n"
                + "    fix: write it such as severity=\"critical\" or instance=~\"web.+\"",
            "a.yml:9:7: error: receiver \"tema\" is used in a route and not defined"
                + " [config/reference]\n    fix: did you mean \"team\"?",
            "a.yml:14:21: error: wanted: \"max_alerts\" is a whole number, not below 0, without"
                + " quotes; found one value [config/type]");
  }

  @Test
  void aFieldInTheWrongPlaceIsToldWhereItBelongs() {
    AlertmanagerFile file =
        read(
            """
            route:
              receiver: team
              url: http://x.example
            receivers:
              - name: team
                channel: '#a'
                slack_configs:
                  - api_url_file: /x
                    email_configs: []
            inhibit_rules:
              - equal: [a]
                group_by: [a]
                resolve_timeout: 5m
            """);
    assertThat(file.problems())
        .extracting(problem -> problem.message() + ": " + problem.help().orElse(""))
        .containsExactly(
            "field \"url\" is not known in a route: fields here: receiver, match, match_re,"
                + " matchers, group_by, group_wait, group_interval, repeat_interval,"
                + " active_time_intervals, mute_time_intervals, continue, routes",
            "field \"channel\" is not known in a receiver: it belongs one level down, into"
                + " slack_configs",
            "field \"email_configs\" is not known in a slack_config: it belongs to the receiver"
                + " that this is in: check the indentation",
            "field \"group_by\" is not known in an inhibit_rule: it belongs to a route",
            "field \"resolve_timeout\" is not known in an inhibit_rule: it belongs to global");
  }

  @Test
  void whatAlertmanagerWouldTakeAsItStandsIsWarnedOf() {
    AlertmanagerFile file =
        read(
            SMALL
                + """
                    pagerduty_configs:
                      - routing_key: "${PD_KEY}"
                      - routing_key: 0123456789
                  - name: unused
                """);
    assertThat(file.isAccepted()).isTrue();
    assertThat(file.warnings(Optional.empty()))
        .extracting(Problem::check)
        .containsExactly("config/variable", "config/clear-secret", "config/unused");
    assertThat(said(file.warnings(Optional.empty())).toString()).doesNotContain("0123456789");
  }

  @Test
  void secretsAreNeverRepeated() {
    AlertmanagerFile file =
        read(SMALL + "    slack_configs:\n      - api_url: hooks.slack.com/T0P53CR3T\n");
    assertThat(said(file.problems()).toString()).doesNotContain("T0P53CR3T").contains("api_url");
  }

  @Test
  void byteOrderMarksCarriageReturnsAnchorsAndMoreDocumentsAreRead() {
    String yaml =
        "\uFEFFroute: &r\r\n"
            + "  receiver: team\r\n"
            + "receivers:\r\n"
            + "- &x {name: team}\r\n"
            + "inhibit_rules:\r\n"
            + "- {<<: {equal: [a]}, source_match: {a: 1}}\r\n"
            + "---\r\n"
            + "another: document\r\n";
    assertThat(read(yaml).problems())
        .extracting(Problem::check)
        .containsExactly(YamlDocument.DOCUMENTS);
    assertThat(read(yaml).isAccepted()).isTrue();
  }

  @Test
  void hostileFilesAreRefusedQuickly() {
    StringBuilder bomb = new StringBuilder("route:\n  receiver: a\n  matchers: &a0 [x]\n");
    for (int i = 1; i < 40; i++) {
      String last = "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [").append(last);
      bomb.append(",").append(last).append(",").append(last).append("]\n");
    }
    List<String> hostile =
        List.of(
            bomb.toString(),
            "a: &a [*a]\n",
            "[".repeat(100_000),
            "route: " + "{a: ".repeat(5_000) + "x" + "}".repeat(5_000),
            "route: !!javax.script.ScriptEngineManager [x]\n" + SMALL.substring(24),
            "# " + "x".repeat(20_000_000));
    for (String yaml : hostile) {
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(10), () -> assertThat(read(yaml).isAccepted()).isFalse());
    }
  }

  @Test
  void templatesAreGoodPatterns() {
    assertThat(read(SMALL + "templates: ['x/*.tmpl', '[a-z]?.tmpl', '[^]a]', 'a\\*']").problems())
        .extracting(Problem::message)
        .containsExactly("\"[^]a]\" in templates is no pattern of file names");
    for (String wrong : List.of("[a", "[]", "[a-]", "a\\", "[-a]")) {
      assertThat(TemplateFiles.isGlob(wrong)).describedAs(wrong).isFalse();
    }
  }

  @Test
  void whatIsNullOrMergedDeepInsideIsRead() {
    AlertmanagerFile file =
        read(
            """
            route: {receiver: team}
            time_intervals:
              - name: odd
                time_intervals: [{years: [~, '2020'], times: [~], location: America/Coyhaique}]
            receivers:
              - name: team
                webhook_configs:
                  - url_file: /run/secrets/url
                    http_config:
                      proxy_url: http://proxy/
                      proxy_connect_header: {<<: {X-A: [b, c]}, X-B: [d, e, f]}
                pagerduty_configs: [{routing_key_file: a, details: {<<: {a: [b, c]}, d: [e]}}]
            """);
    assertThat(file.problems()).isEmpty();
    assertThat(file.timeIntervals()).containsKey("odd");
    assertThat(file.warnings(Optional.empty())).isNotEmpty();
  }

  @Test
  void aTagThatItsValueIsNotIsRefused() {
    for (String wrong : List.of("!!int abc", "!!null x", "!!bool 1", "!!binary '$'")) {
      assertThat(read(SMALL + "global: {smtp_hello: " + wrong + "}").isAccepted())
          .describedAs(wrong)
          .isFalse();
    }
    for (String right : List.of("!!int 5", "!!null ~", "!!bool yes", "!!str yes", "!x y")) {
      assertThat(read(SMALL + "global: {smtp_hello: " + right + "}").problems())
          .describedAs(right)
          .isEmpty();
    }
  }

  @Test
  void zonesAreThoseOfTheDatabase() {
    String file = SMALL + "time_intervals: [{name: t, time_intervals: [{location: '%s'}]}]";
    assertThat(read(file.formatted("SystemV/AST4")).isAccepted()).isFalse();
    assertThat(read(file.formatted("Factory")).isAccepted()).isTrue();
  }

  @Test
  void anEmptyFileHasNoRoute() {
    assertThat(read("").problems())
        .extracting(Problem::message)
        .containsExactly("the configuration needs \"route\"");
    assertThat(read("# nothing\n---\n" + SMALL).isAccepted()).isTrue();
    assertThat(read("---\n---\n" + SMALL).isAccepted()).isFalse();
  }
}
