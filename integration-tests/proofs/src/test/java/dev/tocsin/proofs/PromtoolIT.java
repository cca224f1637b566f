package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.promtool.PromtoolTest;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.ProofMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of every scenario in virtual time: the file that ships, on the rule file that ships,
 * by promtool.
 */
@Cores(1)
class PromtoolIT {
  private static final PromtoolTest TEST =
      PromtoolTest.of(Catalogue.SUITE).naming("../production-alerts.yml");

  /**
   * A golden file: review its diff like code. {@code -Dtocsin.golden=write} writes it anew, from
   * scenarios and definitions; nothing that promtool says gets into it.
   */
  private static final Path FILE =
      Catalogue.FOLDER.resolve("tests/production-alerts.scenarios.test.yml");

  @AfterAll
  static void report() {
    Catalogue.report();
  }

  @Test
  void theFileThatShipsIsWhatTheScenariosSay() throws IOException {
    if ("write".equals(System.getProperty("tocsin.golden"))) {
      Files.writeString(FILE, TEST.text());
    }
    assertThat(FILE).as("run with -Dtocsin.golden=write").hasContent(TEST.text());
  }

  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#promtools")
  void everyCaseHolds(Generation generation) {
    ProofRun run =
        Catalogue.proving(
            ProofMethod.PROMTOOL,
            Proof.Backend.PROMTOOL,
            () -> TEST.run(Tools.standard().provide(generation), FILE));

    System.out.println(run.summary());
    run.addTo(Catalogue.REPORT);
    assertThat(run.failures()).isEmpty();
    assertThat(run.proofs()).isNotEmpty().allMatch(proof -> proof.isOk());
  }
}
