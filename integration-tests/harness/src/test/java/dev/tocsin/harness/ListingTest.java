package dev.tocsin.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ProofMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static Proof proof(ProofMethod method, String scenario, boolean delivered) {
    Evidence evidence = new Evidence();
    evidence.held("it has ended by 12m", "follows");
    if (delivered) {
      evidence.arrived(
          new Delivery.Mail(Instant.EPOCH, "user", "team@example.org", "[FIRING:1] HighTTFT", ""),
          Duration.ofMinutes(3));
    }
    return Proof.of("HighTTFT", scenario, method, Proof.Backend.PROCESSES).seeing(evidence);
  }

  @Test
  void eachCaseIsALineWithItsResult() {
    String text =
        Listing.of(
            List.of(
                proof(ProofMethod.ACCELERATED, "at 2.1 (threshold > 2)", true)
                    .ofKind(Case.Kind.FIRES),
                proof(ProofMethod.PROMTOOL, "at 2.1 (threshold > 2)", false)
                    .ofKind(Case.Kind.FIRES),
                proof(ProofMethod.ACCELERATED, "at 1.9 (threshold > 2)", false)
                    .ofKind(Case.Kind.WITHIN)
                    .replayed(2),
                proof(ProofMethod.ACCELERATED, "nothing is asked of it", false)
                    .ofKind(Case.Kind.SILENT)
                    .failing("it fired"),
                proof(ProofMethod.ACCELERATED, "not for long enough", false)
                    .ofKind(Case.Kind.TOO_SHORT)
                    .inconclusive("3 evaluations missed"),
                proof(ProofMethod.ACCELERATED, "no unexpected alert fires", false)));

    assertThat(text.lines().skip(1))
        .containsExactly(
            "  HighTTFT: at 2.1 (threshold > 2)                             fires, notifies,"
                + " resolves",
            "  HighTTFT: at 2.1 (threshold > 2)                             fires, resolves",
            "  HighTTFT: at 1.9 (threshold > 2)                             stays inactive"
                + " (replayed 2 times)",
            "  HighTTFT: nothing is asked of it                             FAILED",
            "  HighTTFT: not for long enough                                INCONCLUSIVE",
            "  HighTTFT: no unexpected alert fires");
  }
}
