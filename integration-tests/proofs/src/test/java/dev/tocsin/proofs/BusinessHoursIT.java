package dev.tocsin.proofs;

import static dev.tocsin.dsl.Alert.plain;
import static dev.tocsin.dsl.Label.ALERT_NAME;
import static dev.tocsin.dsl.MonitoringModel.monitoring;
import static dev.tocsin.dsl.RuleGroup.group;
import static dev.tocsin.dsl.alertmanager.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.alertmanager.Receiver.receiver;
import static dev.tocsin.dsl.alertmanager.Route.to;
import static dev.tocsin.dsl.alertmanager.TimeInterval.timeInterval;
import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Promql.constant;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.alertmanager.Receiver;
import dev.tocsin.dsl.alertmanager.TimeInterval;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Await;
import dev.tocsin.harness.sink.Delivery.WebhookCall;
import dev.tocsin.harness.sink.Sinks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the documentation of {@code Route.during} says, on a real Alertmanager and by its own clock:
 * a resolve that falls outside of the times is not told, neither then nor when the times begin
 * again.
 *
 * <p>Business hours here end at the next full minute, and begin again a minute later. Another
 * configuration would be quicker and prove nothing: loading it wakes groups that are gone.
 */
class BusinessHoursIT {
  private static final Duration PATIENCE = ofSeconds(150);
  private static final Pattern SUPPRESSED =
      Pattern.compile(
          "^alertmanager_notifications_suppressed_total\\{.*active_time_interval.*} (\\S+)$",
          Pattern.MULTILINE);

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private String address = "";

  @Test
  void aResolveOutsideOfBusinessHoursIsNeverTold() throws IOException, InterruptedException {
    Path binary = Tools.standard().provide(Generation.NEWEST).alertmanager();
    try (Sinks sinks = Sinks.start()) {
      configure(sinks.webhookUrl("token", "team"), closedForTheMinuteAfterTheNext());
      address = "127.0.0.1:" + freePort();
      Process alertmanager = start(binary);
      try {
        Await.that(
            "Alertmanager is ready", PATIENCE, () -> get("/-/ready").contains("OK"), this::log);
        post("SlowByDay", Instant.now().plus(ofHours(1)));
        told(sinks, "[firing SlowByDay]");

        Await.that("business hours end", PATIENCE, () -> suppressed() > 0, this::log);
        post("SlowByDay", Instant.now().minusSeconds(1));
        // A muted group counts at each of its ticks until it has seen the resolve and is gone.
        Await.that("the resolve is muted", PATIENCE, this::nothingIsSuppressedAnyMore, this::log);

        post("NextMorning", Instant.now().plus(ofHours(1)));
        told(sinks, "[firing SlowByDay, firing NextMorning]");
      } finally {
        alertmanager.descendants().forEach(ProcessHandle::destroyForcibly);
        alertmanager.destroyForcibly().waitFor();
      }
    }
  }

  private void told(Sinks sinks, String all) {
    Await.that(
        "told is " + all,
        PATIENCE,
        () -> told(sinks).toString().equals(all),
        () -> "told was " + told(sinks) + "\n" + log());
    assertThat(sinks.complaints()).isEmpty();
  }

  private static List<String> told(Sinks sinks) {
    List<String> told = new ArrayList<>();
    for (WebhookCall call : sinks.since(Instant.EPOCH, WebhookCall.class)) {
      call.alerts()
          .forEach(alert -> told.add(alert.status() + " " + alert.labels().get("alertname")));
    }
    return told;
  }

  private boolean nothingIsSuppressedAnyMore() {
    double before = suppressed();
    Await.passing(ofSeconds(1)); // ten ticks
    return suppressed() == before;
  }

  private double suppressed() {
    Matcher count = SUPPRESSED.matcher(get("/metrics"));
    return count.find() ? Double.parseDouble(count.group(1)) : 0;
  }

  private void configure(String hook, TimeInterval businessHours) throws IOException {
    Receiver team = receiver("team", webhook(URI.create(hook)));
    MonitoringModel model =
        monitoring("hours", group("g", plain("SlowByDay").when(constant(1).exists())))
            .notifying(
                alertmanager(
                    to(team)
                        .with(
                            to(team)
                                .when(ALERT_NAME.isPresent())
                                .groupedBy(ALERT_NAME)
                                .waiting(ofMillis(10))
                                .updatedEvery(ofMillis(100))
                                .repeatedEvery(ofHours(1))
                                .during(businessHours))));
    Generator.files(model, "BusinessHoursIT").writeTo(folder);
  }

  /** By the clocks of a zone where it is about noon, so that no range runs over midnight. */
  private static TimeInterval closedForTheMinuteAfterTheNext() {
    int ahead = 12 - LocalTime.now(ZoneOffset.UTC).getHour();
    ZoneId zone = ZoneId.of("Etc/GMT" + (ahead > 0 ? "-" : "+") + Math.abs(ahead));
    LocalTime now = LocalTime.now(zone);
    // There must be time left to start and to tell.
    LocalTime end = now.plusSeconds(20).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    return timeInterval("business-hours")
        .between(end.minusMinutes(3).toString(), end.toString())
        .between(end.plusMinutes(1).toString(), end.plusMinutes(30).toString())
        .in(zone);
  }

  private Process start(Path binary) throws IOException {
    return new ProcessBuilder(
            binary.toString(),
            "--config.file=" + folder.resolve(Generator.ALERTMANAGER),
            "--storage.path=" + folder.resolve("data"),
            "--web.listen-address=" + address,
            "--cluster.listen-address=")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("alertmanager.log").toFile())
        .start();
  }

  private void post(String alert, Instant endsAt) throws IOException, InterruptedException {
    String body =
        "[{\"labels\":{\"alertname\":\"%s\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\"}]"
            .formatted(alert, Instant.now().minusSeconds(60), endsAt);
    int status =
        send(
            request("/api/v2/alerts")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    assertThat(status).isEqualTo(200);
  }

  private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(ofSeconds(10));
  }

  /** The page, or nothing while the server does not answer. */
  private String get(String path) {
    try {
      return client.send(request(path).GET().build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("alertmanager.log"));
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
