package dev.tocsin.harness.accelerated;

import static dev.tocsin.dsl.alertmanager.PagerDuty.pagerDuty;
import static dev.tocsin.dsl.alertmanager.Slack.slack;
import static dev.tocsin.dsl.metric.Label.INSTANCE;
import static dev.tocsin.dsl.metric.Label.JOB;
import static dev.tocsin.dsl.metric.Label.SEVERITY;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.Alert.critical;
import static dev.tocsin.dsl.model.Alert.warning;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.Inhibition.inhibit;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.ScrapeJob.job;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.promql.Matcher;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.scenario.Destination;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.servers.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Definitions with one thing wrong, their scenarios kept: each failure names the cause. */
@Execution(ExecutionMode.CONCURRENT)
@Cores(0.5)
class BreaksIT {
  private static final Label QUEUE = Label.label("queue");
  private static final List<Label> KIND = List.of(INSTANCE, QUEUE);
  private static final String SLACK = "Slack #kiosk by SLACK_URL";
  private static final String PAGER = "PagerDuty PAGER_KEY";

  private static final Runbook RUNBOOK =
      Runbook.runbook("queue")
          .symptoms("People wait.")
          .investigation("Look at the kiosk.")
          .resolution("Open another.")
          .escalation("Call the owner.");

  private static final Receiver TEAM = receiver("team", slack("#kiosk", Secret.env("SLACK_URL")));

  private static final Receiver ON_CALL = receiver("on-call", pagerDuty(Secret.env("PAGER_KEY")));

  /** What a definition says; one field of it is wrong in each test. */
  private record Kiosk(
      String limit,
      int minutes,
      boolean swapped,
      String by,
      Matcher page,
      List<Label> shared,
      String words) {
    static final Kiosk RIGHT =
        new Kiosk(
            "5", 3, false, "job, instance, queue", SEVERITY.is("critical"), KIND, "{{ $value }}");

    Alert busy() {
      return (swapped ? critical("QueueLong") : warning("QueueLong"))
          .when(promql("max by (" + by + ") (kiosk_queue) > " + limit).exists())
          .forDuration(ofMinutes(minutes))
          .summary("A long queue")
          .description(words + " people wait.")
          .runbook(RUNBOOK);
    }

    Alert worse() {
      return critical("QueueVeryLong")
          .when(promql("max by (job, instance, queue) (kiosk_queue) > 10").exists())
          .forDuration(ofMinutes(1))
          .summary("A very long queue")
          .description("{{ $value }} people wait.")
          .runbook(RUNBOOK);
    }

    MonitoringModel model() {
      return monitoring("kiosk", group("queues", busy(), worse()))
          .prometheus(
              prometheus(ofSeconds(15))
                  .scrapeTimeout(ofSeconds(15))
                  .alertmanagers("alertmanager:9093")
                  .scrapeConfigs(job("kiosk", "kiosk:8080")))
          .alertmanager(
              alertmanager(
                      route(TEAM)
                          .groupBy(Label.ALERTNAME, JOB)
                          .groupWait(ofSeconds(30))
                          .groupInterval(ofMinutes(2))
                          .routes(route(ON_CALL).matchers(page)))
                  .inhibitRules(
                      inhibit(busy()).whileFiring(worse()).equal(shared.toArray(Label[]::new))))
          .runbookBaseUrl(URI.create("https://runbooks.example.org"));
    }

    Suite suite() {
      return Suite.of(model()).with(SCENARIOS);
    }

    List<String> problems() {
      return Accelerated.of(suite()).problems().stream().map(Problem::toString).toList();
    }
  }

  private static Load queue(double length) {
    return load().gauge("kiosk_queue", length, "queue", "ice");
  }

  private static final List<Scenario> SCENARIOS =
      List.of(
          scenario("QueueLong")
              .target("kiosk", queue(0))
              .atValue(BreaksIT::queue)
              .firesAbove(5)
              .forDuration(ofMinutes(3))
              .label("severity", "warning")
              .label("queue", "ice")
              .notifies(Destination.slack("#kiosk")),
          scenario("QueueVeryLong")
              .target("kiosk", queue(0))
              .atValue(BreaksIT::queue)
              .firesAbove(10)
              .label("queue", "ice")
              .inhibits("QueueLong")
              .notifies(Destination.pagerDuty("PAGER_KEY")));

  @TempDir Path folder;

