package dev.tocsin.inference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** Runs other programs in tests; a test that needs one that is not here is skipped loudly. */
public final class Programs {

  private Programs() {}

  /** Skips the test unless a program is on the PATH. */
  public static void need(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return;
      }
    }
    String message = "SKIPPED: " + program + " is not installed, so this was not tested";
    System.err.println(message);
    throw new TestAbortedException(message);
  }

  /** What a program printed; fails if it did not end well within two minutes. */
  public static String run(Path folder, List<String> command) {
    return run(folder, 2, command);
  }

  /** The same with more patience. */
  public static String run(Path folder, int minutes, List<String> command) {
    try {
      Path output = Files.createTempFile("program", ".out");
      Path errors = Files.createTempFile("program", ".err");
      Process process =
          new ProcessBuilder(new ArrayList<>(command))
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start();
      boolean ended = process.waitFor(minutes, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly();
      }
      String out = Files.readString(output, StandardCharsets.UTF_8);
      String err = Files.readString(errors, StandardCharsets.UTF_8);
      Files.delete(output);
      Files.delete(errors);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError(command + " failed\n" + out + "\n" + err);
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
