package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.ProofExtension;
import dev.tocsin.harness.backfilled.Backfilled;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ProofMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rule file that is committed, byte for byte, on a real Prometheus that starts with a
 * backfilled history in the middle of every case, with a real Alertmanager that sends the
 * notifications.
 */
@Cores(Cores.ALL)
@ExtendWith(ProofExtension.class)
class BackfilledIT {
  @AfterAll
  static void report() {
    Catalogue.report();
  }

  @ParameterizedTest
  @MethodSource("dev.tocsin.proofs.Generations#proven")
  void everyCaseHolds(Generation generation) throws IOException, NoSuchAlgorithmException {
    String rules = Files.readString(Catalogue.FOLDER.resolve(GeneratedFiles.RULES));
    Path folder = Path.of("target/proof/backfilled", generation.name().toLowerCase(Locale.ROOT));

    ProofRun run =
        Catalogue.proving(
            ProofMethod.BACKFILLED,
            Proof.Backend.PROCESSES,
            () ->
                Backfilled.of(Catalogue.SUITE)
                    .ruleFile(rules)
                    .run(
                        Tools.standard().reportingTo(System.out::println).provide(generation),
                        folder));

    System.out.println(run.summary());
    Catalogue.REPORT.ships(Map.of(GeneratedFiles.RULES, rules));
    run.addTo(Catalogue.REPORT);
    assertThat(run.failures()).isEmpty();
    run.requireConclusive();
    // What Prometheus was started with is still in its folder, and is the file that is committed.
    String hash = sha256(folder.resolve("together").resolve(GeneratedFiles.RULES));
    assertThat(hash).isEqualTo(sha256(Catalogue.FOLDER.resolve(GeneratedFiles.RULES)));
    assertThat(run.proofs())
        .hasSizeGreaterThan(60)
        .allSatisfy(
            proof ->
                assertThat(proof.evidence().held())
                    .extracting(Evidence.Held::seen)
                    .contains("SHA-256 " + hash));
    assertThat(run.proofs())
        .filteredOn(proof -> proof.kind().filter(Case.Kind.WITHIN::equals).isPresent())
        .isNotEmpty()
        .allSatisfy(
            proof ->
                assertThat(proof.evidence().held())
                    .extracting(Evidence.Held::expected)
                    .contains(
                        "its target is scraped as scripted, and its rule is evaluated after that",
                        "what its rule compares is there, and within its limit"));
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
