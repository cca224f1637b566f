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
    assertThat(out()).contains("names a file that is not there: /nowhere/at/all");
    assertThat(run("check", "config", "--target", "alertmanager=0.25", config.toString())).isOne();
    assertThat(out())
        .contains(
            "\"url_file\" came with Alertmanager 0.26, and the target is 0.25 [config/version]");
    assertThat(run("check", "config", "--format", "json", folder.resolve("no").toString())).isOne();
    assertThat(out())
        .contains(
            "\"ok\":false,\"problems\":[{\"check\":\"file/unreadable\",\"level\":\"error\","
                + "\"message\":\"the file cannot be read\",\"line\":null,\"column\":null,"
                + "\"help\":\"there is no such file\"}]}]");
    assertThat(run("check", "config", "--target", "grafana=1.0", config.toString())).isEqualTo(2);
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
            root: passed on to a route below
              {team="web"}: taken: it goes to web
              {severity=~"crit.*"}: refused: severity=~"crit.*" does not hold, the alert has severity="warning"

            receiver web
              group           {}/{team="web"}:{alertname="A"}
              group_wait      30s
              group_interval  5m
              repeat_interval 4h
              not during      nights

            could be muted while {severity="critical"} fires
              without the label cluster, as this alert
            """);
  }

  @Test
  void filesAreFormatted() throws IOException {
    assertThat(run("fmt", "--check", config.toString())).isOne();
    assertThat(out()).startsWith("a.yml: not in canonical form");
    assertThat(run("fmt", "--write", config.toString())).isZero();
    assertThat(run("fmt", "--check", config.toString())).isZero();
    assertThat(Files.readString(config)).contains("\n\ninhibit_rules:\n  - source_matchers:\n");
    Files.writeString(config, "route: {receiver: a, x: y}\nreceivers: [{name: a}]\n");
    assertThat(run("fmt", config.toString())).isOne();
    assertThat(err.toString()).contains("field \"x\" is not known in a route");
  }
}
