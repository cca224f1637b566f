package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandsTest {
  private static final String CONFIG =
      """
      route:
        receiver: ops
        group_by: [alertname]
        routes:
          - receiver: web
            matchers:
              - team="web"
            mute_time_intervals: [nights]
            continue: true
          - matchers:
              - severity=~"crit.*"
            group_by: [...]
      inhibit_rules:
        - source_matchers:
            - severity="critical"
          target_matchers:
            - severity="warning"
          equal: [cluster]
      time_intervals:
        - name: nights
          time_intervals:
            - times:
                - start_time: "22:00"
                  end_time: "24:00"
              location: Europe/Berlin
      receivers:
        - name: ops
        - name: web
          webhook_configs:
            - url_file: /nowhere/at/all
      """;

  @TempDir private Path folder;
  private Path config;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    config = Files.writeString(folder.resolve("alertmanager.yml"), CONFIG);
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Tocsin.run(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  private String out() {
    return out.toString().replace(config.toString(), "a.yml").replace("\r", "");
  }

  @Test
  void configurationsAreCheckedForPeopleAndForMachines() {
    assertThat(run("check", "config", config.toString())).isZero();
    assertThat(out()).isEqualTo("a.yml: ok, 2 receivers, 3 routes, 1 inhibition\n");
    assertThat(run("check", "config", "--check-files", "--strict", config.toString())).isOne();
    assertThat(out()).contains("names a file that does not exist: /nowhere/at/all");
    assertThat(run("check", "config", "--target", "alertmanager=0.25", config.toString())).isOne();
    assertThat(out())
        .contains(
            "\"url_file\" requires Alertmanager 0.26 or newer (target is 0.25) [config/version]");
    assertThat(run("check", "config", "--format", "json", folder.resolve("no").toString())).isOne();
    assertThat(out())
        .contains(
            "\"ok\":false,\"problems\":[{\"check\":\"file/unreadable\",\"level\":\"error\","
                + "\"message\":\"the Alertmanager configuration cannot be read\",\"file\":\""
                + folder.resolve("no")
                + "\",\"line\":null,\"column\":null,"
                + "\"help\":\"the file does not exist\",\"excerpt\":[]}]}]");
    assertThat(run("check", "config", "--target", "grafana=1.0", config.toString())).isEqualTo(2);
  }

  /** amtool refuses it, and so does the command without an option. */
  @Test
  void aBrokenTemplateFileIsAnErrorByDefault() throws IOException {
    Files.writeString(folder.resolve("a.tmpl"), "{{ define \"a\" }}{{ .Status }\n");
    Files.writeString(config, "templates: ['*.tmpl', 'missing/*']\n" + CONFIG);
    assertThat(run("check", "config", config.toString())).isOne();
    assertThat(out())
        .contains(
            "a.tmpl:1:28: error: ", "{{ define \"a\" }}{{ .Status }\n", "[config/template-file]")
        .doesNotContain("missing-file");
  }

  @Test
  void linesOfTheSourceAreShown() throws IOException {
    Files.writeString(config, CONFIG.replace("receiver: web", "receiver: wbe"));
    assertThat(run("check", "config", config.toString())).isOne();
    assertThat(out()).contains("        - receiver: wbe\n          ^^^^^^^^\n    fix: ");
    Files.writeString(config, "route: [\n");
    assertThat(run("check", "config", config.toString())).isOne();
    assertThat(out()).contains("[config/yaml]");
    Path rules = Files.writeString(folder.resolve("rules.yml"), "groups: [a: b: c]\n");
    assertThat(run("check", "rules", rules.toString())).isOne();
    assertThat(out.toString()).contains("    groups: [a: b: c]\n                 ^\n");
  }

  @Test
  void theRightCallIsSuggestedForAFile() throws IOException {
    assertThat(run("check", config.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("fix: tocsin check config " + config);
    assertThat(err.toString()).doesNotContain("check rules", "Usage:");
    assertThat(run("import", config.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "fix: tocsin import --package PACKAGE --class CLASS --out DIR --alertmanager "
                + config);
    Path rules = Files.writeString(folder.resolve("rules.yml"), "groups: []\n");
    assertThat(run(rules.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("fix: tocsin check rules " + rules);
    Path other = Files.writeString(folder.resolve("other.yml"), "a: b\n");
    assertThat(run("check", other.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("fix: tocsin check rules " + other, "fix: tocsin check config " + other);
  }

  @Test
  void aWrongCallShowsTheUsageOfItsOwnCommand() {
    for (String command : new String[] {"test", "explain"}) {
      assertThat(run("routes", command, "--config", config.toString(), "a=~b")).isEqualTo(2);
      assertThat(err.toString()).contains("Usage: tocsin routes " + command);
    }
    assertThat(run("routes", "test", "--config", config.toString(), "--time", "now")).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: tocsin routes test");
  }

  @Test
  void anInhibitionThatCannotInhibitIsNotExplained() throws IOException {
    Files.writeString(config, CONFIG.replace("severity=\"critical\"", "severity=\"warning\""));
    assertThat(run("routes", "explain", "--config", config.toString(), "severity=warning"))
        .isZero();
    assertThat(out()).contains("no inhibition rule can mute it");
    Files.writeString(
        config, CONFIG.replace("severity=\"critical\"", "severity=~\"critical|warning\""));
    assertThat(run("routes", "explain", "--config", config.toString(), "severity=warning"))
        .isZero();
    assertThat(out())
        .contains("can be muted while {severity=~", "  by an alert that does not match {severity=");
  }

  @Test
  void routesAreTested() {
    assertThat(
            run("routes", "test", "--config", config.toString(), "team=web", "severity=critical"))
        .isZero();
    assertThat(out()).isEqualTo("web\nops\n");
    assertThat(
            run(
                "routes",
                "test",
                "--config",
                config.toString(),
                "--time",
                "2026-07-01T20:30:00Z",
                "team=web"))
        .isZero();
    assertThat(out()).isEmpty();
    assertThat(run("routes", "test", "--config", config.toString(), "--format", "json", "a=b"))
        .isZero();
    assertThat(out()).isEqualTo("{\"receivers\":[\"ops\"]}\n");
    assertThat(run("routes", "test", "--config", config.toString(), "a=~b")).isEqualTo(2);
  }

  @Test
  void routesAreShownAndExplained() {
    assertThat(run("routes", "show", "--config", config.toString())).isZero();
    assertThat(out())
        .isEqualTo(
            """
            root  to ops  by alertname  wait 30s, update 5m, repeat 4h
            ├── {team="web"}  to web  by alertname  wait 30s, update 5m, repeat 4h  not during nights  continues
            └── {severity=~"crit.*"}  to ops  ungrouped  wait 30s, update 5m, repeat 4h
            """);
    assertThat(
            run(
                "routes",
                "explain",
                "--config",
                config.toString(),
                "team=web",
                "severity=warning",
                "alertname=A"))
        .isZero();
    assertThat(out())
        .isEqualTo(
            """
            root: matches, handled by a child route
              {team="web"}: matches, receiver web
              {severity=~"crit.*"}: does not match: severity=~"crit.*", but the alert has severity="warning"

            receiver web
              group           {}/{team="web"}:{alertname="A"}
              group_wait      30s
              group_interval  5m
              repeat_interval 4h
              not during      nights

            can be muted while {severity="critical"} fires
              and also has no label cluster
            """);
  }

  @Test
  void filesAreFormatted() throws IOException {
    assertThat(run("fmt", "--check", config.toString())).isOne();
    assertThat(out()).startsWith("a.yml: not formatted");
    assertThat(run("fmt", "--write", config.toString())).isZero();
    assertThat(run("fmt", "--check", config.toString())).isZero();
    assertThat(Files.readString(config)).contains("\n\ninhibit_rules:\n  - source_matchers:\n");
    Files.writeString(config, "route: {receiver: a, x: y}\nreceivers: [{name: a}]\n");
    assertThat(run("fmt", config.toString())).isOne();
    assertThat(err.toString()).contains("unknown field \"x\" in a route");
  }
}
