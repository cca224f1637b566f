package dev.tocsin.generator.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.schema.FieldType.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret of a configuration comes into the Java, whatever the field that holds it. */
class ImportSecretsTest {
  private static final Set<Kind> ADDRESSES =
      Set.of(Kind.URL, Kind.PROXY_URL, Kind.SECRET_URL, Kind.SECRET_TEMPLATE_URL);

  private static Imported imported(byte[] yaml) {
    return Importer.run(
        new Importer.Request(
            "shop",
            "Shop",
            List.of(),
            Optional.of(new Importer.Source("alertmanager.yml", yaml)),
            Optional.empty()));
  }

  private static Imported imported(String yaml) {
    return imported(yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static String java(Imported imported) {
    return String.join("\n", new TreeMap<>(imported.files().texts()).values());
  }

  private static String all(Imported imported) {
    return java(imported) + imported.problems();
  }

  /** A distinctive fake secret in each field that can hold one, in each way in which it can. */
  @Test
  void noneOfTheFakesInAnyFieldIsWritten() {
    List<String> leaks = new ArrayList<>();
    int fakes = 0;
    for (EveryField.Leaf leaf : EveryField.leaves()) {
      for (String text : texts(leaf, "f4ke" + fakes + "leak")) {
        if (leaf.accepts(text)) {
          String fake = "f4ke" + fakes + "leak";
          Imported imported = imported(leaf.yaml(text.replaceAll("f4ke\\d+leak", fake)));
          assertThat(imported.files().texts()).isNotEmpty();
          if (all(imported).contains(fake)) {
            leaks.add(leaf.path() + ": " + text);
          }
          fakes++;
        }
      }
    }
    System.out.printf("Fake secrets imported: %d, leaked: %d%n", fakes, leaks.size());
    assertThat(leaks).isEmpty();
    assertThat(fakes).isGreaterThan(600);
  }

  private static List<String> texts(EveryField.Leaf leaf, String fake) {
    if (leaf.kind() == Kind.FILE || leaf.path().matches(".*\\.key|.*(group_by|equal|rules.name)")) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (leaf.kind() == Kind.SECRET || leaf.path().matches(".*(headers.values|params)")) {
      texts.add(fake);
    }
    if (ADDRESSES.contains(leaf.kind()) || leaf.kind() == Kind.STRING || leaf.kind() == Kind.ANY) {
      texts.add("https://user:" + fake + "@host/path");
      texts.add("https://" + fake + "@host/path");
      texts.add("https://host/path?token=" + fake);
      texts.add("https://host/path/" + fake);
      texts.add("https://host/path#" + fake);
    }
    if (leaf.kind() == Kind.STRING || leaf.kind() == Kind.ANY) {
      texts.add("see password=" + fake + " there");
      texts.add("Bearer " + fake);
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token: f4ke1leak",
        "the old one was f4ke1leak",
        "password f4ke1leak, do not share",
        "https://user:f4ke1leak@host/",
        "https://hooks.slack.com/services/T0/B0/f4ke1leak",
        "curl -H 'X-Api-Key: f4ke1leak' https://host/hook",
        "Authorization: Basic f4ke1leak==",
        "api_url: https://host/hook/f4ke1leak",
        "key=f4ke1leak",
        "pw is pw1f4ke1leak"
      })
  void noneInACommentIsWritten(String comment) {
    String config = "route: {receiver: a}\nreceivers:\n  - name: a\n";
    Imported before = imported("# " + comment + "\n" + config + "  # " + comment + "\n");
    assertThat(all(before)).doesNotContain("f4ke1leak");
    assertThat(before.problems()).extracting(Problem::check).containsExactly("import/secret");
    Imported rules =
        Importer.run(
            new Importer.Request(
                "shop",
                "Shop",
                List.of(
                    new Importer.Source(
                        "rules.yml",
                        ("groups:\n- name: g\n  rules:\n  # "
                                + comment
                                + "\n  - {record: 'a:b', expr: \"up # "
                                + comment
                                + "\"}\n")
                            .getBytes(StandardCharsets.UTF_8))),
                Optional.empty(),
                Optional.empty()));
    assertThat(all(rules)).doesNotContain("f4ke1leak");
  }

  private static Imported importedRules(String yaml) {
    return Importer.run(
        new Importer.Request(
            "shop",
            "Shop",
            List.of(new Importer.Source("rules.yml", yaml.getBytes(StandardCharsets.UTF_8))),
            Optional.empty(),
            Optional.empty()));
  }

  private static final String RULES =
      """
      groups:
        - name: g
          labels: {group_label: 'GROUP'}
          rules:
            - alert: A
              expr: |
                up{instance="EXPR"} == 0
              labels: {severity: page, link: 'LABEL'}
              annotations: {summary: 'SUMMARY', custom: 'CUSTOM'}
            - record: a:b
              expr: up{job="x"}
              labels: {link: 'RECORDED'}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"GROUP", "EXPR", "LABEL", "SUMMARY", "CUSTOM", "RECORDED"})
  void noneInARuleIsWritten(String field) {
    List<String> texts =
        new ArrayList<>(
            List.of(
                "https://user:f4ke1leak@host/path",
                "https://f4ke1leak@host/path",
                "https://host/path?token=f4ke1leak",
                "https://hooks.slack.com/services/T0/B0/f4ke1leak"));
    if (!field.equals("EXPR")) {
      texts.add("https://host/path/f4ke1leak");
      texts.add("https://host/path#f4ke1leak");
      texts.add("see password=f4ke1leak there");
      texts.add("Bearer f4ke1leak");
      texts.add("{{ $value }} at https://user:f4ke1leak@host/{{ $labels.path }}");
    }
    for (String text : texts) {
      Imported imported =
          importedRules(
              RULES
                  .replace("'" + field, "'" + text)
                  .replace("\"EXPR", "\"" + (field.equals("EXPR") ? text : "EXPR")));
      assertThat(imported.isSound()).as(imported.problems().toString()).isTrue();
      assertThat(all(imported)).as(text).doesNotContain("f4ke1leak");
      assertThat(imported.problems()).extracting(Problem::check).containsOnly("import/secret");
      assertThat(imported.problems().get(0).place().line()).isPositive();
    }
  }

  @Test
  void aValueWithASensitiveNameIsMasked() {
    Imported imported =
        importedRules(
            RULES
                .replace("link: 'LABEL'", "api_key: f4ke1leak")
                .replace("custom: 'CUSTOM", "token: 'f4ke2leak"));
    assertThat(all(imported)).doesNotContain("f4ke1leak", "f4ke2leak");
    assertThat(imported.problems())
        .extracting(Problem::message)
        .containsExactly(
            "\"api_key\" may contain a secret, which the import masks",
            "\"token\" may contain a secret, which the import masks");
  }

  @Test
  void whatIsPublicInARuleStays() {
    String summary =
        "Tokens of {{ $labels.secret }}: see https://wiki.example.com/spaces/SRE/pages/123456789/"
            + "KubePodCrashLooping and https://grafana.example.com/d/aBc12XyZ9/load?orgId=1&var-job="
            + "{{ $labels.job }}";
    Imported imported =
        importedRules(RULES.replace("SUMMARY", summary).replace("EXPR", "http://host:80/health"));
    assertThat(imported.problems()).isEmpty();
    assertThat(java(imported))
        .contains("KubePodCrashLooping", "aBc12XyZ9", "http://host:80/health");
  }

  @Test
  void whatIsPublicStays() {
    String config =
        """
        # Pages go to the team's channel, see https://wiki.example.com/runbooks/high-load
        # since 2025-03-01 (OPS-1234), for 2 of 10 nodes
        route: {receiver: a}
        receivers:
          - name: a
            webhook_configs:
              - url: http://receiver:9000/api/v2/alerts
                http_config:
                  http_headers: {Accept: {values: [application/json]}}
            slack_configs:
              - channel: "#ops"
                api_url_file: /run/secrets/SLACK
                title_link: "https://grafana.example.com/d/aBc12XyZ9/load?orgId=1&var-job={{ .CommonLabels.job }}"
                text: "Token budget: {{ .CommonAnnotations.tokens }}, password policy: see the wiki"
                footer: "https://wiki.example.com/{{ .GroupLabels.alertname }}#details"
        """;
    Imported imported = imported(config);
    assertThat(imported.problems()).isEmpty();
    assertThat(java(imported))
        .contains(
            "https://wiki.example.com/runbooks/high-load",
            "since 2025-03-01 (OPS-1234), for 2 of 10 nodes",
            "http://receiver:9000/api/v2/alerts",
            "application/json",
            "aBc12XyZ9/load?orgId=1&var-job={{ ",
            "Token budget: {{ .CommonAnnotations.tokens }}, password policy: see the wiki",
            "{{ .GroupLabels.alertname }}#details");
  }

  /** Alertmanager's own API shows {@code <secret>} for each, and each is another one. */
  @Test
  void aMaskedSecretIsAFindingAndEachFieldItsOwnSecret() {
    Imported imported =
        imported(
            """
            global: {slack_api_url: <secret>}
            route: {receiver: a}
            receivers:
              - name: a
                slack_configs: [{channel: "#a", api_url: <secret>}]
                pagerduty_configs: [{routing_key: <secret>}, {routing_key: "***"}]
                victorops_configs: [{api_key: same-key-1, routing_key: x}]
                opsgenie_configs: [{api_key: same-key-1}]
            """);
    assertThat(imported.isSound()).isTrue();
    assertThat(java(imported))
        .contains(
            "Secret.env(\"SLACK_API_URL\")",
            "Secret.env(\"A_SLACK_API_URL\")",
            "Secret.env(\"A_PAGERDUTY_ROUTING_KEY\")",
            "Secret.env(\"A_PAGERDUTY_ROUTING_KEY_SECRET\")",
            "Secret.env(\"A_VICTOROPS_API_KEY\")",
            "Secret.env(\"A_OPSGENIE_API_KEY\")")
        .doesNotContain("<secret>", "***", "same-key-1");
    assertThat(imported.problems())
        .extracting(problem -> problem.place().line() + ": " + problem.message())
        .containsExactly(
            "1: \"slack_api_url\" is masked; the Java reads the secret from"
                + " /run/secrets/SLACK_API_URL",
            "5: \"api_url\" is masked; the Java reads the secret from"
                + " /run/secrets/A_SLACK_API_URL",
            "6: \"routing_key\" is masked; the Java reads the secret from"
                + " /run/secrets/A_PAGERDUTY_ROUTING_KEY",
            "6: \"routing_key\" is masked; the Java reads the secret from"
                + " /run/secrets/A_PAGERDUTY_ROUTING_KEY_SECRET",
            "7: \"api_key\" is a secret in clear text; the Java reads it from"
                + " /run/secrets/A_VICTOROPS_API_KEY and does not contain it",
            "8: \"api_key\" is a secret in clear text; the Java reads it from"
                + " /run/secrets/A_OPSGENIE_API_KEY and does not contain it");
  }

  @ParameterizedTest
  @CsvSource({
    "$PD_KEY, PD_KEY",
    "${PD_KEY}, PD_KEY",
    "${PD_KEY:-f4kedefault}, PD_KEY",
    "$(PD_KEY), PD_KEY",
    "%(pd_key)s, pd_key",
    "%PD_KEY%, PD_KEY",
    "@PD_KEY@, PD_KEY",
    "$env:PD_KEY, PD_KEY"
  })
  void aVariableKeepsItsName(String text, String name) {
    Imported imported =
        imported(
            EveryField.yaml(
                Map.of(
                    "route",
                    Map.of("receiver", "a"),
                    "receivers",
                    List.of(
                        Map.of(
                            "name",
                            "a",
                            "pagerduty_configs",
                            List.of(Map.of("routing_key", text)),
                            "slack_configs",
                            List.of(Map.of("channel", text, "api_url_file", "/run/secrets/X")))))));
    assertThat(java(imported))
        .contains("Secret.env(\"" + name + "\")")
        .doesNotContain("A_PAGERDUTY");
    assertThat(all(imported).replace(text, "")).doesNotContain("f4kedefault");
    assertThat(imported.problems())
        .extracting(Problem::check)
        .containsExactly("import/variable", "import/variable");
    assertThat(imported.problems().toString())
        .contains("\"routing_key\" is the variable ", "\"channel\" contains the variable ", name);
  }

  /** What the file names is another secret than what the import would call so. */
  @Test
  void aNameThatTheFileGivesIsNotTakenForAnother() {
    Imported imported =
        imported(
            """
            route: {receiver: a}
            receivers:
              - name: a
                pagerduty_configs:
                  - routing_key: in-clear-text-1
                  - routing_key: ${A_PAGERDUTY_ROUTING_KEY}
                  - routing_key_file: /run/secrets/A_PAGERDUTY_ROUTING_KEY_SECRET
            """);
    assertThat(java(imported))
        .contains(
            "Secret.env(\"A_PAGERDUTY_ROUTING_KEY_SECRET_2\")",
            "Secret.env(\"A_PAGERDUTY_ROUTING_KEY\")",
            "Secret.env(\"A_PAGERDUTY_ROUTING_KEY_SECRET\")");
  }
}
