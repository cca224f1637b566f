package dev.tocsin.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drills on the oldest and the newest Alertmanager, with receivers that listen or fail. */
class DrillIT {
  private static final String CONFIG =
      """
      route:
        receiver: nobody
        group_by: [alertname]
        group_wait: 100ms
        group_interval: 1s
        routes:
          - matchers: [team="web"]
            receiver: web
            continue: true
          - matchers: [severity="critical"]
            receiver: on-call
          - matchers: [team="broken"]
            receiver: broken
          - matchers: [team="patient"]
            receiver: web
            group_wait: 10m
          - matchers: [team="asleep"]
            receiver: asleep
            mute_time_intervals: [always]
      inhibit_rules:
        - source_matchers: [alertname="Down"]
          target_matchers: [alertname="Slow"]
          equal: [instance]
      time_intervals:
        - name: always
          time_intervals: [{years: ["2000:2999"]}]
      receivers:
        - name: nobody
        - name: web
          webhook_configs: [{url: SINK/web}]
        - name: on-call
          webhook_configs: [{url: SINK/on-call/1}, {url: SINK/on-call/2}]
        - name: broken
          webhook_configs: [{url: SINK/broken}]
        - name: asleep
          webhook_configs: [{url: SINK/asleep}]
      """;

  @TempDir private Path folder;

  private RunningAlertmanager start(Generation generation) throws Exception {
    return new RunningAlertmanager(Tools.standard().provide(generation), folder, CONFIG);
  }

