package dev.tocsin.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.harness.accelerated.Results;
import dev.tocsin.harness.accelerated.Starved;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** A verify while all cores are busy: what was starved is inconclusive everywhere, never failed. */
class BusyMachineTest {
  @TempDir Path folder;

  @Test
  void whatWasMeasuredToStarveIsInconclusiveInJunitAndInTheReport() throws IOException {
    Proofs proofs = new Proofs(folder);
    Results results = Starved.results();
    List<String> passed = new ArrayList<>();
    List<String> aborted = new ArrayList<>();
    for (Results.Result one : results.all()) {
      try {
        ProofExtension.conclusively(
            () -> {
              one.require();
              return null;
            },
            proofs,
            getClass(),
            one.name());
        passed.add(one.name());
      } catch (TestAbortedException e) {
        aborted.add(one.name());
        assertThat(e).hasMessageContaining("missed evaluations of rule groups: queues: 4");
      } catch (Throwable e) {
        throw new AssertionError("called failed: " + one.name(), e);
      }
    }
    assertThat(aborted).singleElement().asString().startsWith("QueueLong: at 5.25");
    assertThat(passed).hasSize(results.all().size() - 1);

    assertThatThrownBy(() -> proofs.requireConclusive(getClass()))
        .isInstanceOf(AssertionError.class)
        .isNotInstanceOf(MachineTooSlowError.class)
        .hasMessageContaining(aborted.get(0))
        .hasMessageContaining("missed evaluations of rule groups: queues: 4");

    results.addTo(proofs.report());
    proofs.close();
    JsonNode totals =
        new ObjectMapper().readTree(folder.resolve(ProofReport.JSON).toFile()).get("totals");
    assertThat(totals.get("failed").asInt()).isZero();
    assertThat(totals.get("inconclusive").asInt()).isEqualTo(1);
    assertThat(totals.get("held").asInt()).isEqualTo(passed.size());
    assertThat(totals.get("replays").asInt()).isEqualTo(3);
    String page = Files.readString(folder.resolve(ProofReport.HTML));
    assertThat(page)
        .contains(
            "1 of " + results.all().size() + " proofs is inconclusive: the machine was too slow.")
        .contains("missed evaluations of rule groups: queues: 4")
        .doesNotContain("proofs failed", "class=\"failure\"", "banner bad");
    JavaSpelling.assertNone(JavaSpelling.read(page));
    assertThat(proofs.report().proofs())
        .extracting(Proof::verdict)
        .contains(Proof.Verdict.INCONCLUSIVE)
        .doesNotContain(Proof.Verdict.FAILED);
  }
}
