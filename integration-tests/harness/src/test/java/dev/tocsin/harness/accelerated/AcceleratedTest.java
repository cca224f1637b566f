package dev.tocsin.harness.accelerated;

import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
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
import static org.assertj.core.api.Assertions.within;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.TimeInterval;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.harness.JavaSpelling;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Destination;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Load;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceleratedTest {
  private static Accelerated lookingBack(String window) {
    return Accelerated.of(
        Suite.of(
                monitoring(
                        "m",
                        group(
                            "g",
                            plain("DiskFilling")
                                .when(promql("max_over_time(disk[" + window + "]) > 90").exists())))
                    .prometheus(
                        prometheus(ofSeconds(15))
                            .scrapeTimeout(ofSeconds(15))
                            .scrapeConfigs(job("node", "node:9100"))))
            .with(
                scenario("DiskFilling")
                    .target("node", load().gauge("disk", 20))
                    .atValue(share -> load().gauge("disk", share))));
  }

  /** Nobody waits half an hour without being notified what for. */
  @Test
  void aWindowOfADayIsReportedBeforeTheRun() {
    assertThat(lookingBack("5m").longWait()).isEmpty();
    assertThat(lookingBack("1d").longWait().orElseThrow())
        .startsWith("this takes ")
        .contains("at speed 150, because \"DiskFilling: ", "lasts 2d", "BACKFILLED");
  }

  private static List<String> problems(Load silent) {
    Suite suite =
        Suite.of(
                monitoring(
                        "m",
                        group("g", plain("DiskFull").when(promql("disk > 90").exists())),
                        group("h", plain("Slow").when(promql("latency > 2").exists())))
                    .prometheus(
                        prometheus(ofSeconds(15))
                            .scrapeTimeout(ofSeconds(15))
                            .scrapeConfigs(job("node", "node:9100"))))
            .with(
                scenario("DiskFull")
                    .target("node", load())
                    .atValue(share -> load().gauge("disk", share))
                    .doesNotFireWhen("it is half full", silent));
    return Accelerated.of(suite).problems().stream()
        .map(Problem::toString)
        .filter(it -> it.contains("half full"))
        .toList();
  }

  /** It would mute whatever the rule says. */
  @Test
  void aMisspeltMetricOfALoadIsReportedBeforeTheRun() {
    assertThat(problems(load().gauge("dsik", 50)))
        .singleElement()
        .asString()
        .contains("exports dsik, which no rule reads, and nothing of disk");
    assertThat(problems(load().gauge("disk", 50).gauge("inodes", 1))).isEmpty();
    assertThat(problems(load().gauge("latency", 1))).isEmpty();
    assertThat(problems(load())).isEmpty();
  }

  /** The end is notified at the group's next tick, of an alert that is kept firing later still. */
  /** Without a name it is a promise to everyone, as that of repeats is. */
  @Test
  void aTimeIntervalIsPromisedToEveryoneUnlessSomebodyIsNamed() {
    Receiver team = receiver("team", webhook(URI.create("http://team.example.org")));
    TimeInterval day = TimeInterval.timeInterval("day").times("09:00", "17:00");
    Scenario full =
        scenario("DiskFull")
            .target("node", load().gauge("disk", 20))
            .atValue(share -> load().gauge("disk", share));

    assertThat(problems(team, day, full.onlyDuring("day"))).isEmpty();
    assertThat(problems(team, day, full.onlyDuring("day", Destination.webhook("team")))).isEmpty();
    assertThat(problems(team, day, full.onlyDuring("night")))
        .singleElement()
        .asString()
        .contains("is notified only during day, and its scenario promises only during night");
    assertThat(problems(team, day, full.atAllHours()))
        .singleElement()
        .asString()
        .contains("its scenario promises all hours");
  }

  private static List<Problem> problems(Receiver team, TimeInterval day, Scenario scenario) {
    return Accelerated.of(
            Suite.of(
                    monitoring(
                            "m", group("g", plain("DiskFull").when(promql("disk > 90").exists())))
                        .prometheus(
                            prometheus(ofSeconds(15)).scrapeConfigs(job("node", "node:9100")))
                        .alertmanager(
                            alertmanager(
                                route(receiver("rest"))
                                    .routes(
                                        route(team)
                                            .matchers(Label.ALERTNAME.is("DiskFull"))
                                            .activeTimeIntervals(day)))))
                .with(scenario))
        .problems()
        .stream()
        .peek(problem -> JavaSpelling.assertNone(problem.toString()))
        .toList();
  }

  @Test
  void theBoundIncludesTheResolvedNotification() {
    Receiver team = receiver("team", webhook(URI.create("http://team.example.org")));
    Suite plain =
        Suite.of(
                monitoring(
                        "m",
                        group(
                            "g",
                            plain("DiskFull")
                                .when(promql("disk > 90").exists())
                                .keepFiringFor(ofMinutes(4))))
                    .prometheus(
                        prometheus(ofSeconds(15))
                            .scrapeTimeout(ofSeconds(15))
                            .scrapeConfigs(job("node", "node:9100")))
                    .alertmanager(alertmanager(route(team).groupInterval(ofMinutes(3)))))
            .with(
                scenario("DiskFull")
                    .target("node", load().gauge("disk", 20))
                    .atValue(share -> load().gauge("disk", share)));
    TestBedPlan bedPlan = TestBedPlan.divide(plain, plain.cases(Margin.WIDE)).get(0);
    Duration fault = bedPlan.cases().stream().map(Case::end).max(Duration::compareTo).orElseThrow();

    assertThat(Schedule.bound(plain, bedPlan, 1))
        .isEqualTo(fault.plus(ofMinutes(7)).toSeconds(), within(1.0));
  }
}