  @ParameterizedTest
  @EnumSource(names = {"OLDEST", "NEWEST"})
  void everyReceiverIsNotified(Generation generation) throws Exception {
    try (RunningAlertmanager alertmanager = start(generation)) {
      DrillReport report =
          Drill.on(alertmanager.address(), Map.of("team", "web", "severity", "critical")).hold();
      String text = String.join("\n", report.lines());
      System.out.println(text);

      assertThat(report.notified()).as(text).isTrue();
      assertThat(text)
          .contains("Alertmanager " + generation.alertmanager())
          .contains("expected    web (webhook); on-call (2 webhook)")
          .contains("suppressed  no")
          .containsPattern("webhook +3 +3 +3 +0 +0")
          .contains("resolved    yes")
          .contains("the server had no other alert, so the counted notifications are the drill's");
      assertThat(alertmanager.received())
          .hasSizeGreaterThanOrEqualTo(3)
          .allMatch(body -> body.contains("DRILL: this is a test alert"))
          .allMatch(body -> body.contains("\"alertname\":\"TocsinDrill\""));
      assertThat(alertmanager.get("/api/v2/alerts").strip()).isEqualTo("[]");
      RunningAlertmanager.await(
          () ->
              alertmanager.received().stream()
                  .anyMatch(b -> b.contains("\"status\":\"resolved\"")));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OLDEST", "NEWEST"})
  void whatSuppressesItIsNamed(Generation generation) throws Exception {
    try (RunningAlertmanager alertmanager = start(generation)) {
      alertmanager.post(
          "/api/v2/alerts", "[{\"labels\":{\"alertname\":\"Down\",\"instance\":\"a:1\"}}]");
      DrillReport inhibited =
          Drill.on(
                  alertmanager.address(),
                  Map.of("alertname", "Slow", "instance", "a:1", "severity", "critical"))
              .hold();
      assertThat(inhibited.notified()).isFalse();
      assertThat(String.join("\n", inhibited.lines()))
          .contains("suppressed  inhibition by {alertname=\"Down\", instance=\"a:1\"}")
          .contains("FAILED      no receiver was notified: the alert was suppressed")
          .contains("resolved    yes");

      alertmanager.post(
          "/api/v2/silences",
          """
          {"matchers":[{"name":"team","value":"web","isRegex":false}],
           "startsAt":"%s","endsAt":"%s","createdBy":"ann","comment":"moving house"}
          """
              .formatted(Instant.now().minusSeconds(5), Instant.now().plusSeconds(600)));
      DrillReport silenced = Drill.on(alertmanager.address(), Map.of("team", "web")).hold();
      assertThat(silenced.notified()).isFalse();
      assertThat(String.join("\n", silenced.lines()))
          .containsPattern("suppressed  silence [0-9a-f-]{36} by ann \\(\"moving house\"\\)");
      assertThat(alertmanager.received()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OLDEST", "NEWEST"})
  void aReceiverThatIsNotNotifiedIsNamed(Generation generation) throws Exception {
    try (RunningAlertmanager alertmanager = start(generation)) {
      // First: what fails is tried again for a while, and counted with what comes after it.
      DrillReport hasty =
          Drill.on(alertmanager.address(), Map.of("team", "patient"))
              .waiting(Duration.ofMillis(1))
              .hold();
      assertThat(hasty.notified()).isFalse();
      assertThat(String.join("\n", hasty.lines()))
          .containsPattern(
              "webhook: 0 of 1 delivered in [0-9]+ s; not started; wait longer with --for");

      DrillReport broken =
          Drill.on(alertmanager.address(), Map.of("team", "broken"))
              .waiting(Duration.ofSeconds(3))
              .hold();
      assertThat(broken.notified()).isFalse();
      assertThat(String.join("\n", broken.lines()))
          .containsPattern(
              "FAILED      webhook: 0 of 1 delivered in [0-9]+ s; [1-9][0-9]* requests? failed");

      DrillReport report = Drill.on(alertmanager.address(), Map.of()).hold();
      assertThat(report.notified()).isFalse();
      assertThat(String.join("\n", report.lines()))
          .contains("FAILED      receiver nobody has no integration, so it sends no notification");

      DrillReport asleep = Drill.on(alertmanager.address(), Map.of("team", "asleep")).hold();
      assertThat(asleep.notified()).isFalse();
      assertThat(String.join("\n", asleep.lines()))
          .contains("FAILED      receiver asleep is muted at this time by its time intervals");
    }
  }

  @Test
  void anotherConfigurationThanTheOneGivenIsNoticed() throws Exception {
    try (RunningAlertmanager alertmanager = start(Generation.NEWEST)) {
      AlertmanagerFile file =
          AlertmanagerFile.read(
              "a.yml",
              "route: {receiver: web}\nreceivers: [{name: web, webhook_configs: [{url_file: /u}]}]"
                  .getBytes(StandardCharsets.UTF_8));
      DrillReport report =
          Drill.on(alertmanager.address(), Map.of("severity", "critical"))
              .expecting(file)
              .waiting(Duration.ofSeconds(10))
              .hold();
      assertThat(report.notified()).isFalse();
      assertThat(String.join("\n", report.lines()))
          .contains(
              "FAILED      routed to on-call instead of web: the server runs another"
                  + " configuration");
    }
  }

  @Test
  void whatIsNoAlertmanagerIsSaid() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThatThrownBy(() -> Drill.on(URI.create("http://127.0.0.1:" + free), Map.of()).hold())
        .isInstanceOf(DrillException.class)
        .hasMessageContaining(
            "cannot be reached: no connection; fix: check that Alertmanager runs there");

    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(other, "/old", 404, "404 page not found");
    answer(other, "/secret", 401, "the password 'hunter2' is wrong");
    answer(other, "/text", 200, "hello");
    other.start();
    try {
      String base = "http://127.0.0.1:" + other.getAddress().getPort();
      assertThatThrownBy(() -> Drill.on(URI.create(base + "/old/"), Map.of()).hold())
          .isInstanceOf(DrillException.class)
          .hasMessageContaining("has no /api/v2")
          .hasMessageContaining("only the API v1, which is not supported");
      assertThatThrownBy(() -> Drill.on(URI.create(base + "/secret"), Map.of()).hold())
          .isInstanceOf(DrillException.class)
          .hasMessageContaining("status 401; fix: pass credentials with --basic-auth-file")
          .hasMessageNotContaining("hunter2");
      assertThatThrownBy(() -> Drill.on(URI.create(base + "/text"), Map.of()).hold())
          .isInstanceOf(DrillException.class)
          .hasMessageContaining("did not return JSON");
    } finally {
      other.stop(0);
    }
  }

  private static void answer(HttpServer server, String path, int status, String text) {
    server.createContext(
        path,
        exchange -> {
          byte[] body = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}
