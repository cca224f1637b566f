package dev.tocsin.harness.compressed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.RuleGroup;
import dev.tocsin.dsl.metric.Promql;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.MachineTooSlowError;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.stack.Programs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of a suite, of which some was played again and some could not be judged at all. */
class ResultsTest {
  private static final String AGAIN = "2 cases were not judged at speed 150";
  private static final String STILL = "1 cases were not judged at speed 18";

  private static final Suite SUITE =
      Suite.of(
              MonitoringModel.monitoring(
                  "shop",
                  RuleGroup.group(
                      "alerts", Alert.plain("Long").when(Promql.promql("queue > 5").exists()))))
          .with(
              Scenario.scenario("Long")
                  .on("shop", Load.load())
                  .driven(level -> Load.load().gauge("queue", level)));

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
            new Results.Judged(holds(cases.get(0)), 150, List.of()),
            new Results.Judged(
                Verdict.none(cases.get(1), cases.get(1).title(), "not judged: " + STILL),
                18.75,
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

    assertThat(report.proofs()).extracting(Proof::isOk).containsExactly(true, false);
    assertThat(report.proofs().get(1).shortfall().orElseThrow()).contains("not judged: " + STILL);
    results.all().get(0).require();
    assertThatThrownBy(() -> results.all().get(1).require())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not judged");
    assertThatThrownBy(results::requireJudged)
        .isInstanceOf(MachineTooSlowError.class)
        .hasMessage("not judged: " + STILL);
    assertThat(results.summary()).contains("1 of 2 cases hold", AGAIN);
  }
}
