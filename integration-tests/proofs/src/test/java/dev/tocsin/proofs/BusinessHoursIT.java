package dev.tocsin.proofs;

import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Label.ALERTNAME;
import static dev.tocsin.dsl.metric.Promql.vector;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.TimeInterval.timeInterval;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.receivers.Delivery.WebhookCall;
import dev.tocsin.harness.receivers.Sinks;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.servers.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the documentation of {@code Route.during} says, on a real Alertmanager and by its own clock:
 * a resolve that falls outside of the times is not notified, neither then nor when the times begin
 * again.
 *
 * <p>Business hours here end at the next full minute, and begin again a minute later. Another
 * configuration would be quicker and prove nothing: loading it wakes groups that are gone.
 */
@Execution(ExecutionMode.CONCURRENT)
@Cores(0.1)
@Order(1)
class BusinessHoursIT {
  private static final Duration PATIENCE = ofSeconds(150);
  private static final Pattern SUPPRESSED =
      Pattern.compile(
          "^alertmanager_notifications_suppressed_total\\{.*active_time_interval.*} (\\S+)$",
          Pattern.MULTILINE);

  @TempDir Path folder;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void aResolveOutsideOfBusinessHoursIsNeverNotified() {
    Programs programs = Programs.of(Tools.standard().provide(Generation.NEWEST));
    try (Sinks sinks = Sinks.start();
        Stack stack = Stack.prepare(programs, folder)) {
      stack.write(
          Map.of(
              GeneratedFiles.ALERTMANAGER,
              configuration(sinks.webhookUrl("token", "team"), closedForTheMinuteAfterTheNext()),
              // What fires is notified by hand; Prometheus watches nothing.
              GeneratedFiles.PROMETHEUS,
              "global: {}\n"));
      stack.start(GeneratedFiles.PROMETHEUS, GeneratedFiles.ALERTMANAGER, ofMinutes(5));
      awaiting("Alertmanager is ready", stack, stack.alertmanager()::isReady);
      tell(stack, "SlowByDay", Instant.now().plus(ofHours(1)));
      notified(sinks, stack, "[firing SlowByDay]");

      awaiting("business hours end", stack, () -> suppressed(stack) > 0);
      tell(stack, "SlowByDay", Instant.now().minusSeconds(1));
      // A muted group counts at each of its ticks until it has seen the resolve and is gone.
      awaiting("the resolve is muted", stack, () -> nothingIsSuppressedAnyMore(stack));

      tell(stack, "NextMorning", Instant.now().plus(ofHours(1)));
      notified(sinks, stack, "[firing SlowByDay, firing NextMorning]");
    }
  }

  private static void awaiting(String what, Stack stack, BooleanSupplier condition) {
    Await.that(
        what,
        PATIENCE,
        () -> {
          stack.requireAlive();
          return condition.getAsBoolean();
        },
        () -> "the servers' logs are in " + stack.folder());
  }

  private static void notified(Sinks sinks, Stack stack, String all) {
    Await.that(
        "notified is " + all,
        PATIENCE,
        () -> notified(sinks).toString().equals(all),
        () -> "notified was " + notified(sinks) + "; the servers' logs are in " + stack.folder());
    assertThat(sinks.complaints()).isEmpty();
  }

  private static List<String> notified(Sinks sinks) {
    List<String> notified = new ArrayList<>();
    for (WebhookCall call : sinks.since(Instant.EPOCH, WebhookCall.class)) {
      call.alerts()
          .forEach(alert -> notified.add(alert.status() + " " + alert.labels().get("alertname")));
    }
    return notified;
  }

  /** That something does not happen takes time to see. */
  private boolean nothingIsSuppressedAnyMore(Stack stack) {
    double before = suppressed(stack);
    Await.passing(ofSeconds(1)); // ten ticks
    return suppressed(stack) == before;
  }

  private double suppressed(Stack stack) {
    Matcher count = SUPPRESSED.matcher(metrics(stack));
    return count.find() ? Double.parseDouble(count.group(1)) : 0;
  }

  private static String configuration(String hook, TimeInterval businessHours) {
    Receiver team = receiver("team", webhook(URI.create(hook)));
    MonitoringModel model =
        monitoring("hours", group("g", plain("SlowByDay").when(vector(1).exists())))
            .alertmanager(
                alertmanager(
                    route(team)
                        .routes(
                            route(team)
                                .matchers(ALERTNAME.isPresent())
                                .groupBy(ALERTNAME)
                                .groupWait(ofMillis(10))
                                .groupInterval(ofMillis(100))
                                .repeatInterval(ofHours(1))
                                .activeTimeIntervals(businessHours))));
    return Objects.requireNonNull(
        Generator.files(model, "BusinessHoursIT").texts().get(GeneratedFiles.ALERTMANAGER));
  }

  /** By the clocks of a zone where it is about noon, so that no range runs over midnight. */
  private static TimeInterval closedForTheMinuteAfterTheNext() {
    int ahead = 12 - LocalTime.now(ZoneOffset.UTC).getHour();
    ZoneId zone = ZoneId.of("Etc/GMT" + (ahead > 0 ? "-" : "+") + Math.abs(ahead));
    LocalTime now = LocalTime.now(zone);
    // There must be time left to start and to tell.
    LocalTime end = now.plusSeconds(20).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    return timeInterval("business-hours")
        .times(end.minusMinutes(3).toString(), end.toString())
        .times(end.plusMinutes(1).toString(), end.plusMinutes(30).toString())
        .location(zone);
  }

  private static void tell(Stack stack, String alert, Instant endsAt) {
    stack
        .alertmanager()
        .post(Map.of("alertname", alert), Map.of(), Instant.now().minusSeconds(60), endsAt);
  }

  private String metrics(Stack stack) {
    URI page = URI.create("http://" + stack.alertmanagerAddress() + "/metrics");
    try {
      return client
          .send(
              HttpRequest.newBuilder(page).timeout(ofSeconds(10)).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(page + " cannot be read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
