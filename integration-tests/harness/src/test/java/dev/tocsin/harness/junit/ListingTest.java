package dev.tocsin.harness.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.Way;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.sink.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static Proof proof(Way way, String scenario, boolean delivered) {
    Evidence evidence = new Evidence();
    evidence.held("it has ended by 12m", "follows");
    if (delivered) {
      evidence.arrived(
          new Delivery.Mail(Instant.EPOCH, "user", "team@example.org", "[FIRING:1] HighTTFT", ""),
          Duration.ofMinutes(3));
    }
    return Proof.of("HighTTFT", scenario, way, Proof.Backend.PROCESSES).seeing(evidence);
  }

  @Test
  void eachCaseStandsInALineWithWhatCameOfIt() {
    String text =
        Listing.of(
            List.of(
                proof(Way.COMPRESSED, "2.1 where the limit is > 2", true).ofKind(Case.Kind.FIRES),
                proof(Way.VIRTUAL, "2.1 where the limit is > 2", false).ofKind(Case.Kind.FIRES),
                proof(Way.COMPRESSED, "1.9 where the limit is > 2", false)
                    .ofKind(Case.Kind.WITHIN)
                    .replayed(2),
                proof(Way.COMPRESSED, "nothing is asked of it", false)
                    .ofKind(Case.Kind.SILENT)
                    .failing("it fired"),
                proof(Way.COMPRESSED, "not for long enough", false)
                    .ofKind(Case.Kind.TOO_SHORT)
                    .inconclusive("3 evaluations missed"),
                proof(Way.COMPRESSED, "no unexpected alert fires", false)));

    assertThat(text.lines().skip(1))
        .containsExactly(
            "  HighTTFT: 2.1 where the limit is > 2                         fires, notifies,"
                + " resolves",
            "  HighTTFT: 2.1 where the limit is > 2                         fires, resolves",
            "  HighTTFT: 1.9 where the limit is > 2                         stays inactive"
                + " (replayed 2 times)",
            "  HighTTFT: nothing is asked of it                             FAILED",
            "  HighTTFT: not for long enough                                INCONCLUSIVE",
            "  HighTTFT: no unexpected alert fires");
  }
}
