package dev.tocsin.harness.scenario;

import static dev.tocsin.dsl.metric.Metric.counter;
import static dev.tocsin.dsl.metric.Promql.by;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.RecordingRule;
import dev.tocsin.harness.scenario.Case.Kind;
import dev.tocsin.harness.series.Load;
import java.util.List;
import org.junit.jupiter.api.Test;

class CasesTest {
  private static final Counter<Count> ERROR_COUNT = counter("errors_total", Count.class);
  private static final Alert QUEUE =
      Alert.plain("QueueLong")
          .when(promql("queue > 5 and up == 1").exists())
          .forDuration(ofMinutes(3));
  private static final Alert ERRORS =
      Alert.plain("Errors")
          .when(promql("0.05 < rate(errors_total[5m] offset 1m)").exists())
          .forDuration(ofMinutes(2));
  private static final Alert RECORDED =
      Alert.plain("Recorded").when(promql("job:errors:rate10m > 2 * 5").exists());

  private static final MonitoringModel MODEL =
      monitoring(
              "shop",
              group(
                  "alerts",
                  QUEUE,
                  ERRORS,
                  RECORDED,
                  RecordingRule.record("job:errors:rate10m")
                      .expr(ERROR_COUNT.rate(ofMinutes(10)).sum(by()))))
          .prometheus(PrometheusConfig.prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(10)));

  private static Load queue(double level) {
    return load().gauge("queue", level);
  }

  private static final Scenario LONG_QUEUE =
      scenario(QUEUE).target("shop", queue(0)).atValue(CasesTest::queue);

  @Test
  void theDefinitionSaysWhatIsJustBeyondAndJustWithinAndTooShort() {
    List<Case> cases = Suite.of(MODEL).with(LONG_QUEUE).cases(Margin.EXACT);

    assertThat(cases)
        .extracting(Case::kind)
        .containsExactly(Kind.FIRES, Kind.WITHIN, Kind.TOO_SHORT);
    assertThat(cases)
        .extracting(Case::title)
        .containsExactly(
            "at 5.25 (threshold > 5)",
            "at 4.75 (threshold > 5)",
            "at 5.25 (threshold > 5), but not for long enough");
    Case fires = cases.get(0);
    assertThat(fires.name()).isEqualTo("queue-long-fires");
    assertThat(fires.firesFrom()).isEqualTo(ofMinutes(5));
    assertThat(fires.firesBy()).isEqualTo(ofMinutes(5).plusSeconds(30));
    assertThat(cases.get(2).end()).isEqualTo(ofMinutes(5));
  }

  @Test
  void realServersGetThreeEvaluationsMore() {
    List<Case> cases = Suite.of(MODEL).with(LONG_QUEUE).cases(Margin.WIDE);

    assertThat(cases.get(0).firesBy()).isEqualTo(ofMinutes(5).plusSeconds(75));
    assertThat(cases.get(2).end()).isEqualTo(ofMinutes(5).minusSeconds(45));
  }

  @Test
  void windowsOffsetsAndRecordedSeriesTakeTheirTime() {
    Suite suite =
        Suite.of(MODEL)
            .with(
                scenario(ERRORS).target("shop", load()).atValue(CasesTest::queue),
                scenario(RECORDED).target("shop", load()).atValue(CasesTest::queue));

    List<Case> cases = suite.cases(Margin.EXACT);

    assertThat(cases).extracting(Case::kind).doesNotContain(Kind.TOO_SHORT);
    assertThat(cases.get(0).title()).isEqualTo("at 0.0525 (threshold > 0.05)");
    assertThat(cases.get(0).firesBy()).isEqualTo(ofMinutes(2 + 6 + 2).plusSeconds(30));
    assertThat(cases.get(2).title()).isEqualTo("at 10.5 (threshold > 10)");
    assertThat(cases.get(2).firesBy()).isEqualTo(ofMinutes(2 + 10).plusSeconds(15 + 30));
  }

  /** The window forgets as slowly as ever. */
  @Test
  void aFaultThatShowsSoonerNeedNotLastSoLong() {
    Scenario slow = scenario(ERRORS).target("shop", load()).atValue(CasesTest::queue);
    Case before = Suite.of(MODEL).with(slow).cases(Margin.EXACT).get(0);
    Case soon = Suite.of(MODEL).with(slow.detectedWithin(ofMinutes(1))).cases(Margin.EXACT).get(0);

    assertThat(soon.firesBy()).isEqualTo(before.firesBy().minusMinutes(5));
    assertThat(soon.end()).isEqualTo(before.end().minusMinutes(5));
    assertThat(soon.resolvedBy().minus(soon.end()))
        .isEqualTo(before.resolvedBy().minus(before.end()));
  }

  @Test
  void aPromiseThatTheDefinitionDoesNotKeepNamesBoth() {
    Suite suite =
        Suite.of(MODEL)
            .with(
                LONG_QUEUE.firesAbove(50).forDuration(ofMinutes(5)),
                scenario("Nothing").target("shop", load()).atValue(CasesTest::queue),
                scenario(ERRORS).target("shop", load()));

    assertThat(suite.cases(Margin.EXACT)).isEmpty();
    assertThat(suite.problems())
        .extracting(problem -> problem.message())
        .containsExactlyInAnyOrder(
            "QueueLong: fires > 5, and its scenario promises > 50",
            "QueueLong: has for: 3m, and its scenario promises 5m",
            "no alert \"Nothing\" is defined, but there is a scenario for Nothing",
            "Errors: nothing happens in the scenario");
  }

  /** {@code >} fires above the level and {@code >=} at it as well: a promise says which. */
  @Test
  void whetherItFiresAtTheVeryLevelIsPromisedToo() {
    assertThat(Suite.of(MODEL).with(LONG_QUEUE.firesAbove(5)).problems()).isEmpty();
    assertThat(Suite.of(MODEL).with(LONG_QUEUE.firesAtOrAbove(5)).problems())
        .extracting(problem -> problem.message())
        .containsExactly("QueueLong: fires > 5, and its scenario promises >= 5");
  }

  private static List<String> tried(String condition, Scenario scenario) {
    Alert alert = Alert.plain("Level").when(promql(condition).exists()).forDuration(ofMinutes(1));
    return Suite.of(monitoring("shop", group("alerts", alert)))
        .with(scenario.target("shop", load()))
        .cases(Margin.EXACT)
        .stream()
        .filter(one -> one.kind() != Kind.TOO_SHORT)
        .map(Case::title)
        .toList();
  }

  @Test
  void noLevelIsTriedAtWhichItFiresOrThatThereIsNot() {
    Scenario level = scenario("Level").atValue(CasesTest::queue);

    assertThat(tried("available <= 0", level))
        .containsExactly("at -1 (threshold <= 0)", "at 1 (threshold <= 0)");
    assertThat(tried("failed > 0", level))
        .containsExactly("at 1 (threshold > 0)", "at 0 (threshold > 0)");
    assertThat(tried("available <= 0", level.valuesBetween(0, 100)))
        .containsExactly("at 0 (threshold <= 0)", "at 1 (threshold <= 0)");
    assertThat(tried("success < 0.99", level.valuesBetween(0, 1)))
        .containsExactly("at 0.9405 (threshold < 0.99)", "at 0.995 (threshold < 0.99)");
    assertThat(tried("used >= 0.98", level.valuesBetween(0, 1)))
        .containsExactly("at 0.99 (threshold >= 0.98)", "at 0.931 (threshold >= 0.98)");
  }

  @Test
  void aLevelOfWhichThereCanBeNoLoadIsNamed() {
    Alert success = Alert.plain("Success").when(promql("success < 0.99").exists());
    Scenario scenario =
        scenario(success)
            .target("shop", load())
            .atValue(share -> load().counter("failures_total", 1 - share));
    Suite suite = Suite.of(monitoring("shop", group("alerts", success)));

    assertThat(suite.with(scenario).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message())
                  .startsWith(
                      "Success: .atValue(…) of its scenario fails for 1.0395, which is tried"
                          + " because the alert fires < 0.99: ");
              assertThat(problem.help().orElse("")).contains(".valuesBetween(0, 1)");
            });
    assertThat(suite.with(scenario.valuesBetween(0, 1)).problems()).isEmpty();
    assertThat(suite.with(scenario.valuesBetween(2, 3)).problems())
        .extracting(problem -> problem.message())
        .containsExactly(
            "Success: fires < 0.99, but its scenario allows only values between 2 and 3");
  }

  @Test
  void whatAcceleratedTimeAloneProvesNeedsNoRealServers() {
    Suite suite =
        Suite.of(MODEL)
            .with(
                LONG_QUEUE
                    .doesNotFireWhen("it is short", queue(1))
                    .doesNotFireInPromtoolWhen("nothing is known of it", load()));

    assertThat(suite.cases(Margin.EXACT).stream().map(Case::title))
        .contains("it is short", "nothing is known of it");
    assertThat(suite.cases(Margin.WIDE).stream().map(Case::title))
        .contains("it is short")
        .doesNotContain("nothing is known of it");
  }

  @Test
  void windowsArePromisedWithThoseOfRecordingRules() {
    Scenario errors = scenario(ERRORS).target("shop", load()).atValue(CasesTest::queue);
    Scenario recorded = scenario(RECORDED).target("shop", load()).atValue(CasesTest::queue);

    assertThat(
            Suite.of(MODEL)
                .with(
                    errors.ranges(ofMinutes(5)),
                    recorded.ranges(ofMinutes(10)),
                    LONG_QUEUE.ranges())
                .problems())
        .isEmpty();
    assertThat(
            Suite.of(MODEL)
                .with(errors.ranges(ofMinutes(5), ofMinutes(1)), recorded.ranges())
                .problems())
        .extracting(problem -> problem.message())
        .containsExactlyInAnyOrder(
            "Errors: has ranges of 5m, and its scenario promises 1m and 5m",
            "Recorded: has ranges of 10m, and its scenario promises none");
  }

  /** Who promises how long it must hold means that it ends with its condition. */
  @Test
  void whatGoesOnFiringIsPromisedToo() {
    Alert kept =
        Alert.plain("Kept")
            .when(promql("queue > 5").exists())
            .forDuration(ofMinutes(3))
            .keepFiringFor(ofMinutes(10));
    Scenario scenario = scenario(kept).target("shop", load()).atValue(CasesTest::queue);
    Suite suite = Suite.of(monitoring("shop", group("alerts", kept)));

    assertThat(suite.with(scenario).problems()).isEmpty();
    assertThat(suite.with(scenario.forDuration(ofMinutes(3))).problems())
        .extracting(problem -> problem.message())
        .containsExactly("Kept: has keep_firing_for: 10m, and its scenario promises none");
    assertThat(
            suite.with(scenario.forDuration(ofMinutes(3)).keepFiringFor(ofMinutes(10))).problems())
        .isEmpty();
  }

  @Test
  void namesOfAlertsBecomeNamesOfTargets() {
    assertThat(Cases.slug("HighTTFT")).isEqualTo("high-ttft");
    assertThat(Cases.slug("LLMServiceDown")).isEqualTo("llm-service-down");
    assertThat(Cases.slug("job:rate5m")).isEqualTo("job-rate5m");
  }
}
