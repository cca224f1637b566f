package dev.tocsin.harness.accelerated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.metric.Promql;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is notified of a suite, of which some was played again and some could not be judged at all.
 */
class ResultsTest {
  private static final String AGAIN = "2 cases inconclusive at speed 150";
  private static final String STILL = "1 cases inconclusive at speed 18";

  private static final Suite SUITE =
      Suite.of(
              MonitoringModel.monitoring(
                  "shop",
                  RuleGroup.group(
                      "alerts", Alert.plain("Long").when(Promql.promql("queue > 5").exists()))))
          .with(
              Scenario.scenario("Long")
                  .target("shop", Load.load())
                  .atValue(level -> Load.load().gauge("queue", level)));

  private static Verdict holds(Case one) {
    Evidence evidence = new Evidence();
    evidence.held("what must follow", "follows");
    return new Verdict(
        "Long",
        List.of(),
        one.title(),
        Optional.of(one),
        false,
        List.of(),
        evidence,
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        Set.of(),
        1);
  }

  private final List<Case> cases = SUITE.cases(Margin.WIDE);

  private Results results() {
    return new Results(
        SUITE.model(),
        Programs.of(Tools.standard().provide(Generation.NEWEST)),
        List.of(
            new Results.Judged(holds(cases.get(0)), 150, true, 0, List.of()),
            new Results.Judged(
                Verdict.none(cases.get(1), cases.get(1).title(), STILL),
                18.75,
                false,
                3,
                List.of(AGAIN, STILL))),
        List.of(),
        List.of(AGAIN, STILL),
        List.of(STILL),
        Map.of(),
        new Results.Took(Duration.ofSeconds(9), 5, Duration.ofSeconds(5)));
  }

  @Test
  void eachProofTellsItsOwnSpeedAndNotes() {
    ProofReport report = new ProofReport();
    results().addTo(report);

    assertThat(report.proofs()).extracting(Proof::speed).containsExactly(150.0, 18.75);
    assertThat(report.proofs())
        .extracting(Proof::notes)
        .containsExactly(List.of(), List.of(AGAIN, STILL));
  }

  @Test
  void whatWasJudgedCountsWhereOthersCouldNotBe() {
    Results results = results();
    ProofReport report = new ProofReport();
    results.addTo(report);

    assertThat(report.proofs())
        .extracting(Proof::verdict)
        .containsExactly(Proof.Verdict.HELD, Proof.Verdict.INCONCLUSIVE);
    assertThat(report.proofs()).extracting(Proof::replays).containsExactly(0, 3);
    assertThat(report.proofs().get(1).shortfall().orElseThrow()).contains(STILL);
    results.all().get(0).require();
    assertThatThrownBy(() -> results.all().get(1).require())
        .isInstanceOf(MachineTooSlowError.class)
        .hasMessageContaining(STILL);
    assertThatThrownBy(results::requireAll)
        .isInstanceOf(MachineTooSlowError.class)
        .hasMessage("inconclusive: " + STILL);
    assertThat(results.summary()).contains("1 of 2 cases held, 1 inconclusive, 3 replayed", AGAIN);
  }

  /** The case that might have exercised the alert is inconclusive, and so is the coverage. */
  @Test
  void whatIsNotExercisedIsInconclusiveWhereCasesAre() {
    ProofReport report = new ProofReport();
    results().addUncovered(report);

    assertThat(report.proofs())
        .singleElement()
        .satisfies(
            proof -> {
              assertThat(proof.verdict()).isEqualTo(Proof.Verdict.INCONCLUSIVE);
              assertThat(proof.versions()).containsKeys("Prometheus", "Alertmanager");
            });
  }
}
