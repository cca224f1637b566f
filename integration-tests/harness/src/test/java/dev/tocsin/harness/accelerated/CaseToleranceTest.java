package dev.tocsin.harness.accelerated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.metric.Promql;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Case.Kind;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.VirtualClock;
import dev.tocsin.harness.verdict.KeepingUp;
import dev.tocsin.harness.verdict.Scrapes;
import dev.tocsin.harness.verdict.Tolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a slow machine has a say in a verdict, and when not. */
class CaseToleranceTest {
  private static final String SHOP = "127.0.0.1:4001";
  private static final Scrapes GOOD = scrapes(100, List.of(), 1, 3);

  private static Scrapes scrapes(
      long made, List<Instant> failed, double longestGap, long milliseconds) {
    return new Scrapes(100, made, failed, longestGap, Duration.ofMillis(milliseconds));
  }

  private static final Suite SUITE =
      Suite.of(
              MonitoringModel.monitoring(
                  "shop",
                  RuleGroup.group(
                      "alerts",
                      Alert.plain("Long")
                          .when(Promql.promql("queue > 5").exists())
                          .forDuration(Duration.ofMinutes(5)))))
          .with(
              Scenario.scenario("Long")
                  .target("shop", Load.load())
                  .atValue(level -> Load.load().gauge("queue", level)));

  private final VirtualClock clock = VirtualClock.startingNow(100);

  private List<Recording.Life> lives = List.of();

  private String reason(Kind kind, boolean holds, long missed, Scrapes scrapes) {
    Case script =
        SUITE.cases(Margin.WIDE).stream().filter(it -> it.kind() == kind).findFirst().orElseThrow();
    Recording seen =
        recording(script.main().name(), Map.of("alerts", missed, "others", 50L), scrapes);
    Verdict verdict =
        new Verdict(
            "Long",
            List.of(),
            "",
            Optional.of(script),
            false,
            holds ? List.of() : List.of("it fired too late"),
            new Evidence(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            Set.of(),
            1);
    return String.join("; ", CaseTolerance.slowness(SUITE.model(), verdict, seen).reasons());
  }

  private Recording recording(String part, Map<String, Long> missed, Scrapes scrapes) {
    return new Recording(
        clock,
        clock.anchor(),
        clock.anchor(),
        Map.of(part, SHOP),
        lives,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new KeepingUp(100, missed, Map.of(SHOP, scrapes)),
        List.of(),
        FloatLabels.NORMALIZED);
  }

  /**
   * A watchdog that was not notified, or an alert that nobody asked for, on a machine that starves.
   */
  @Test
  void whatIsJudgedOfAllIsExcusedByAnythingThatWasMissedAndByNothingElse() {
    Map<String, Long> none = Map.of("alerts", 0L);

    assertThat(starvation(none, GOOD)).isEmpty();
    assertThat(starvation(Map.of("alerts", 2L), GOOD))
        .containsExactly("missed evaluations of rule groups: alerts: 2");
    assertThat(starvation(none, failing(Duration.ofMinutes(3))))
        .containsExactly("1 of 100 scrapes of " + SHOP + " failed");
    assertThat(starvation(none, scrapes(98, List.of(), 4, 3)))
        .singleElement()
        .asString()
        .endsWith("the longest gap was 4.0 intervals");
  }

  private List<String> starvation(Map<String, Long> missed, Scrapes scrapes) {
    return recording("long", missed, scrapes).keepingUp().slowness(Tolerance.NONE).reasons();
  }

  private Scrapes failing(Duration at) {
    Instant instant = clock.anchor().plus(clock.inReal(at));
    return scrapes(100, List.of(instant), 1, 3);
  }

  @Test
  void aMachineThatKeepsUpExcusesNothing() {
    for (Kind kind : List.of(Kind.FIRES, Kind.WITHIN, Kind.TOO_SHORT)) {
      assertThat(reason(kind, false, 0, GOOD)).isEmpty();
      assertThat(reason(kind, true, 0, GOOD)).isEmpty();
    }
  }

  @Test
  void whatFiredAsItShouldDidSoOnASlowMachineToo() {
    assertThat(reason(Kind.FIRES, true, 40, failing(Duration.ofMinutes(3)))).isEmpty();
  }

  @Test
  void whatDoesNotHoldIsExcusedByAnythingThatWasMissed() {
    assertThat(reason(Kind.FIRES, false, 1, GOOD)).contains("alerts: 1");
    assertThat(reason(Kind.FIRES, false, 0, failing(Duration.ofMinutes(9)))).contains(SHOP);
    assertThat(reason(Kind.FIRES, false, 0, scrapes(98, List.of(), 4, 3)))
        .contains("4.0 intervals");
  }

  @Test
  void aSilentAlertProvesLittleWhereScrapesWereMissed() {
    lives =
        List.of(
            new Recording.Life(
                Map.of("alertname", "Long", "instance", SHOP),
                Map.of("alertname", "Long", "instance", SHOP),
                List.of(clock.anchor()),
                List.of(),
                Map.of(),
                ""));
    assertThat(reason(Kind.WITHIN, true, 2, failing(Duration.ofMinutes(3)))).isEmpty();
    assertThat(reason(Kind.WITHIN, true, 3, GOOD)).contains("alerts: 3");
    assertThat(reason(Kind.TOO_SHORT, true, 0, failing(Duration.ofMinutes(3)))).contains(SHOP);
    assertThat(reason(Kind.TOO_SHORT, true, 0, failing(Duration.ofMinutes(20)))).isEmpty();
  }

  /** Its condition would have had to hold whenever nobody looked. */
  @Test
  void whatWasNeverEvenPendingTakesNotEveryLook() {
    assertThat(reason(Kind.WITHIN, true, 20, GOOD)).isEmpty();
    assertThat(reason(Kind.WITHIN, true, 21, GOOD)).contains("alerts: 21");
    assertThat(reason(Kind.WITHIN, false, 1, GOOD)).contains("alerts: 1");
  }

  /** What is asked in time and answered late moves from one window to the next. */
  @Test
  void aScrapeThatTakesLong() {
    Scrapes late = scrapes(100, List.of(), 1, 900);
    assertThat(reason(Kind.FIRES, false, 0, late)).contains("took 900 ms");
    assertThat(reason(Kind.FIRES, true, 0, late)).isEmpty();
    assertThat(reason(Kind.FIRES, false, 0, GOOD)).isEmpty();
  }
}
