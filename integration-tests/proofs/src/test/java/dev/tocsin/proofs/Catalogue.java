package dev.tocsin.proofs;

import dev.tocsin.generator.Generator;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.monitoring.LlmMonitoring;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What all ways of proving share: our own catalogue, where it is committed, and one report. */
final class Catalogue {
  /** Every alert with its scenarios. */
  static final Suite SUITE =
      Suite.of(new LlmMonitoring())
          .with(LlmScenarios.ofTheService())
          .with(LlmScenarios.ofHosts())
          .with(LlmScenarios.ofServers());

  /** The files that ship. */
  static final Path FOLDER =
      Path.of(System.getProperty("tocsin.root", "../..")).resolve("monitoring");

  /** Every way adds its proofs, and writes it anew when it is done. */
  static final ProofReport REPORT = new ProofReport();

  private static final Path REPORTS = Path.of("target/proof");

  private Catalogue() {}

  /** The files that ship, byte for byte as they are committed, by their names. */
  static Map<String, String> shipped() {
    Map<String, String> texts = new TreeMap<>();
    for (String path :
        Generator.files(SUITE.model(), LlmMonitoring.class.getName()).texts().keySet()) {
      try {
        texts.put(path, Files.readString(FOLDER.resolve(path)));
      } catch (IOException e) {
        throw new UncheckedIOException("the committed " + path + "; run mvn generate", e);
      }
    }
    return texts;
  }

  /** Proves in a method, and tells in the report what kept all of it from being proven. */
  static <T> T proving(ProofMethod method, Proof.Backend backend, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      REPORT.add(
          Proof.of("all alerts", "they can be played", method, backend).failing(String.valueOf(e)));
      throw e;
    }
  }

  /** Writes what was proven so far, and says in a line what that is. */
  static void report() {
    REPORT.about(SUITE.model());
    REPORT.ships(shipped());
    Path page = REPORT.writeTo(REPORTS);
    System.out.println(REPORT.summary() + "; see integration-tests/proofs/" + page);
  }
}
