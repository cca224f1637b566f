package dev.tocsin.harness.backfilled;

import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static dev.tocsin.harness.series.Observations.observations;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Fault;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.FloatLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Instant WAKING = Instant.parse("2026-01-02T03:04:05Z");
  private static final long WAKING_SECONDS = WAKING.getEpochSecond();

  private static final Alert DOWN =
      Alert.plain("Down").when(promql("up == 0").exists()).forDuration(ofMinutes(30));
  private static final Alert SLOW =
      Alert.plain("Slow")
          .when(promql("rate(work_total[10m]) < 5").exists())
          .forDuration(ofMinutes(5));
  private static final Alert AT_ONCE = Alert.plain("AtOnce").when(promql("queue > 5").exists());

  private static final MonitoringModel MODEL =
      monitoring("shop", group("alerts", DOWN, SLOW, AT_ONCE))
          .prometheus(PrometheusConfig.prometheus(ofSeconds(15)).scrapeTimeout(ofSeconds(15)));

  private static List<BackfilledCase> cases(Scenario scenario) {
    return Suite.of(MODEL).with(scenario).cases(Margin.WIDE).stream()
        .flatMap(one -> BackfilledCase.of(one).stream())
        .toList();
  }

  private static String history(BackfilledCase theCase) {
    History history = new History(WAKING, ofSeconds(15), FloatLabels.NORMALIZED);
    history.target(theCase.one().main(), "127.0.0.1:1", theCase);
    return history.text();
  }

  @Test
  void aCaseThatFiresIsAlsoPlayedAFewSecondsTooEarly() {
    List<BackfilledCase> cases =
        cases(scenario(DOWN).target("shop", load().gauge("queue", 1)).when(Fault.down()));

    assertThat(cases)
        .extracting(BackfilledCase::ending)
        .containsExactly(BackfilledCase.Ending.FIRES, BackfilledCase.Ending.TOO_EARLY);
    Instant since = cases.get(1).pendingSince(WAKING).orElseThrow();
    assertThat(Duration.between(since, WAKING))
        .isEqualTo(ofMinutes(30).minus(BackfilledCase.SHORT));
    assertThat(cases.get(1).kind()).isEqualTo(Case.Kind.TOO_SHORT);
  }

  @Test
  void anAlertThatWaitsForNothingHasNoHistoryOfItsOwnAndItsSilenceIsPlayed() {
    List<BackfilledCase> cases =
        cases(
            scenario(AT_ONCE)
                .target("shop", load().gauge("queue", 1))
                .atValue(length -> load().gauge("queue", length))
                .doesNotFireWhen("there is no queue", load()));

    assertThat(cases)
        .extracting(BackfilledCase::ending)
        .containsExactly(
            BackfilledCase.Ending.FIRES,
            BackfilledCase.Ending.WITHIN,
            BackfilledCase.Ending.SILENT);
    assertThat(cases.get(0).pendingSince(WAKING)).isEmpty();
  }

  /** OpenMetrics has no word for the end of a series. */
  @Test
  void whatTheFaultEndedIsNotThere() {
    BackfilledCase theCase =
        cases(scenario(DOWN).target("shop", load().gauge("queue", 1)).when(Fault.down())).get(0);

    assertThat(history(theCase))
        .doesNotContain("queue")
        .contains("up{instance=\"127.0.0.1:1\",job=\"shop\"} 0.0 " + WAKING_SECONDS + ".000\n")
        .endsWith("# EOF\n");
  }

  /** Else what is scraped would be other series, and quantiles would be of both. */
  @Test
  void bucketsAreSpelledAsThoseThatAreScraped() {
    Scenario scenario =
        scenario(AT_ONCE)
            .target("shop", load().gauge("queue", 1))
            .when(
                Fault.exporting(
                    load()
                        .gauge("queue", 9)
                        .histogram("wait_seconds", List.of(0.5, 5.0), observations().of(1, 1))
                        .summary("work_seconds", List.of(0.5, 1.0), observations().of(1, 1))));

    assertThat(history(cases(scenario).get(0)))
        .contains("wait_seconds_bucket{instance=\"127.0.0.1:1\",job=\"shop\",le=\"5.0\"} ")
        .contains("work_seconds{instance=\"127.0.0.1:1\",job=\"shop\",quantile=\"1.0\"} ")
        .doesNotContain("le=\"5\"", "quantile=\"1\"");
  }

  /** Ten minutes of window, and what it takes to be scraped and evaluated. */
  @Test
  void historyGoesBackAsFarAsTheAlertLooks() {
    BackfilledCase theCase =
        cases(
                scenario(SLOW)
                    .target("shop", load().counter("work_total", 9))
                    .atValue(rate -> load().counter("work_total", rate)))
            .get(0);

    List<String> lines = history(theCase).lines().filter(line -> line.startsWith("work")).toList();

    long first = Long.parseLong(lines.get(0).replaceAll(".* (\\d+)\\.000", "$1"));
    assertThat(WAKING_SECONDS - first).isBetween(600L, 720L);
    assertThat(lines.get(lines.size() - 1)).endsWith(" " + WAKING_SECONDS + ".000");
  }

  @Test
  void aPendingAlertIsNotedAtEachEvaluationUntilPrometheusWakesUp() {
    History history = new History(WAKING, ofSeconds(15), FloatLabels.NORMALIZED);
    history.pending(new TreeMap<>(Map.of("alertname", "Down")), WAKING.minusSeconds(30));

    assertThat(history.text())
        .isEqualTo(
            """
            ALERTS_FOR_STATE{alertname="Down"} %1$s %2$d.000
            ALERTS_FOR_STATE{alertname="Down"} %1$s %3$d.000
            ALERTS_FOR_STATE{alertname="Down"} %1$s %4$d.000
            # EOF
            """
                .formatted(
                    Double.toString(WAKING_SECONDS - 30),
                    WAKING_SECONDS - 30,
                    WAKING_SECONDS - 15,
                    WAKING_SECONDS));
  }
}
