package dev.tocsin.harness.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.backfilled.Backfilled;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofRun;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain files, byte for byte, on a Prometheus that starts in the middle of each case. */
@Cores(Cores.ALL)
class BackfilledFilesIT {
  @TempDir Path folder;

  /** Also where a message says at which target something is wrong, and not what. */
  @Test
  void whatIsRightHolds() throws IOException {
    KioskFiles files =
        KioskFiles.right()
            .saying(
                "title: '{{ .CommonLabels.alertname }}'",
                "title: '{{ range .Alerts }}{{ .Labels.instance }} {{ end }}'");

    ProofRun run =
        Backfilled.of(files.suite(folder))
            .run(Tools.standard().provide(Generation.NEWEST), folder.resolve("run"));

    run.requireConclusive();
    assertThat(run.failures()).isEmpty();
    assertThat(run.proofs())
        .extracting(Proof::alert)
        .contains("QueueLong", "QueueVeryLong", "Errors", "SlowService", "KioskDown");
  }
}
