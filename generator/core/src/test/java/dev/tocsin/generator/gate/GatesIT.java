package dev.tocsin.generator.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.ToolMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real checkers of all generations. */
class GatesIT {
  @TempDir Path folder;

  @BeforeEach
  void goodFiles() throws IOException {
    write(
        "production-alerts.yml",
        """
        groups:
          - name: g
            rules:
              - alert: Down
                expr: up == 0
                for: 1m
                labels: {severity: critical}
                annotations: {summary: "{{ $labels.instance }} is down"}
        """);
    write(
        "prometheus.yml",
        """
        global: {scrape_interval: 15s, scrape_timeout: 10s, evaluation_interval: 15s}
        rule_files: [production-alerts.yml]
        alerting: {alertmanagers: [{static_configs: [{targets: ["alertmanager:9093"]}]}]}
        scrape_configs: [{job_name: a, static_configs: [{targets: ["a:8080"]}]}]
        """);
    write(
        "alertmanager.yml",
        """
        global: {slack_api_url_file: /run/secrets/SLACK_WEBHOOK_URL}
        route: {receiver: all}
        receivers:
          - name: all
            slack_configs: [{channel: "#alerts"}]
            pagerduty_configs: [{routing_key_file: /run/secrets/PAGERDUTY_SERVICE_KEY}]
        """);
  }

  @Test
  void acceptsGoodFilesInAllGenerations() {
    List<GateResult> results = Gates.standard().run(folder);
    assertThat(results).allMatch(GateResult::ok).allMatch(result -> result.messages().isEmpty());
    assertThat(results)
        .extracting(GateResult::toString)
        .containsExactly(
            "ok      promtool check rules 2.42.0: production-alerts.yml",
            "ok      promtool check rules 2.53.3: production-alerts.yml",
            "ok      promtool check rules 3.5.3: production-alerts.yml",
            "ok      promtool check config 2.42.0: prometheus.yml",
            "ok      promtool check config 2.53.3: prometheus.yml",
            "ok      promtool check config 3.5.3: prometheus.yml",
            "ok      amtool check-config 0.25.0: alertmanager.yml",
            "ok      amtool check-config 0.28.1: alertmanager.yml",
            "ok      amtool check-config 0.33.1: alertmanager.yml");
  }

  @Test
  void refusesWhatOnlyTheOldestDoesNotKnow() throws IOException {
    write(
        "production-alerts.yml",
        """
        groups:
          - name: g
            rules:
              - {alert: Busy, expr: "sort_by_label(up, \\"job\\") > 0", keep_firing_for: 5m}
        """);
    assertThat(rules())
        .extracting(GateResult::generation, GateResult::ok)
        .contains(tuple(Generation.OLDEST, false));
  }

  @Test
  void namesTheFileTheLineAndTheRule() throws IOException {
    write(
        "production-alerts.yml",
        """
        groups:
          - name: g
            rules:
              - alert: Busy
                expr: |
                  ratee(requests_total[5m])
        """);
    for (GateResult result : rules()) {
      assertThat(result.ok()).isFalse();
      ToolMessage message = result.messages().get(0);
      assertThat(message.file()).contains("production-alerts.yml");
      assertThat(message.line()).hasValue(5);
      assertThat(message.rule()).contains(new ToolMessage.RuleReference("g", 1, "Busy"));
      assertThat(message.text())
          .isEqualTo(
              "could not parse expression: 1:1: parse error: unknown function with name"
                  + " \"ratee\"");
    }
  }

  @Test
  void refusesConfigurationsThatNameFilesWhichAreNotThere() throws IOException {
    write("prometheus.yml", "rule_files: [absent.yml]\n");
    write("alertmanager.yml", "route: {receiver: nobody}\n");
    assertThat(Gates.standard().run(folder))
        .filteredOn(result -> !result.ok())
        .hasSize(6)
        .extracting(result -> result.messages().get(0).toString())
        .contains(
            "prometheus.yml: \"absent.yml\" does not point to an existing file",
            "alertmanager.yml: undefined receiver \"nobody\" used in route");
  }

  @Test
  void refusesAMissingFile() throws IOException {
    Files.delete(folder.resolve("alertmanager.yml"));
    assertThat(Gates.standard().run(folder))
        .filteredOn(result -> !result.ok())
        .hasSize(3)
        .allMatch(result -> result.file().equals("alertmanager.yml"))
        .extracting(result -> result.messages().get(0).text())
        .containsOnly("is not in " + folder + ": generate it first");
  }

  private List<GateResult> rules() {
    return Gates.standard().run(folder).stream()
        .filter(result -> result.gate().equals("promtool check rules"))
        .toList();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
