package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.Alert;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.monitoring.LlmMonitoring;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LlmScenariosTest {
  private static final Suite SUITE =
      Suite.of(new LlmMonitoring().define())
          .with(LlmScenarios.ofTheService())
          .with(LlmScenarios.ofHosts())
          .with(LlmScenarios.ofServers());

  @Test
  void theDefinitionsKeepWhatTheScenariosPromise() {
    assertThat(SUITE.problems()).isEmpty();
  }

  @Test
  void eachAlertHasAScenarioButTheOneThatAlwaysFires() {
    Set<String> alerts =
        SUITE.model().alerts().stream()
            .map(Alert::name)
            .collect(Collectors.toCollection(TreeSet::new));
    alerts.remove("Watchdog");

    assertThat(SUITE.scenarios().stream().map(Scenario::alert).collect(Collectors.toSet()))
        .isEqualTo(alerts);
    assertThat(SUITE.cases(Margin.EXACT).stream().filter(Case::fires))
        .extracting(it -> it.scenario().alert())
        .containsAll(alerts);
  }
}
