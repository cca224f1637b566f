package dev.tocsin.generator.fmt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.alertmanager.Corpora;
import dev.tocsin.generator.yaml.YamlDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

class FormatterTest {
  private static String format(String yaml) {
    return format("a.yml", yaml).text().orElseThrow();
  }

  private static Formatter.Result format(String name, String yaml) {
    return Formatter.format(name, yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static final String SECOND =
      "---\r\n# theirs:  as it is\nkind: [Service ,x]\n...\nkind:   'third'\n--- {fourth:   1}";

  @Test
  void laterDocumentsAreKeptByteForByteAndWarnedOf() {
    String rules = "groups: [{name: a, rules: []}] # all\n# more\n";
    for (String head : List.of("", "---\n", "# head\n", "%YAML 1.1\n--- # x\n")) {
      Formatter.Result result = format("a.yml", head + rules + SECOND);
      String text = result.text().orElseThrow();
      assertThat(text).startsWith(format(head + rules)).endsWith("# more\n" + SECOND);
      assertThat(format(text)).isEqualTo(text);
      long lines = (head + rules).lines().count();
      assertThat(result.problems())
          .extracting(Problem::toString)
          .containsExactly(
              "a.yml:"
                  + (lines + 1)
                  + ":1: warning: the YAML document that starts here is never read: Prometheus and"
                  + " Alertmanager read only the first of a file [yaml/documents]\n"
                  + "    --- \n"
                  + "    ^\n"
                  + "    fix: put each document into a file of its own");
    }
    String config = "route: {receiver: a}\nreceivers: [{name: a}]\n";
    assertThat(format(config + SECOND)).isEqualTo(format(config) + SECOND);
  }

  @Test
  void anEmptyFirstDocumentStaysTheFirst() {
    for (String empty : List.of("---\n", "---\n# nothing\n", "--- ~\n", "# head\n---\n...\n")) {
      Formatter.Result result = format("a.yml", empty + "---\ngroups:   []\n");
      String text = result.text().orElseThrow();
      assertThat(text).startsWith("---\n").endsWith("---\ngroups:   []\n");
      assertThat(text.lines().filter(line -> line.startsWith("#")).toList())
          .isEqualTo(empty.lines().filter(line -> line.startsWith("#")).toList());
      assertThat(YamlDocument.read(text.getBytes(StandardCharsets.UTF_8)).root())
          .hasValueSatisfying(root -> assertThat(root.isNull()).isTrue());
      assertThat(format(text)).isEqualTo(text);
      assertThat(result.problems())
          .singleElement()
          .extracting(Problem::message)
          .asString()
          .startsWith("the first YAML document is empty, and the YAML document that starts here");
    }
  }

  @Test
  void theEndOfTheOnlyDocumentIsNoDocument() {
    assertThat(format("---\ngroups: []\n...\n\n")).isEqualTo("groups: []\n");
    Formatter.Result result = format("a.yml", "groups: []\n...\n# the end\n");
    assertThat(result.text()).contains("groups: []\n...\n# the end\n");
    assertThat(result.problems()).isEmpty();
  }

  @Test
  void filesOfOtherKindsStayAsTheyAre() {
    for (String other :
        List.of(
            "rule_files:   [a.yml]\nscrape_configs: []\n",
            "services:\n    a: {image: 'b:1'}\n",
            "rule_files: []\ntests:   []\n")) {
      Formatter.Result result = format("a.yml", other);
      assertThat(result.text()).hasValue(other);
      assertThat(result.problems())
          .singleElement()
          .returns("fmt/other-kind", Problem::check)
          .returns(Problem.Level.WARNING, Problem::level);
    }
    assertThat(format("a.yml", "rout: {receiver: a}\n").text()).isEmpty();
    assertThat(format("a.yml", "route: {receiver: a}\nrule_files: []\n").text()).isEmpty();
  }

  @Test
  void anIndentedFirstLineOfABlockStaysABlock() {
    String rules =
        """
        groups:
          - name: a
            rules:
              - alert: Down
                expr: |2-
                    up
                  ==
                    0
                annotations:
                  notes: |2+
                     - a

                    - b

        """;
    assertThat(format(rules)).isEqualTo(rules);
  }

  @Test
  void configurations() {
    String formatted =
        format(
            """
            # The head
            global: {smtp_from: a@example.com, smtp_smarthost: 'localhost:25', smtp_require_tls: no}


            route:
                # all of it
                receiver: 'ops'   # at night too
                routes:
                - match: {team: web}       # old style
                  match_re:
                    severity: crit.*|"x"
                  continue: yes
                  mute_time_intervals: [nights]
                - matchers: ['team = web']
                  group_by: ['...']
                  receiver: ops
            mute_time_intervals:
            - name: nights
              time_intervals: [{times: [{start_time: '22:00', end_time: '24:00'}]}]
            receivers:
            - email_configs: [&mail {to: "a@example.com", html: "<b>\\n{{ . }}</b>\\n"}, *mail]
              name: ops
            # The end
            """);
    assertThat(formatted)
        .isEqualTo(
            """
            # The head
            global:
              smtp_from: a@example.com
              smtp_smarthost: localhost:25
              smtp_require_tls: false

            route:
              # all of it
              receiver: ops # at night too
              routes:
                - matchers: # old style
                    - team="web"
                    - severity=~"crit.*|\\"x\\""
                  mute_time_intervals: [nights]
                  continue: true
                - receiver: ops
                  matchers:
                    - team = web
                  group_by: [...]

            time_intervals:
              - name: nights
                time_intervals:
                  - times:
                      - start_time: "22:00"
                        end_time: "24:00"

            receivers:
              - name: ops
                email_configs:
                  - to: a@example.com
                    html: |
                      <b>
                      {{ . }}</b>
                  - to: a@example.com
                    html: |
                      <b>
                      {{ . }}</b>
            # The end
            """);
    assertThat(format(formatted)).isEqualTo(formatted);
  }

  @Test
  void ruleFiles() {
    String formatted =
        format(
            """
            groups:
            - rules:
              - labels: {severity: "critical", tier: "1", "on": 'true'}
                expr: |
                  up == 0
                for: 5m
                alert: Down
                annotations:
                  summary: "{{ $labels.instance }} is down: look"
              - record: a:b
                expr: sum by (instance, job, mode) (rate(node_cpu_seconds_total{mode!="idle"}[5m])) / on (instance) group_left () count by (instance) (node_cpu_seconds_total)
              name: 'first'
            """);
    assertThat(formatted)
        .isEqualTo(
            """
            groups:
              - name: first
                rules:
                  - alert: Down
                    expr: |
                      up == 0
                    for: 5m
                    labels:
                      severity: critical
                      tier: "1"
                      "on": "true"
                    annotations:
                      summary: "{{ $labels.instance }} is down: look"
                  - record: a:b
                    expr: >-
                      sum by (instance, job, mode) (rate(node_cpu_seconds_total{mode!="idle"}[5m])) / on
                      (instance) group_left () count by (instance) (node_cpu_seconds_total)
            """);
    assertThat(format(formatted)).isEqualTo(formatted);
  }

  @Test
  void whatIsNotKnownIsAnErrorAndNeverDropped() {
    Formatter.Result result =
        Formatter.format(
            "a.yml", "groups: [{name: a, ruels: []}]".getBytes(StandardCharsets.UTF_8));
    assertThat(result.text()).isEmpty();
    assertThat(result.problems())
        .extracting(Problem::message)
        .containsExactly("unknown field \"ruels\" in a rule group");
  }

  /** As Prometheus reads them: a map's own entries win, wherever {@code <<} stands. */
  @Test
  void whatARuleMergesYieldsToWhatItDefines() {
    String formatted =
        format(
            """
            groups:
              - name: a
                rules:
                  - &base
                    alert: Down
                    expr: up == 0
                    labels: &labels {severity: page, team: a}
                  - <<: *base # as above
                    alert: Slow
                    labels:
                      severity: ticket
                      <<: [*labels, {team: b, area: c}]
            """);
    assertThat(formatted)
        .isEqualTo(
            """
            groups:
              - name: a
                rules:
                  - alert: Down
                    expr: up == 0
                    labels:
                      severity: page
                      team: a
                  - alert: Slow
                    # as above
                    expr: up == 0
                    labels:
                      severity: ticket
                      team: a
                      area: c
            """);
    assertThat(format(formatted)).isEqualTo(formatted);
  }

  @Test
  void aCommentBehindAListIsTheKeys() {
    String formatted =
        format(
            """
            route: # all
              group_by: # two
                - a
                - b
              receiver: ops
              routes:
                - group_by: ['a', 'b'] # again two
                - group_by:
                    - a # first
            receivers: [{name: ops}] # nobody
            """);
    assertThat(formatted)
        .contains("group_by: [a, b] # two", "group_by: [a, b] # again two", "- a # first")
        .contains("receivers: # nobody\n  - name: ops\n");
    assertThat(format(formatted)).isEqualTo(formatted);
  }

  @Test
  void filesWithoutRulesAreRuleFiles() {
    assertThat(format("")).isEmpty();
    assertThat(format("# nothing yet\n---\n")).isEqualTo("# nothing yet\n");
    assertThat(format("{}")).isEqualTo("{}\n");
    assertThat(format("groups:")).isEqualTo("groups: null\n");
  }

  @Test
  void everyLineEndOfYamlEndsAComment() {
    assertThat(format("groups: # a\r- name: b # c\r  rules: []\r"))
        .isEqualTo("groups: # a\n  - name: b # c\n    rules: []\n");
  }

  @Test
  void realFilesKeepTheirContentAndTheirComments() throws IOException {
    int files = 0;
    List<String> wrong = new ArrayList<>();
    List<JsonNode> verdicts = new ArrayList<>(Corpora.verdicts("amtool check-config"));
    verdicts.addAll(Corpora.verdicts("promtool check rules"));
    for (JsonNode verdict : verdicts) {
      if (!verdict.get("ok").asBoolean()) {
        continue;
      }
      files++;
      String name = verdict.get("file").asText();
      Path path = Corpora.folder().resolve(name);
      byte[] bytes = Files.readAllBytes(path);
      Formatter.Result result = Formatter.format(name, bytes);
      if (result.text().isEmpty()) {
        wrong.add(name + " refused: " + result.problems());
        continue;
      }
      String text = result.text().get();
      if (!format(text).equals(text)) {
        wrong.add(name + " is not formatted the same again");
      }
      String source = new String(bytes, StandardCharsets.UTF_8);
      if (!Objects.equals(modern(load(source)), modern(load(text)))) {
        wrong.add(name + " has other content");
      }
      List<String> lost = comments(source);
      text.lines().forEach(line -> lost.removeIf(line::endsWith));
      if (!lost.isEmpty()) {
        wrong.add(name + " lost comments: " + lost);
      }
    }
    System.out.printf("Formatted real files: %d, wrong: %d%n", files, wrong.size());
    assertThat(files).isPositive();
    assertThat(wrong).isEmpty();
  }

  private static Object load(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(10_000);
    for (Object document : new Yaml(options).loadAll(yaml)) {
      return document;
    }
    return "nothing";
  }

  /** A configuration's tree with the old spellings made new, as the formatter makes them. */
  private static Object modern(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(FormatterTest::modern).toList();
    }
    if (!(value instanceof Map<?, ?> map)) {
      return String.valueOf(value);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    map.forEach(
        (key, item) -> {
          String name = String.valueOf(key);
          boolean conditions = item instanceof Map && name.matches("(source_|target_)?match(_re)?");
          if (conditions) {
            String matchers = name.replace("_re", "") + "ers";
            List<Object> list = new ArrayList<>(asList(all.get(matchers)));
            ((Map<?, ?>) item)
                .forEach(
                    (label, text) -> {
                      String escaped =
                          String.valueOf(text).replace("\\", "\\\\").replace("\"", "\\\"");
                      list.add(label + (name.endsWith("_re") ? "=~\"" : "=\"") + escaped + '"');
                    });
            all.put(matchers, list);
          } else if (name.endsWith("matchers") && all.containsKey(name)) {
            List<Object> list = new ArrayList<>(asList(all.get(name)));
            list.addAll(asList(modern(item)));
            all.put(name, list);
          } else if (name.equals("mute_time_intervals") && isNamed(item)) {
            all.put("time_intervals", modern(item));
          } else {
            all.put(name, modern(item));
          }
        });
    return all;
  }

  private static List<?> asList(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static boolean isNamed(@Nullable Object value) {
    return asList(value).stream().allMatch(item -> item instanceof Map);
  }

  /** Lines that are nothing but a comment, up to the end of the first document. */
  private static List<String> comments(String yaml) {
    return new ArrayList<>(
        Arrays.stream(yaml.split("(?m)^---.*$|^\\.\\.\\.$"))
            .filter(document -> !document.isBlank())
            .limit(1)
            .flatMap(String::lines)
            .map(String::strip)
            .filter(line -> line.startsWith("# "))
            .filter(line -> line.length() > 12)
            .toList());
  }
}
