package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.accelerated.Accelerated;
import dev.tocsin.harness.promtool.PromtoolTest;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.proofs.Mutants.Mutant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Proves the scenarios: every alert, route and inhibition is changed in every small way that comes
 * to mind, and what no scenario notices is printed, for a person who writes scenarios to look at.
 * Some of it says the same as before, such as a sum of what is one series; the rest is a gap.
 */
@EnabledIfSystemProperty(
    named = "tocsin.mutants",
    matches = "true",
    disabledReason = "it tells of gaps in the scenarios and takes long: -Dtocsin.mutants=true")
class MutantsIT {
  private static final MonitoringModel MODEL = Catalogue.SUITE.model();

  /** Fewer than these would mean that scenarios, or this test, look at nothing any more. */
  private static final double NOTICED = 0.75;

  private final Toolbox tools = Tools.standard().provide(Generation.NEWEST);

  @TempDir Path folder;

  /** By their promises, or else by promtool. */
  @Test
  void whatNoScenarioNoticesOfAlerts() throws IOException {
    int all = 0;
    int promised = 0;
    int alive = 0;
    for (Alert alert : MODEL.alerts()) {
      List<Scenario> scenarios = about(alert.name());
      for (Mutant mutant : scenarios.isEmpty() ? List.<Mutant>of() : Mutants.of(MODEL, alert)) {
        all++;
        if (breaksAPromise(mutant.model(), scenarios)) {
          promised++;
        } else if (holds(only(mutant.model(), scenarios, alert), scenarios)) {
          alive++;
          System.out.println("not noticed: " + mutant);
        }
      }
    }
    System.out.printf(
        "of %d changes of alerts %d break a promise, %d are noticed in virtual time, %d are not"
            + " noticed%n",
        all, promised, all - promised - alive, alive);
    assertThat(alive).isLessThan((int) (all * (1 - NOTICED)));
  }

  /** By their promises; the rest is left to real servers. */
  @Test
  void whatNoPromiseSaysOfRoutesAndInhibitions() {
    List<Mutant> mutants = Mutants.ofNotifying(MODEL);
    int promised = 0;
    for (Mutant mutant : mutants) {
      if (breaksAPromise(mutant.model(), Catalogue.SUITE.scenarios())) {
        promised++;
      } else {
        System.out.println("left to real servers: " + mutant);
      }
    }
    System.out.printf(
        "of %d changes of routes and inhibitions %d break a promise, %d are left to real servers%n",
        mutants.size(), promised, mutants.size() - promised);
    assertThat(promised).isPositive();
  }

  private static boolean breaksAPromise(MonitoringModel model, List<Scenario> scenarios) {
    return Problem.anyError(Accelerated.of(Suite.of(model).with(scenarios)).problems());
  }

  private boolean holds(MonitoringModel model, List<Scenario> scenarios) throws IOException {
    Generator.files(model, "a mutant").writeTo(folder);
    PromtoolTest test = PromtoolTest.of(Suite.of(model).with(scenarios));
    Path file = Files.writeString(folder.resolve("scenarios.test.yml"), test.text());
    return test.run(tools, file).failures().isEmpty();
  }

  /** The scenarios in which it is to fire, or may. */
  private static List<Scenario> about(String alert) {
    return Catalogue.SUITE.scenarios().stream()
        .filter(
            it ->
                it.alert().equals(alert)
                    || it.inhibited().contains(alert)
                    || it.mayAlsoFire().contains(alert))
        .toList();
  }

  /** Without the rules that these scenarios have no use for: promtool evaluates all of them. */
  private static MonitoringModel only(
      MonitoringModel model, List<Scenario> scenarios, Alert alert) {
    Set<String> names = new TreeSet<>(Set.of(alert.name()));
    for (Scenario scenario : scenarios) {
      names.add(scenario.alert());
      names.addAll(scenario.inhibited());
      names.addAll(scenario.mayAlsoFire());
    }
    List<RuleGroup> groups = new ArrayList<>();
    for (RuleGroup group : model.groups()) {
      List<Rule> rules =
          group.rules().stream().filter(rule -> names.contains(rule.name())).toList();
      if (!rules.isEmpty()) {
        groups.add(group.withRules(rules));
      }
    }
    return model.withGroups(groups);
  }
}
