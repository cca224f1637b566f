package dev.tocsin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
  private static final Path FULL = Path.of("/dev/full");

  @TempDir Path folder;

  /** A pipe whose reader has gone. */
  private static final class ClosedPipe extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("Broken pipe");
    }
  }

  @Test
  void everyCommandWhoseOutputIsLostFailsAndSaysWhy() throws IOException {
    assumeTrue(Files.exists(FULL), "no /dev/full here");
    Path rules = Files.writeString(folder.resolve("rules.yml"), "groups: []\n");
    List<String[]> commands = new ArrayList<>();
    commands.add(new String[] {"check", "rules", rules.toString()});
    commands.add(new String[] {"fmt", rules.toString()});
    commands.add(new String[] {"fmt", "--help"});
    commands.add(new String[] {"--version"});
    for (String[] command : commands) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      try (OutputStream full = new FileOutputStream(FULL.toFile())) {
        int code =
            Tocsin.run(
                new Output("standard output", full), new Output("standard error", err), command);
        assertThat(code).as(String.join(" ", command)).isEqualTo(Tocsin.PROBLEMS);
      }
      assertThat(err.toString(StandardCharsets.UTF_8))
          .isEqualTo(
              "tocsin: cannot write to standard output: No space left on device"
                  + System.lineSeparator());
    }
  }

  @Test
  void aCommandThatFailsOtherwiseKeepsItsCode() {
    Output out = new Output("standard output", new ClosedPipe());
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(Tocsin.run(out, new Output("standard error", err), "no-such-command"))
        .isEqualTo(Tocsin.WRONG_USAGE);
  }

  @Test
  void lostComplaintsCountToo() throws IOException {
    Path rules = Files.writeString(folder.resolve("rules.yml"), "groups: []\n---\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Output err = new Output("standard error", new ClosedPipe());
    assertThat(Tocsin.run(new Output("standard output", out), err, "fmt", rules.toString()))
        .isEqualTo(Tocsin.PROBLEMS);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("groups: []\n---\n");
  }

  @Test
  void answersStopWhenNobodyReadsThem() throws IOException {
    Output out = new Output("standard output", new ClosedPipe());
    ByteArrayInputStream in =
        new ByteArrayInputStream("\"up\"\n".repeat(100_000).getBytes(StandardCharsets.UTF_8));
    PrintWriter writer = out.writer(false);
    assertThat(PromqlLines.check(in, writer, Set.of())).isEqualTo(Tocsin.PROBLEMS);
    assertThat(in.available()).as("what was not read any more").isPositive();
    assertThat(out.failure()).isEqualTo("cannot write to standard output: Broken pipe");
  }

  @Test
  void allThatIsPrintedArrives() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output out = new Output("standard output", bytes);
    PrintWriter writer = out.writer(false);
    String text = "ä€😀x".repeat(5_000);
    writer.print(text);
    writer.flush();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(text);
    assertThat(Output.exitCode(0, out, out)).isZero();
  }
}
