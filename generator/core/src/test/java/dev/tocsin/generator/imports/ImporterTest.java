package dev.tocsin.generator.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the import writes of files that are written for it. */
class ImporterTest {
  /** Our own generated files, which are committed. */
  private static final Path OURS = Path.of("../../monitoring");

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir private Path folder;

  private static Importer.Source source(String name, String text) {
    return new Importer.Source(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static Imported rules(String... files) {
    List<Importer.Source> all = new ArrayList<>();
    for (String file : files) {
      all.add(source("rules" + (all.isEmpty() ? "" : all.size() + 1) + ".yml", file));
    }
    return importing(all, Optional.empty(), Optional.empty());
  }

  private static Imported config(String yaml) {
    return importing(List.of(), Optional.of(source("alertmanager.yml", yaml)), Optional.empty());
  }

  private static Imported importing(
      List<Importer.Source> rules,
      Optional<Importer.Source> config,
      Optional<Importer.Source> metrics) {
    return Importer.run(new Importer.Request("shop", "Shop", rules, config, metrics));
  }

  /** The files of the compiled definition. */
  private Map<String, String> generated(Imported imported)
      throws IOException, ReflectiveOperationException {
    assertThat(JavaCompiler.errors(imported.files().texts(), folder)).isEmpty();
    try (URLClassLoader loader = JavaCompiler.loader(folder)) {
      Monitoring definition = JavaCompiler.definition(loader, "shop.Shop");
      assertThat(Problem.anyError(Generator.generate(definition).problems())).isFalse();
      return Generator.files(definition.define(), "shop.Shop").texts();
    }
  }

  private static String all(Imported imported) {
    return String.join("\n", imported.files().texts().values());
  }

  private static String body(String generated) {
    return generated
        .lines()
        .filter(line -> !line.startsWith("#"))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void ourOwnMonitoringComesOutAsItIs() throws Exception {
    String rules = Files.readString(OURS.resolve("production-alerts.yml"));
    String config = Files.readString(OURS.resolve("alertmanager.yml"));
    Imported imported =
        importing(
            List.of(source("production-alerts.yml", rules)),
            Optional.of(source("alertmanager.yml", config)),
            Optional.empty());
    assertThat(imported.problems()).isEmpty();
    assertThat(imported.untyped()).isEmpty();
    Map<String, String> generated = generated(imported);
    assertThat(RuleTree.of(generated.get(GeneratedFiles.RULES))).isEqualTo(RuleTree.of(rules));
    assertThat(body(generated.get(GeneratedFiles.ALERTMANAGER))).isEqualTo(body(config));
  }

  /** The Java of the example that the generator's own golden files are of. */
  @Test
  void theJavaIsTheGoldenOne() throws Exception {
    Imported imported =
        importing(
            List.of(
                source(
                    "production-alerts.yml",
                    Files.readString(GOLDEN.resolve("shop/production-alerts.yml")))),
            Optional.of(
                source(
                    "alertmanager.yml", Files.readString(GOLDEN.resolve("shop/alertmanager.yml")))),
            Optional.empty());
    generated(imported);
    StringBuilder java = new StringBuilder();
    new TreeMap<>(imported.files().texts())
        .forEach((path, text) -> java.append("// ---- ").append(path).append("\n").append(text));
    Path golden = GOLDEN.resolve("import/shop.txt");
    if ("write".equals(System.getProperty("tocsin.golden"))) {
      Files.createDirectories(golden.getParent());
      Files.writeString(golden, java);
    }
    assertThat(golden).usingCharset("UTF-8").hasContent(java.toString());
  }

  @Test
  void textsThatJavaReadsInItsOwnWay() throws Exception {
    List<String> texts =
        List.of(
            "a \"quoted\" \\ back \\u0041 slash",
            "\ttab and \u0007 bell and \u00e4 and \ud83d\ude00",
            "one\ntwo \"\"\" three\n  indented \nlast\\",
            "  all\n  indented",
            "ends with a newline\nhere\n",
            "blank\n\nlines  \n \nin it\"",
            "\n",
            "{{ $labels.instance }} " + "is slow and has been so for long ".repeat(5),
            "x".repeat(70_000),
            "");
    StringBuilder yaml = new StringBuilder("groups:\n- name: \"*/ {@code g}\"\n  rules:\n");
    yaml.append("  # a comment with \\u000a and */ in it\n");
    yaml.append("  - alert: \"class\"\n    expr: 'up{a=\"\\\\d+\\n\"} == 0'\n    annotations:\n");
    for (int i = 0; i < texts.size(); i++) {
      yaml.append("      a").append(i).append(": ");
      yaml.append(
          new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(texts.get(i)));
      yaml.append('\n');
    }
    Imported imported = rules(yaml.toString());
    String rules = generated(imported).get(GeneratedFiles.RULES);
    assertThat(RuleTree.of(rules)).isEqualTo(RuleTree.of(yaml.toString()));
    assertThat(all(imported)).contains("\"\"\"\n", "// a comment with \\\\u000a");
  }

  @Test
  void manyRulesAndRoutesFitIntoClasses() throws Exception {
    String rules =
        IntStream.range(0, 600)
            .mapToObj(
                i ->
                    "  - alert: Alert"
                        + (i % 7 == 0 ? "Same" : i)
                        + "\n    expr: sum by (job) (rate(metric"
                        + i
                        + "_total{code=~\"5..\"}[5m])) > "
                        + i
                        + "\n    for: 5m\n    labels: {severity: page, n: \""
                        + i
                        + "\"}\n    annotations: {summary: it is wrong}\n")
            .collect(Collectors.joining("", "groups:\n- name: many\n  rules:\n", ""));
    String routes =
        IntStream.range(0, 400)
            .mapToObj(
                i ->
                    "  - matchers: ['alertname=\"Alert"
                        + i
                        + "\"', 'team=\"t"
                        + i
                        + "\"']\n    receiver: r"
                        + i % 250
                        + "\n    group_by: [job, team]\n    continue: true\n")
            .collect(Collectors.joining("", "route:\n  receiver: r0\n  routes:\n", "receivers:\n"));
    String receivers =
        IntStream.range(0, 250)
            .mapToObj(
                i ->
                    "- name: r"
                        + i
                        + "\n  webhook_configs: [{url: 'http://host/"
                        + i
                        + "', max_alerts: "
                        + i
                        + "}]\n")
            .collect(Collectors.joining());
    Imported imported =
        importing(
            List.of(source("rules.yml", rules)),
            Optional.of(source("alertmanager.yml", routes + receivers)),
            Optional.empty());
    Map<String, String> generated = generated(imported);
    assertThat(RuleTree.of(generated.get(GeneratedFiles.RULES))).isEqualTo(RuleTree.of(rules));
    assertThat(
            ConfigTree.differences(
                (routes + receivers).getBytes(StandardCharsets.UTF_8),
                generated.get(GeneratedFiles.ALERTMANAGER).getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
    assertThat(imported.untyped()).isEmpty();
  }

  @Test
  void aRuleHasAsManyLabelsAsJavaTakes() throws Exception {
    String most = ruleOf(200);
    assertThat(RuleTree.of(generated(rules(most)).get(GeneratedFiles.RULES)))
        .isEqualTo(RuleTree.of(most));
    assertThat(rules(ruleOf(5000)).problems())
        .singleElement()
        .hasToString(
            "rules.yml:4: error: rule \"A\" has 5000 labels and annotations; a Java expression"
                + " takes at most 200 [import/size]\n"
                + "    fix: remove some of them, or keep this rule in YAML");
  }

  private static String ruleOf(int labels) {
    return IntStream.range(0, labels)
        .mapToObj(i -> "      l" + i + ": v" + i + "\n")
        .collect(
            Collectors.joining(
                "",
                "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: up == 0\n    labels:\n",
                ""));
  }

  @Test
  void longAndDeepExpressionsAndRoutesCompile() throws Exception {
    String rules =
        EveryField.yaml(
            Map.of(
                "groups",
                List.of(
                    Map.of(
                        "name",
                        "g",
                        "rules",
                        Stream.of(
                                "up" + " + up".repeat(1400),
                                "up" + " + up".repeat(74),
                                "abs(".repeat(390) + "up" + ")".repeat(390),
                                "abs(".repeat(149) + "up" + ")".repeat(149))
                            .map(expr -> Map.of("record", "a:b", "expr", expr))
                            .toList()))));
    Imported imported =
        importing(
            List.of(source("r.yml", rules)),
            Optional.of(source("a.yml", nested(49))),
            Optional.empty());
    assertThat(imported.untyped())
        .extracting(Map.Entry::getValue)
        .containsExactly(
            "it is too long for one Java expression", "it is too long for one Java expression");
    assertThat(RuleTree.of(generated(imported).get(GeneratedFiles.RULES)))
        .isEqualTo(RuleTree.of(rules));
    assertThat(config(nested(200)).problems())
        .singleElement()
        .asString()
        .contains("routes are nested 200 deep; a Java expression takes at most 50");
  }

  private static String nested(int routes) {
    return "route: {receiver: r, routes: ["
        + "{routes: [".repeat(routes - 2)
        + "{}"
        + "]}".repeat(routes - 2)
        + "]}\nreceivers: [{name: r}]\n";
  }

  @Test
  void everySecretIsTakenOutOfFieldsAndComments() throws Exception {
    Imported imported =
        config(
            """
            # the old one: xoxb-in-a-comment, api_key: key-in-a-comment
            global:
              slack_api_url: https://hooks.slack.com/services/global-secret
              http_config:
                proxy_url: http://user:proxy-secret@proxy:3128
                proxy_connect_header: {X-Auth: [connect-secret]}
            route: {receiver: ops}
            receivers:
              - name: ops
                # url: https://hooks.slack.com/services/commented-secret
                slack_configs:
                  - channel: "#a"
                  - channel: "#b"
                    api_url: https://hooks.slack.com/services/own-secret
                webhook_configs:
                  - url: http://receiver:9000/alerts
                  - url: https://example.com/hook?token=url-secret
                    http_config:
                      bearer_token: bearer-secret
                  - url: http://receiver:9000/more
                    http_config:
                      http_headers:
                        X-Api-Key: {values: [header-secret]}
                        X-Other: {secrets: [other-secret]}
                sns_configs:
                  - topic_arn: arn
                    sigv4: {region: eu, access_key: id, secret_key: sigv4-secret}
                pagerduty_configs:
                  - routing_key: https://hooks.slack.com/services/own-secret
                email_configs:
                  - to: a@example.com
                    from: b@example.com
                    smarthost: mail:25
                    auth_password_file: secrets/relative
            """);
    String out = all(imported) + imported.problems();
    assertThat(out).doesNotContain("-secret", "key-in-a-comment");
    assertThat(out).contains("http://receiver:9000/alerts", "secrets/relative");
    assertThat(imported.problems())
        .allSatisfy(problem -> assertThat(problem.check()).isEqualTo("import/secret"))
        .allSatisfy(problem -> assertThat(problem.help()).isPresent());
    assertThat(imported.problems())
        .extracting(problem -> problem.place().line())
        .containsExactly(0, 3, 5, 6, 14, 17, 19, 23, 24, 27, 29);
    String file = generated(imported).get(GeneratedFiles.ALERTMANAGER);
    assertThat(file)
        .contains("slack_api_url_file: /run/secrets/SLACK_API_URL")
        .contains("credentials_file: /run/secrets/OPS_WEBHOOK_BEARER_TOKEN")
        .contains("url_file: /run/secrets/OPS_WEBHOOK_URL");
  }

  @Test
  void aPageOfMetricsGivesTypes() throws Exception {
    Imported imported =
        importing(
            List.of(
                source(
                    "rules.yml",
                    """
                    groups:
                      - name: shop
                        rules:
                          - alert: Slow
                            expr: histogram_quantile(0.9, sum by (le, shop) (rate(pay_seconds_bucket[5m]))) > 2
                          - alert: Wrong
                            expr: rate(queue_length[5m]) > 1
                    """)),
            Optional.empty(),
            Optional.of(
                source(
                    "page.txt",
                    """
                    # HELP pay_seconds How long a payment takes, in <b>seconds</b>.
                    # TYPE pay_seconds histogram
                    pay_seconds_bucket{shop="a \\"b\\", c",le="1"} 3
                    pay_seconds_bucket{shop="a",le="+Inf"} 4
                    pay_seconds_sum{shop="a"} 4.5
                    pay_seconds_count{shop="a"} 4
                    # TYPE queue_length gauge
                    queue_length 3 1700000000000
                    # TYPE sizes_bytes summary
                    sizes_bytes{quantile="0.5"} NaN
                    sizes_bytes_sum 1e3
                    sizes_bytes_count 2
                    """)));
    assertThat(imported.files().texts().get("shop/ShopMetrics.java"))
        .contains("Histogram<Seconds> PAY_SECONDS =")
        .contains("/** How long a payment takes, in &lt;b&gt;seconds&lt;/b&gt;. */")
        .contains("histogram(\"pay_seconds\", Seconds.class, SHOP)")
        .contains("Gauge<Bytes> SIZES_BYTES =")
        .contains("Counter<Bytes> SIZES_BYTES_SUM =");
    assertThat(imported.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.toString())
                    .contains("rules.yml:6", "queue_length", "exports as a gauge"));
    assertThat(imported.untyped()).hasSize(1);
    generated(imported);
  }

  /** Labels that only routes name, which receivers and intervals are named after too. */
  @Test
  void receiversAndLabelsOfOneNameAreKeptApart() throws Exception {
    String yaml =
        """
        route:
          receiver: team
          group_by: [zone]
          routes:
            - matchers: [team="a", severity="page"]
              receiver: page
              mute_time_intervals: [region]
        inhibit_rules:
          - source_matchers: [region=~"a|b"]
            target_matchers: [region="c"]
            equal: [zone]
        time_intervals:
          - name: region
            time_intervals: [{years: ['2030']}]
        receivers:
          - name: team
          - name: page
          - name: zone
            pagerduty_configs:
              - routing_key_file: /run/secrets/key
                details: {firing: 3, noisy: true, more: {b: [1, x], a: 1.5}, text: "{{ .Status }}"}
        """;
    byte[] generated =
        generated(config(yaml)).get(GeneratedFiles.ALERTMANAGER).getBytes(StandardCharsets.UTF_8);
    assertThat(ConfigTree.differences(yaml.getBytes(StandardCharsets.UTF_8), generated)).isEmpty();
  }

  @Test
  void namesThatOnlyPrometheus3Records() throws Exception {
    String yaml =
        "groups: [{name: g, rules: [{record: a.b-c, expr: 'up'}, {alert: A, expr: up,"
            + " annotations: {a: \"\\Nx\\Ly\\Pz\"}}]}]";
    assertThat(RuleTree.of(generated(rules(yaml)).get(GeneratedFiles.RULES)))
        .isEqualTo(RuleTree.of(yaml));
  }

  @Test
  void groupsOfOneNameAreKeptApart() throws Exception {
    String file = "groups: [{name: a, rules: [{record: b, expr: up}]}]";
    Imported imported = rules(file, file.replace("expr: up", "expr: down"));
    assertThat(imported.problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.message())
                    .isEqualTo(
                        "another file has a group \"a\" too, so this one is \"a of rules2.yml\""));
    assertThat(generated(imported).get(GeneratedFiles.RULES)).contains("name: a of rules2.yml");
  }

  @Test
  void itIsTheSameEachTime() {
    String yaml =
        "groups: [{name: g, rules: [{alert: Up, expr: 'up == 0'}, {alert: up, expr: 'up == 1'}]}]";
    assertThat(rules(yaml).files().texts()).isEqualTo(rules(yaml).files().texts());
    assertThat(all(rules(yaml))).contains("UP_ALERT", "UP_ALERT_2");
  }
}
