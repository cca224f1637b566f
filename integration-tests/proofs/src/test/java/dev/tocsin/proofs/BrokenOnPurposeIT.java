package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.backfilled.Backfilled;
import dev.tocsin.harness.promtool.PromtoolTest;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever breaks a rule is notified which one, and how. */
@Cores(0.7)
class BrokenOnPurposeIT {
  /** The alerts that are broken, and those of which one inhibits a broken one. */
  private static final Suite SUITE =
      Catalogue.SUITE.only(
          Set.of(
              "HighTTFT",
              "VeryHighErrorRate",
              "RequestQueueBuilding",
              "LLMServiceUnhealthy",
              "VeryHighTTFT",
              "LLMServiceDown"));

  @TempDir Path folder;

  /** Where the definition is broken, the scenarios' promises tell before anything is played. */
  @Test
  void aBrokenDefinitionIsNamedByThePromiseThatItBreaks() {
    Suite suite = Suite.of(Broken.catalogue()).with(SUITE.scenarios());

    assertThat(suite.problems())
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "HighTTFT: fires > 20, and its scenario promises > 2",
            "RequestQueueBuilding: has for: 6m, and its scenario promises 3m",
            "LLMServiceUnhealthy: has the label severity=\"warning\", and its scenario promises"
                + " \"critical\"");
  }

  /** Where only the file is, virtual time shows what it does and how it differs. */
  @Test
  void aBrokenRuleFileIsNamedByTheAcceleratedMethod() throws IOException {
    Generator.files(Broken.catalogue(), "broken").writeTo(folder);
    PromtoolTest test = PromtoolTest.of(SUITE);
    Path file = folder.resolve("scenarios.test.yml");
    Files.writeString(file, test.text());

    ProofRun run = test.run(Tools.standard().provide(Generation.NEWEST), file);

    String all = String.join("\n\n", run.failures());
    System.out.println(all);
    assertThat(all)
        .contains("HighTTFT: at 2.1 (threshold > 2) (high-ttft-fires)")
        .contains("the rule file says in its expression `20`, and the definition `2`")
        .contains("model=\"small\"} 2.5 with > 20")
        .contains("VeryHighErrorRate: at 0.105 (threshold > 0.1) (very-high-error-rate-fires)")
        .contains("in its expression `sum by (job, instance)`")
        .contains("the definition `sum by (job, instance, model)`")
        .contains("RequestQueueBuilding: at 5.25 (threshold > 5) (request-queue-building-fires)")
        .contains("the rule file says for: 6m, and the definition 3m")
        .contains("LLMServiceUnhealthy: the health check fails (llm-service-unhealthy-fires)")
        .contains("the rule file says label severity: warning, and the definition critical");
    assertThat(run.proofs().stream().filter(proof -> !proof.isOk()).map(proof -> proof.alert()))
        .containsOnly(
            "HighTTFT",
            "VeryHighErrorRate",
            "RequestQueueBuilding",
            "LLMServiceUnhealthy",
            // It mutes the one whose threshold is too high.
            "VeryHighTTFT",
            "LLMServiceDown");
  }

  /** And so does a real Prometheus that reads it. */
  @Test
  void aBrokenRuleFileIsNamedByARealPrometheus() {
    String rules =
        Generator.files(Broken.catalogue(), "broken")
            .texts()
            .getOrDefault(GeneratedFiles.RULES, "");

    ProofRun run =
        Backfilled.of(SUITE)
            .ruleFile(rules)
            .run(Tools.standard().provide(Generation.NEWEST), folder);

    String all = String.join("\n\n", run.failures());
    System.out.println(all);
    assertThat(all)
        .contains("HighTTFT: at 2.1 (threshold > 2) (high-ttft-fires)")
        .contains("the rule file says in its expression `20`, and the definition `2`")
        .contains("with > 20")
        .contains("VeryHighErrorRate: at 0.105 (threshold > 0.1) (very-high-error-rate-fires)")
        .contains("the rule file says in its expression `sum by (job, instance)`")
        .contains("RequestQueueBuilding: at 5.25 (threshold > 5) (request-queue-building-fires)")
        .contains("the rule file says for: 6m, and the definition 3m")
        .contains("LLMServiceUnhealthy: the health check fails (llm-service-unhealthy-fires)")
        .contains("the rule file says label severity: warning, and the definition critical");
    assertThat(run.proofs().stream().filter(proof -> !proof.isOk()).map(Proof::alert))
        .containsOnly(
            "HighTTFT", "VeryHighErrorRate", "RequestQueueBuilding", "LLMServiceUnhealthy");
  }
}
