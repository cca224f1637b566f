package dev.tocsin.generator.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ToolRunnerTest {
  private static final ToolRunner RUNNER = ToolRunner.limitedTo(Duration.ofSeconds(20));

  @Test
  void collectsExitCodeAndBothOutputs() {
    ToolRun run = RUNNER.run(List.of("sh", "-c", "echo out; echo err >&2; exit 3"));
    assertThat(run)
        .isEqualTo(
            new ToolRun(
                List.of("sh", "-c", "echo out; echo err >&2; exit 3"), 3, "out\n", "err\n", false));
    assertThat(run.ok()).isFalse();
  }

  @Test
  @Timeout(20)
  void killsTheProgramAndItsChildrenAtTheLimit() {
    ToolRun run =
        ToolRunner.limitedTo(Duration.ofMillis(300))
            .run(List.of("sh", "-c", "echo begun; sleep 60; echo over"));
    assertThat(run.timedOut()).isTrue();
    assertThat(run.ok()).isFalse();
    assertThat(run.exitCode()).isEqualTo(ToolRun.NO_EXIT);
    assertThat(run.stdout()).isEqualTo("begun\n");
    assertThat(run.stderr()).contains("sh was killed: still running after");
  }

  @Test
  void aProgramThatIsNotThereIsAResult() {
    ToolRun run = RUNNER.run(List.of("/no/such/program"));
    assertThat(run.ok()).isFalse();
    assertThat(run.stderr()).startsWith("cannot start /no/such/program: ");
  }

  @Test
  void doesNotBlockOnMuchOutputOrOnInput() {
    ToolRun run = RUNNER.run(List.of("sh", "-c", "cat; head -c 1000000 /dev/zero | tr '\\0' x"));
    assertThat(run.stdout()).hasSize(1_000_000);
  }

  @Test
  void runsInAFolderWithVariables(@TempDir Path folder) {
    ToolRun run =
        RUNNER
            .in(folder)
            .with("COLOUR", "red")
            .run(List.of("sh", "-c", "pwd; echo $COLOUR$LC_ALL"));
    assertThat(run.stdout()).endsWith(folder.getFileName() + "\nredC\n");
  }

  @Test
  void refusesALimitThatIsNone() {
    assertThatThrownBy(() -> ToolRunner.limitedTo(Duration.ZERO))
        .hasMessage("timeout PT0S must be positive");
  }
}
