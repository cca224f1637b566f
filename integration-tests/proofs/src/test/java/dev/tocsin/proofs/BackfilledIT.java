package dev.tocsin.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.Generator;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.backfill.Backfilled;
import dev.tocsin.harness.backfill.BackfilledRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The rule file that is committed, byte for byte, on a real Prometheus of the oldest and the newest
 * generation that wakes up in the middle of every story, and told by a real Alertmanager.
 */
class BackfilledIT {
  @AfterAll
  static void report() {
    Catalogue.report();
  }

  @ParameterizedTest
  @EnumSource(
      value = Generation.class,
      names = {"OLDEST", "NEWEST"})
  void everyStoryHolds(Generation generation) throws IOException, NoSuchAlgorithmException {
    String rules = Files.readString(Catalogue.FOLDER.resolve(Generator.RULES));
    String hash = sha256(Files.readAllBytes(Catalogue.FOLDER.resolve(Generator.RULES)));
    Path folder = Path.of("target/proof/backfilled", generation.name().toLowerCase(Locale.ROOT));

    BackfilledRun run =
        Backfilled.of(Catalogue.SUITE)
            .shipping(rules)
            .run(Tools.standard().telling(System.out::println).provide(generation), folder);

    System.out.println("Prometheus " + generation.prometheus() + ": " + run);
    Catalogue.REPORT.ships(Map.of(Generator.RULES, rules));
    run.addTo(Catalogue.REPORT);
    assertThat(run.failures()).isEmpty();
    assertThat(run.proofs())
        .hasSizeGreaterThan(60)
        .allSatisfy(
            proof ->
                assertThat(proof.evidence().held().get(0).seen()).isEqualTo("SHA-256 " + hash));
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
