package dev.tocsin.harness.plain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.Cores;
import dev.tocsin.harness.backfill.Backfilled;
import dev.tocsin.harness.backfill.BackfilledRun;
import dev.tocsin.harness.report.Proof;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plain files, byte for byte, on a Prometheus that wakes up in the middle of each story. */
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

    BackfilledRun run =
        Backfilled.of(files.suite(folder))
            .from(files.in(folder))
            .run(Tools.standard().provide(Generation.NEWEST), folder.resolve("run"));

    run.requireJudged();
    assertThat(run.failures()).isEmpty();
    assertThat(run.proofs())
        .extracting(Proof::alert)
        .contains("QueueLong", "QueueVeryLong", "Errors", "SlowService", "KioskDown");
  }
}
