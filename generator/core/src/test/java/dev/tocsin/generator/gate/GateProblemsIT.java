package dev.tocsin.generator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.metric.Promql;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.Generated;
import dev.tocsin.generator.tools.Generation;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the real checkers. */
class GateProblemsIT {

  @Test
  void filesThatAllCheckersAcceptHaveNoProblems() throws IOException {
    assertThat(gated(alert("Fine", Promql.promql("up == 0").exists()))).isEmpty();
  }

  @Test
  void aRawExpressionThatIsRefusedByAllIsOneProblemAtItsLine() throws IOException {
    Condition misspelt = Promql.promql("rat(up[5m]) > 1").exists();

    assertThat(gated(alert("Fine", Promql.promql("up").exists()), alert("Misspelt", misspelt)))
        .singleElement()
        .asString()
        .matches(
            "(?s)GateProblemsIT\\.java:\\d+: error: promtool check rules 2\\.42\\.0, 2\\.53\\.3, 3\\.5\\.3"
                + " refuses alert \"Misspelt\": .*unknown function.*rat.*\\[gate/promtool-check-rules]\n"
                + "    rat\\(up\\[5m]\\) > 1");
  }

  @Test
  void whatOnlyAnOldVersionRefusesSaysSo() throws IOException {
    Condition young = Promql.promql("sort_by_label(up, \"job\")").exists();

    assertThat(gated(alert("Young", young)))
        .allMatch(problem -> problem.place().file().equals("GateProblemsIT.java"))
        .anyMatch(problem -> problem.message().startsWith("promtool check rules 2.42.0"));
  }

  private static List<Problem> gated(Alert... alerts) throws IOException {
    MonitoringModel model = MonitoringModel.monitoring("test", RuleGroup.group("g", alerts));
    Generated generated =
        new Generated(model, List.of(), Generator.files(model, "dev.tocsin.Test"));
    return GateProblems.of(generated, Gates.standard(), EnumSet.allOf(Generation.class));
  }

  private static Alert alert(String name, Condition condition) {
    return Alert.plain(name).when(condition).forDuration(Duration.ofMinutes(1));
  }
}
