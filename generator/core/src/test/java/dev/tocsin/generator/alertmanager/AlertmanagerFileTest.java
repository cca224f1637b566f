package dev.tocsin.generator.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.go.GoGlob;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.yaml.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
  void allProblemsAreReportedAtOnceWithTheirPlaces() {
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
            "a.yml:2:20: error: invalid duration \"5 minutes\" [config/value]\n"
                + "      resolve_timeout: 5 minutes\n"
                + "                       ^^^^^^^^^\n"
                + "    fix: write whole numbers with units, such as 30s, 5m, 1h30m or 7d",
            "a.yml:3:18: error: \"slack_api_url\" does not start with http:// or https://"
                + " [config/value]\n"
                + "      slack_api_url: <hidden>\n"
                + "                     ^^^^^^^^\n"
                + "    fix: Alertmanager expands no variables: put the address into a file and use"
                + " slack_api_url_file",
            "a.yml:5:3: error: unknown field \"reciever\" in a route [config/unknown-field]\n"
                + "      reciever: team\n"
                + "      ^^^^^^^^\n"
                + "    fix: did you mean receiver?",
            "a.yml:6:3: error: duplicate label \"a\" in group_by [config/duplicate]\n"
                + "      group_by: [a, a]\n"
                + "      ^^^^^^^^\n"
                + "    fix: remove one of them",
            "a.yml:8:18: error: matcher `a=~\"[x\"` cannot be read: error parsing regexp: missing"
                + " closing ]: `[x)$` [config/matcher]\n"
                + "        - matchers: ['a=~\"[x\"']\n"
                + "                     ^^^^^^^^^\n"
                + "    fix: write it such as severity=\"critical\" or instance=~\"web.+\"",
            "a.yml:9:7: error: route uses receiver \"tema\", which is not defined"
                + " [config/reference]\n"
                + "          receiver: tema\n"
                + "          ^^^^^^^^\n"
                + "    fix: did you mean \"team\"?",
            "a.yml:14:21: error: \"max_alerts\" must be a whole number, not below 0, without"
                + " quotes [config/type]\n"
                + "            max_alerts: \"3\"\n"
                + "                        ^^^");
  }

  @Test
  void aMisplacedFieldIsReportedWithItsPlace() {
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
            "unknown field \"url\" in a route: fields here: receiver, match, match_re,"
                + " matchers, group_by, group_wait, group_interval, repeat_interval,"
                + " active_time_intervals, mute_time_intervals, continue, routes",
            "unknown field \"channel\" in a receiver: it belongs one level down, into"
                + " slack_configs",
            "unknown field \"email_configs\" in a slack_config: it belongs to the receiver"
                + " that this is in: check the indentation",
            "unknown field \"group_by\" in an inhibit_rule: it belongs to a route",
            "unknown field \"resolve_timeout\" in an inhibit_rule: it belongs to global");
  }

  @Test
  void whatAlertmanagerWouldTakeLiterallyIsAWarning() {
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
    assertThat(file.warnings())
        .extracting(Problem::check)
        .containsExactly("config/variable", "config/clear-secret", "config/unused");
    assertThat(said(file.warnings()).toString()).doesNotContain("0123456789");
  }

  @Test
  void aValueOfTheWrongTypeIsNotMissing() {
    AlertmanagerFile file =
        read(
            """
            route: {receiver: [team]}
            receivers:
              - name: [team]
                email_configs: [{to: [a, b], from: a@x.example, smarthost: [x]}]
                telegram_configs: [{bot_token_file: /x, chat_id: "${X}"}]
                sns_configs: [{topic_arn: [x], sigv4: {access_key: x, secret_key: [x]}}]
                webex_configs: [{room_id: x, http_config: [x]}]
                webhook_configs:
                  - url_file: /x
                    http_config: {tls_config: {cert_file: /x, key_file: [x]}}
            """);
    assertThat(file.problems())
        .hasSize(9)
        .allSatisfy(problem -> assertThat(problem.check()).isEqualTo("config/type"));
  }

  @Test
  void aTimeOverMidnightIsTwoRanges() {
    assertThat(said(times("22:00", "06:00").problems()).toString())
        .contains("write two ranges for a time over midnight: 22:00 to 24:00 and 00:00 to 06:00");
    assertThat(said(times("22:00", "00:00").problems()).toString())
        .contains("write end_time: 24:00 for midnight");
    assertThat(said(times("9:00", "17:00").problems()).toString())
        .contains("write hours and minutes with two digits each");
    assertThat(times("22:00", "24:00").isAccepted()).isTrue();
  }

  private static AlertmanagerFile times(String start, String end) {
    return read(
        SMALL
            + "time_intervals:\n  - name: n\n    time_intervals:\n      - times: [{start_time: \""
            + start
            + "\", end_time: \""
            + end
            + "\"}]\n");
  }

  @Test
  void aDoubledSignIsPartOfTheValue() {
    AlertmanagerFile file =
        read(
            SMALL.replace(
                "team\nrec", "team\n  routes: [{matchers: [severity == critical]}]\nrec"));
    assertThat(file.isAccepted()).isTrue();
    assertThat(said(file.problems()).toString())
        .contains(
            "fix: write severity=\"critical\" with a single =: now the value is \"= critical\"");
  }

  @Test
  void aFileOfAnotherKindIsNamed() {
    assertThat(said(read("groups: []\n").problems()))
        .containsExactly(
            "a.yml:1:1: error: the file is a rule file, not an Alertmanager configuration"
                + " [config/kind]\n    groups: []\n    ^\n    fix: `tocsin check rules` checks it");
    assertThat(said(read("rule_files: [a]\ntests: []\n").problems()).toString())
        .contains("the file is a unit test of rules", "promtool test rules");
    assertThat(
            said(read("apiVersion: v1\nkind: Secret\ndata: {a: c2VjcmV0}\n").problems()).toString())
        .contains("the file is a Kubernetes object of kind Secret")
        .doesNotContain("c2VjcmV0");
  }

  @Test
  void anInhibitionThatNeverInhibits() {
    String both = "inhibit_rules: [{source_matchers: [a=b], target_matchers: [%s], equal: [%s]}]\n";
    assertThat(said(read(SMALL + both.formatted("a=b", "c")).warnings()).toString())
        .contains(
            "a.yml:5:17: warning: inhibition never mutes an alert: every target also matches"
                + " the source side",
            "[config/inhibition]");
    assertThat(said(read(SMALL + both.formatted("a=c", "a")).warnings()).toString())
        .contains("equal requires the same value of the label \"a\" on both sides");
    assertThat(read(SMALL + both.formatted("a=c", "c")).warnings()).isEmpty();
  }

  /** Each line that a message could show holds a value that is not known to be public. */
  @Test
  void linesOfTheSourceShowNoSecrets() {
    List<String> files =
        List.of(
            "route: {receiver: tema} # T0P53CR3T\n" + SMALL.substring(24),
            SMALL
                + "    slack_configs: [{api_url: https://x.example/T0P53CR3T, titel: [T0P53CR3T]}]",
            SMALL + "    slack_configs: [https://x.example/T0P53CR3T]",
            SMALL + "    webhook_configs: [{url: http://u:T0P53CR3T@x.example, max_alerts: x}]",
            SMALL
                + "    webhook_configs: [{url: T0P53CR3T, http_config: {proxy_url: 'a"
                + " b://T0P53CR3T'}}]",
            SMALL
                + "    pagerduty_configs: [{routing_key: T0P53CR3T, details: {a: T0P53CR3T}, x:"
                + " 1}]",
            SMALL
                + "    pagerduty_configs:\n"
                + "      - routing_key: |\n"
                + "          T0P53CR3T\n"
                + "        x: 1",
            SMALL
                + "    webhook_configs: [{http_config: {http_headers: {X: {values: [T0P53CR3T], y:"
                + " 1}}}}]",
            SMALL + "    slack_configs: [{api_url: T0P53CR3T, x: \"a\" b}]",
            SMALL + "    slack_configs:\n      - api_url: T0P53CR3T: x\n",
            SMALL + "    slack_configs:\n      - api_url: \"a\n          T0P53CR3T\n  x: [\n",
            "T0P53CR3T");
    for (String yaml : files) {
      AlertmanagerFile file = read(yaml);
      assertThat(file.isAccepted()).describedAs(yaml).isFalse();
      assertThat(file.problems().toString()).describedAs(yaml).doesNotContain("T0P53CR3T");
    }
    AlertmanagerFile right = read(SMALL + "    slack_configs: [{api_url: https://T0P53CR3T}]");
    assertThat(said(right.warnings()).toString())
        .contains("slack_configs: [{api_url: <hidden>}]", " ^^^^^^^^\n")
        .doesNotContain("T0P53CR3T");
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
        .containsExactly("invalid file pattern \"[^]a]\" in templates");
    for (String wrong : List.of("[a", "[]", "[a-]", "a\\", "[-a]")) {
      assertThat(GoGlob.isGlob(wrong)).describedAs(wrong).isFalse();
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
    assertThat(file.warnings()).isNotEmpty();
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