  @Test
  void theRightOneHoldsAndCoversEverything() {
    assertThat(Kiosk.RIGHT.problems()).isEmpty();

    Results results = play(Kiosk.RIGHT);

    results.requireAll();
    results.coverage().requireAll();
    System.out.println("kiosk: " + results.summary());
  }

  @Test
  void aThresholdTenTimesTooHighIsSeenBeforeAnythingStarts() {
    Kiosk broken = new Kiosk("50", 3, false, Kiosk.RIGHT.by, Kiosk.RIGHT.page, KIND, "");

    assertThat(broken.problems())
        .anySatisfy(
            it -> assertThat(it).contains("QueueLong: fires > 50, and its scenario promises > 5"));
    assertThatThrownBy(() -> play(broken))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("so nothing was started")
        .hasMessageContaining("BreaksIT.java:");
  }

  @Test
  void aDoubledForIsSeenBeforeAnythingStarts() {
    assertThat(new Kiosk("5", 6, false, Kiosk.RIGHT.by, Kiosk.RIGHT.page, KIND, "").problems())
        .anySatisfy(it -> assertThat(it).contains("has for: 6m, and its scenario promises 3m"));
  }

  @Test
  void aSwappedSeverityIsSeenBeforeAnythingStarts() {
    assertThat(new Kiosk("5", 3, true, Kiosk.RIGHT.by, Kiosk.RIGHT.page, KIND, "").problems())
        .anySatisfy(
            it ->
                assertThat(it)
                    .contains("severity=\"critical\"", "its scenario promises \"warning\""));
  }

  @Test
  void aTypoInARoutesMatcherNamesWhereTheAlertGoesInstead() {
    Matcher typo = SEVERITY.is("critcal");

    assertThat(new Kiosk("5", 3, false, Kiosk.RIGHT.by, typo, KIND, "").problems())
        .anySatisfy(
            it ->
                assertThat(it)
                    .contains("QueueVeryLong", "its labels lead to " + SLACK, "promises " + PAGER));
  }

  @Test
  void anUnknownFunctionInATemplateIsSeenBeforeAnythingStarts() {
    String words = "{{ $value | humanise }}";

    assertThat(new Kiosk("5", 3, false, Kiosk.RIGHT.by, Kiosk.RIGHT.page, KIND, words).problems())
        .anySatisfy(it -> assertThat(it).contains("humanise"));
  }

  @Test
  void anInhibitionOverALabelThatOneLacksIsSeenBeforeAnythingStarts() {
    assertThat(new Kiosk("5", 3, false, "job, instance", Kiosk.RIGHT.page, KIND, "").problems())
        .anySatisfy(it -> assertThat(it).contains("never mutes QueueLong", "the label queue"));
  }

  /** All on one test bed: what only a real run can show. */
  @Test
  void aDroppedLabelATooBroadInhibitionAndAMissingSecretAreNamed() {
    Kiosk broken =
        new Kiosk(
            "5", 3, false, "job, instance", Kiosk.RIGHT.page, List.of(JOB), Kiosk.RIGHT.words);

    Results results =
        Accelerated.of(broken.suite())
            .breaking(bed -> delete(bed.folder().resolve("secrets/PAGER_KEY")))
            .play(programs(), folder.resolve("work"));

    String busy = failure(results, "QueueLong: at 5.25 (threshold > 5)");
    assertThat(busy)
        .contains("fired without label queue, where ice was promised")
        .contains("max by (job, instance) (kiosk_queue)")
        .contains("suppressed it because of {alertname=\"QueueVeryLong\"")
        .contains("which requires equal job");
    String worse = failure(results, "QueueVeryLong: at 10.5 (threshold > 10)");
    assertThat(worse)
        .contains("no firing notification to " + PAGER)
        .contains("no such file or directory");
    System.out.println(busy + "\n" + worse);
    assertThat(results.coverage().missing())
        .anySatisfy(it -> assertThat(it).contains("receiver on-call", "BreaksIT.java:"))
        .anySatisfy(it -> assertThat(it).contains("inhibition", "BreaksIT.java:"));
  }

  private static String failure(Results results, String name) {
    return results.all().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .flatMap(Results.Result::failure)
        .orElse("it holds");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Programs programs() {
    return Programs.of(Tools.standard().provide(Generation.NEWEST));
  }

  private Results play(Kiosk kiosk) {
    return Accelerated.of(kiosk.suite()).play(programs(), folder.resolve("work"));
  }
}
