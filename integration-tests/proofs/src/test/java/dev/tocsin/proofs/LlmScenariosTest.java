package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.monitoring.LlmMonitoring;
import java.util.ArrayList;
import java.util.List;
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

  /** Shares and percentiles are what fires, or does not, for no good reason. */
  @Test
  void whatDividesAndWhatIsAPercentileIsTriedWithNothingAndWithLittle() {
    List<String> missing = new ArrayList<>();
    for (Alert alert : SUITE.model().alerts()) {
      for (String kind : needed(alert.expr())) {
        boolean tried =
            SUITE.cases(Margin.EXACT).stream()
                .filter(one -> one.kind() == Case.Kind.SILENT)
                .filter(one -> one.scenario().alert().equals(alert.name()))
                .anyMatch(one -> one.title().startsWith(kind));
        if (!tried) {
          missing.add(kind + alert.name());
        }
      }
    }

    assertThat(missing)
        .containsExactlyInAnyOrder(
            // Idle CPUs count time, and one second of it is no event.
            LlmScenarios.ONE_EVENT + "HighCPUUsage",
            // One page that is lost is one too many.
            LlmScenarios.ONE_EVENT + "AlertmanagerFailedToSendAlerts");
  }

  private static List<String> needed(Expr expr) {
    Set<String> functions =
        Nodes.of(expr).stream()
            .filter(Expr.Call.class::isInstance)
            .map(node -> ((Expr.Call) node).function())
            .collect(Collectors.toSet());
    boolean divides =
        Nodes.of(expr).stream()
            .anyMatch(node -> node instanceof Expr.Binary it && it.op() == BinaryOp.DIVIDE);
    boolean share = divides || functions.contains("round");
    if (functions.contains("histogram_quantile") || share && functions.contains("rate")) {
      return List.of(LlmScenarios.IDLE, LlmScenarios.NO_DATA, LlmScenarios.ONE_EVENT);
    }
    return divides ? List.of(LlmScenarios.NO_DATA) : List.of();
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
