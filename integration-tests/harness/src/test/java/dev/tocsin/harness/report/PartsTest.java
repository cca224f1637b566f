package dev.tocsin.harness.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.harness.scenario.ProofMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several test classes and processes end in one report, and what was proven before never counts.
 */
class PartsTest {
  @TempDir Path folder;

  private static String part(String alert, boolean ok, String rules) throws IOException {
    ProofReport report = new ProofReport();
    report.ships(Map.of("rules.yml", rules));
    Evidence evidence = new Evidence();
    if (ok) {
      evidence.held("it fires", "value 2");
    }
    report.add(
        Proof.of(alert, "a fault", ProofMethod.BACKFILLED, Proof.Backend.PROCESSES)
            .seeing(evidence));
    return Parts.json(report.data());
  }

  private List<String> alerts() throws IOException {
    ReportData data =
        Parts.MAPPER.readValue(folder.resolve(ProofReport.JSON).toFile(), ReportData.class);
    return data.proofs().stream().map(ReportData.Entry::alert).toList();
  }

  @Test
  void partsOfOneBuildMakeOneReport() throws IOException {
    Parts.of(folder, "2026-03-01T12:00:00Z").write("b", part("B", true, "same"));
    ReportData all = Parts.of(folder, "2026-03-01T12:00:00Z").write("a", part("A", false, "same"));

    assertThat(alerts()).containsExactly("A", "B");
    assertThat(all.totals().proofs()).isEqualTo(2);
    assertThat(all.totals().held()).isEqualTo(1);
    assertThat(all.totals().methods()).containsEntry("backfilled", new ReportData.Count(2, 1));
    assertThat(all.shipped()).hasSize(1);
    assertThat(folder.resolve(ProofReport.HTML))
        .content()
        .contains("1 of 2 proofs failed.", "the proof checked no expectation");
  }

  @Test
  void aPartThatIsWrittenAgainCountsOnce() throws IOException {
    Parts.of(folder, "one").write("a", part("A", true, "same"));
    Parts.of(folder, "one").write("a", part("A", true, "same"));

    assertThat(alerts()).containsExactly("A");
  }

  @Test
  void partsOfAnEarlierBuildNeverCount() throws IOException {
    Parts.of(folder, "one").write("a", part("Old", true, "old"));
    Parts.of(folder, "two").write("b", part("New", true, "new"));

    assertThat(alerts()).containsExactly("New");
    assertThat(folder.resolve("parts/one")).doesNotExist();
    assertThat(folder.resolve(ProofReport.HTML)).content().doesNotContain("Old");
  }

  /** Such as those of Surefire's forks, where nobody said which build it is. */
  @Test
  void processesThatRunAtTheSameTimeMakeOneReport() throws IOException {
    Instant start = Instant.now().minusSeconds(60);
    Parts.unnamed(folder, 1, start).write("a", part("A", true, "same"));
    Parts.unnamed(folder, 2, start.plusSeconds(1)).write("b", part("B", true, "same"));

    assertThat(alerts()).containsExactly("A", "B");
  }

  @Test
  void whatWasProvenBeforeAProcessStartedNeverCounts() throws IOException {
    Parts.unnamed(folder, 1, Instant.now().minusSeconds(60)).write("a", part("Old", true, "old"));
    Parts.of(folder, "named").write("b", part("Named", true, "new"));
    assertThat(alerts()).containsExactly("Named");
    Parts.unnamed(folder, 1, Instant.now().minusSeconds(60)).write("a", part("Old", true, "old"));
    assertThat(alerts()).containsExactly("Old");
    Parts.unnamed(folder, 2, Instant.now().plusSeconds(1)).write("b", part("New", true, "new"));

    assertThat(alerts()).containsExactly("New");
  }

  @Test
  void twoVersionsOfAFileInOneBuildAreReported() throws IOException {
    Parts.of(folder, "one").write("a", part("A", true, "one"));
    Parts.of(folder, "one").write("b", part("B", true, "other"));

    assertThat(folder.resolve(ProofReport.HTML))
        .content()
        .contains("Two versions of <code>rules.yml</code> were proven", "<title>✕ Proof")
        .doesNotContain("All 2 proofs held.");
  }

  @Test
  void manyMayWriteAtTheSameTime() throws IOException {
    List<CompletableFuture<Void>> writers =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          try {
                            Parts.of(folder, "one").write("p" + i, part("A" + i, true, "same"));
                          } catch (IOException e) {
                            throw new AssertionError(e);
                          }
                        }))
            .toList();
    writers.forEach(CompletableFuture::join);

    assertThat(alerts()).hasSize(12);
  }

  @Test
  void timeThatPartsShareCountsOnce() {
    ReportData data =
        ReportData.of(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(
                new ReportData.Span("2026-03-01T12:00:10Z", "2026-03-01T12:00:30Z"),
                new ReportData.Span("2026-03-01T12:00:00Z", "2026-03-01T12:00:20.5Z"),
                new ReportData.Span("2026-03-01T12:00:12Z", "2026-03-01T12:00:13Z"),
                new ReportData.Span("2026-03-01T12:01:00Z", "2026-03-01T12:01:05Z")));

    assertThat(data.totals().seconds()).isEqualTo(35);
  }

  @Test
  void aPartThatIsNoneIsNamed() throws IOException {
    Path other = folder.resolve("parts/one/x.json");
    Files.createDirectories(other.getParent());
    Files.writeString(other, "{");

    assertThatThrownBy(() -> Parts.of(folder, "one").write("a", part("A", true, "same")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("x.json; fix: remove the folder")
        .hasMessageContaining("run the proofs again");
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    ReportData data = Example.report(true).data();

    ReportData read = Parts.MAPPER.readValue(Parts.json(data), ReportData.class);

    assertThat(Parts.json(read)).isEqualTo(Parts.json(data));
    assertThat(Page.of(read)).isEqualTo(Page.of(data));
  }
}
