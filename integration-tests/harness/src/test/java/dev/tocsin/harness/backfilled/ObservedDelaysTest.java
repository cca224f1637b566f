package dev.tocsin.harness.backfilled;

import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.harness.scenario.FiringLabels;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.harness.servers.PrometheusApi.Series;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a slow machine has a say in a verdict, and what is tried then. */
class ObservedDelaysTest {
  private static final String SHOP = "127.0.0.1:4001";
  private static final Instant WAKING = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant STARTED = WAKING.plusMillis(400);
  private static final ObservedDelays GOOD = new ObservedDelays(ofSeconds(1), ofMillis(200));

  private static final Suite SUITE =
      Suite.of(
              monitoring(
                  "shop",
                  group(
                      "alerts",
                      Alert.plain("Long")
                          .when(promql("queue > 5").exists())
                          .forDuration(ofMinutes(5)))))
          .with(
              scenario("Long")
                  .target("shop", load())
                  .atValue(level -> load().gauge("queue", level)));

  private static BackfilledCase theCase(BackfilledCase.Ending ending) {
    return SUITE.cases(Margin.WIDE).stream()
        .flatMap(one -> BackfilledCase.of(one).stream())
        .filter(theCase -> theCase.ending() == ending)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Scraped once a second from the sixth second on, but not for so many seconds after the ninth.
   */
  private static Series scrapes(int gap, double tenth) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 6; i < 20; i++) {
      if (i <= 9 || i > 9 + gap) {
        samples.add(new Sample(Map.of(), i == 19 ? tenth : 1, STARTED.plusSeconds(i)));
      }
    }
    return new Series(Map.of("__name__", "up", "instance", SHOP, "job", "shop"), samples);
  }

  private static String reason(ObservedDelays delays, long missed, Series scrapes) {
    BackfilledCase theCase = theCase(BackfilledCase.Ending.FIRES);
    Backfilled.Actor actor =
        new Backfilled.Actor(
            SHOP,
            Map.of(theCase.one().main().name(), SHOP),
            FiringLabels.of(SUITE, theCase.one(), FloatLabels.NORMALIZED, name -> SHOP),
            true);
    Noted noted =
        new Noted(STARTED.plusSeconds(20), List.of(scrapes), Map.of("alerts", missed), Map.of());
    return String.join("; ", delays.slowness(theCase, actor, noted, WAKING, STARTED).reasons());
  }

  @Test
  void aMachineThatKeepsUpIsNoExcuse() {
    assertThat(reason(GOOD, 0, scrapes(0, 1))).isEmpty();
  }

  @Test
  void whatWasNotSeenInTimeIsInconclusive() {
    assertThat(reason(GOOD, 2, scrapes(0, 1)))
        .contains("missed evaluations of rule groups: alerts: 2");
    assertThat(reason(GOOD, 0, scrapes(0, 0))).contains("1 of 14 scrapes of " + SHOP + " failed");
    assertThat(reason(GOOD, 0, scrapes(4, 1))).contains("the longest gap was 5.0 intervals");
    assertThat(reason(new ObservedDelays(ofSeconds(12), ofMillis(200)), 0, scrapes(0, 1)))
        .contains("answered only after 12000 ms");
    assertThat(reason(new ObservedDelays(ofSeconds(1), ofSeconds(4)), 0, scrapes(0, 1)))
        .contains("no look at it for 4000 ms");
  }

  @Test
  void aCaseIsRepeatedWithMoreTime() {
    BackfilledCase early = theCase(BackfilledCase.Ending.TOO_EARLY);
    BackfilledCase again = early.room(2);

    assertThat(early.lacking()).isEqualTo(BackfilledCase.SHORT);
    assertThat(again.lacking()).isEqualTo(BackfilledCase.SHORT.multipliedBy(2));
    assertThat(again.room()).isEqualTo(2);
    assertThat(again.name()).isEqualTo(early.name());
    assertThat(again.pendingSince(WAKING).orElseThrow())
        .isEqualTo(WAKING.plus(BackfilledCase.SHORT.multipliedBy(2)).minus(ofMinutes(5)));
    BackfilledCase within = theCase(BackfilledCase.Ending.WITHIN).room(2);
    assertThat(within.room()).isEqualTo(2);
    assertThat(within.now()).isEqualTo(theCase(BackfilledCase.Ending.WITHIN).now());
  }
}
