package dev.tocsin.harness.promtool;

import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static dev.tocsin.harness.series.Observations.observations;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.Fault;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.Observations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromtoolTestTest {
  private static final Alert QUEUE =
      Alert.plain("QueueLong")
          .when(promql("sum by (job, instance, queue) (queue_length) > 5").exists())
          .forDuration(ofMinutes(3))
          .label(Label.SEVERITY, "warning");

  /** Tells of no instance. */
  private static final Alert FLEET =
      Alert.plain("FleetDown")
          .when(promql("sum by (job) (up{job=\"shop\"}) == 0").exists())
          .forDuration(ofMinutes(1));

  private static final Alert WATCHDOG = Alert.plain("Watchdog").when(promql("vector(1)").exists());

  private static final MonitoringModel MODEL =
      monitoring("shop", group("alerts", QUEUE, FLEET, WATCHDOG))
          .prometheus(PrometheusConfig.prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(15)));

  private static final Scenario LONG_QUEUE =
      scenario(QUEUE)
          .target("shop", load().gauge("queue_length", 0, "queue", "orders"))
          .atValue(length -> load().gauge("queue_length", length, "queue", "orders"))
          .label("queue", "orders");

  private static final Scenario NO_FLEET =
      scenario(FLEET).target("shop", load().gauge("queue_length", 0)).when(Fault.down());

  @TempDir Path folder;

  @Test
  void casesShareABlockUnlessTheirAlertTellsNoInstance() {
    PromtoolTest test = PromtoolTest.of(Suite.of(MODEL).with(LONG_QUEUE, NO_FLEET));

    assertThat(test.blocks())
        .extracting(PromtoolTest.Block::name)
        .containsExactly(
            "each on an instance of its own",
            "fleet-down-fires",
            "fleet-down-too-short",
            "watchdog-fires");
    assertThat(test.text())
        .contains(
            "- {series:"
                + " 'queue_length{instance=\"queue-long-fires:8000\",job=\"shop\",queue=\"orders\"}',"
                + " values: '0x7 5.25x15 0x4 stale'")
        .contains(
            "- {labels: 'ALERTS{alertname=\"QueueLong\",alertstate=\"firing\","
                + "instance=\"queue-long-fires:8000\",job=\"shop\",queue=\"orders\","
                + "severity=\"warning\"}', value: 1}")
        .contains("case!=\"fleet-down-fires\"");
  }

  @Test
  void promtoolAgrees() throws IOException {
    PromtoolTest test = PromtoolTest.of(Suite.of(MODEL).with(LONG_QUEUE, NO_FLEET));

    ProofRun run = run(test, MODEL);

    assertThat(run.failures()).isEmpty();
    assertThat(run.proofs())
        .hasSize(6)
        .allMatch(proof -> proof.isOk())
        .anyMatch(proof -> proof.alert().equals("Watchdog"));
  }

  /** What passes there must be what fires on the Prometheus that ships. */
  @Test
  void bucketsAreSpelledAsThePrometheusStoresThem() throws IOException {
    Alert slow =
        Alert.plain("Slow")
            .when(
                promql(
                        "rate(wait_seconds_bucket{le=\"+Inf\"}[5m]) - ignoring (le)"
                            + " rate(wait_seconds_bucket{le=\"5.0\"}[5m]) > 0.5")
                    .exists());
    Alert worst = Alert.plain("Worst").when(promql("work_seconds{quantile=\"1.0\"} > 2").exists());
    MonitoringModel waits = MODEL.withGroups(List.of(group("alerts", slow, worst)));
    PromtoolTest test =
        PromtoolTest.of(
            Suite.of(waits)
                .with(
                    scenario(slow)
                        .target("shop", requests(1))
                        .when(Fault.exporting(requests(8)))
                        .mayAlsoFire("Worst"),
                    scenario(worst)
                        .target("shop", requests(1))
                        .when(Fault.exporting(requests(3)))));

    assertThat(run(test, waits).failures()).isEmpty();
    assertThat(test.scrapedBy("2.53.3").text())
        .contains(",le=\"5\"}'", ",quantile=\"1\"}'")
        .doesNotContain(",le=\"5.0\"}'", ",quantile=\"1.0\"}'");
    assertThat(run(test.scrapedBy("2.53.3"), waits).failures())
        .anySatisfy(
            failure -> assertThat(failure).contains("finds nothing: its le is +Inf, 0.5, 5"));
  }

  @Test
  void aTextThatPrintsALabelThatIsNotThereFails() throws IOException {
    Alert queue = QUEUE.annotation("summary", "{{ $labels.shop }} is long");
    MonitoringModel shops = MODEL.withGroups(List.of(group("alerts", queue)));

    assertThat(run(PromtoolTest.of(Suite.of(shops).with(LONG_QUEUE)), shops).failures())
        .singleElement()
        .asString()
        .contains("its annotation summary prints {{ $labels.shop }}, which is empty");
  }

  private static Load requests(double seconds) {
    Observations observations = observations().of(seconds, 1);
    return load()
        .histogram("wait_seconds", List.of(0.5, 5.0), observations)
        .summary("work_seconds", List.of(0.5, 1.0), observations);
  }

  /** The one that warns fires where the one that pages must not even be pending. */
  @Test
  void rulesThatShareANameAreToldApartByTheirLabels() throws IOException {
    Alert pages =
        Alert.plain("QueueLong")
            .when(promql("sum by (job, instance, queue) (queue_length) > 9").exists())
            .forDuration(ofMinutes(1))
            .label(Label.SEVERITY, "critical");
    MonitoringModel both = MODEL.withGroups(List.of(group("alerts", QUEUE, pages, WATCHDOG)));
    PromtoolTest test =
        PromtoolTest.of(
            Suite.of(both)
                .with(
                    LONG_QUEUE.label("severity", "warning"),
                    LONG_QUEUE.label("severity", "critical")));

    assertThat(run(test, both).failures()).isEmpty();
  }

  /** Characters that mean something in a regular expression are only characters in a name. */
  @Test
  void namesAreNoRegularExpressions() throws IOException {
    for (String name : List.of("Queue+Long", "Q(host)", "a.b|c", "[x", "\\d")) {
      Alert odd =
          Alert.plain(name)
              .when(promql("sum by (job, instance, queue) (queue_length) > 5").exists())
              .forDuration(ofMinutes(3));
      MonitoringModel model =
          monitoring("shop", group("alerts", odd)).prometheus(MODEL.prometheus().orElseThrow());
      Scenario scenario =
          scenario(odd)
              .target("shop", load().gauge("queue_length", 0, "queue", "orders"))
              .atValue(length -> load().gauge("queue_length", length, "queue", "orders"))
              .label("queue", "orders");
      assertThat(run(PromtoolTest.of(Suite.of(model).with(scenario)), model).failures())
          .as(name)
          .isEmpty();
    }
  }

  /** That no scenario has a target of some other job is not the fault's work. */
  @Test
  void whatFiresForLackOfOtherTargetsIsExpectedOnOwnServers() throws IOException {
    Alert cache =
        Alert.plain("CacheGone")
            .when(promql("absent(up{job=\"redis\"})").exists())
            .forDuration(ofMinutes(1));
    Alert shop =
        Alert.plain("ShopGone")
            .when(promql("sum by (job) (up{job=\"shop\"}) < 1").exists())
            .forDuration(ofMinutes(1));
    MonitoringModel more = MODEL.withGroups(List.of(group("alerts", QUEUE, FLEET, cache)));
    MonitoringModel stray = MODEL.withGroups(List.of(group("alerts", QUEUE, FLEET, shop)));

    assertThat(run(PromtoolTest.of(Suite.of(more).with(NO_FLEET)), more).failures()).isEmpty();
    assertThat(run(PromtoolTest.of(Suite.of(stray).with(NO_FLEET)), stray).failures())
        .singleElement()
        .asString()
        .contains("expected: no other alert fires", "ShopGone");
  }

  /** One second more is one evaluation too late, and one less fires too early. */
  @Test
  void theTimeThatAConditionMustHoldIsProvenToTheEvaluation() throws IOException {
    PromtoolTest test = PromtoolTest.of(Suite.of(MODEL).with(LONG_QUEUE));

    for (int seconds : new int[] {165, 195}) {
      Alert off = QUEUE.forDuration(ofSeconds(seconds));
      ProofRun run = run(test, MODEL.withGroups(List.of(group("alerts", off, FLEET, WATCHDOG))));

      assertThat(run.failures().get(0))
          .contains("expected: it fires when its condition has held for 3m")
          .contains("the rule file says for: " + (seconds == 165 ? "2m45s" : "3m15s"));
    }
  }

  @Test
  void aRuleFileWithoutTheAlertIsReported() throws IOException {
    PromtoolTest test = PromtoolTest.of(Suite.of(MODEL).with(LONG_QUEUE));

    ProofRun run = run(test, MODEL.withGroups(List.of(group("alerts", WATCHDOG))));

    assertThat(run.failures().get(0)).contains("the rule file has no alert QueueLong");
  }

  @Test
  void aFileOfAnotherTestIsNotRun() throws IOException {
    PromtoolTest test = PromtoolTest.of(Suite.of(MODEL).with(LONG_QUEUE));
    Path file = folder.resolve("other.test.yml");
    Files.writeString(file, "tests: []\n");

    assertThatThrownBy(() -> test.run(Tools.standard().provide(Generation.NEWEST), file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not the file of this test");
  }

  private ProofRun run(PromtoolTest test, MonitoringModel shipped) throws IOException {
    Generator.files(shipped, "a test").writeTo(folder);
    Path file = folder.resolve("scenarios.test.yml");
    Files.writeString(file, test.text());
    return test.run(Tools.standard().provide(Generation.NEWEST), file);
  }
}
