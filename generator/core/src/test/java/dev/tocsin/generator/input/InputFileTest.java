package dev.tocsin.generator.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.generator.input.InputFile.Kind;
import dev.tocsin.generator.rules.RuleFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  private static final int MAX = Kind.RULES.maxBytes();

  @TempDir private Path folder;

  private static String said(Path file, ThrowingCallable reading) {
    IOException e = catchThrowableOfType(IOException.class, reading);
    assertThat(e).isNotNull();
    return InputFile.problem(file, Kind.RULES, e).toString();
  }

  private Path large(long size) throws IOException {
    Path file = folder.resolve("large.yml");
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(size);
    }
    return file;
  }

  @Test
  void allOfAFileIsReadOrNothing() throws IOException {
    assertThat(InputFile.read(large(MAX), Kind.RULES)).hasSize(MAX);
    Path larger = large(MAX + 1L);
    assertThat(said(larger, () -> InputFile.read(larger, Kind.RULES)))
        .isEqualTo(
            larger
                + ": error: the rule file is larger than 16 MiB [file/unreadable]\n"
                + "    fix: split it: Prometheus reads any number of rule files");
    assertThat(said(larger, () -> RuleFile.read(larger))).contains("larger than 16 MiB");
    assertThat(
            said(
                larger,
                () -> InputFile.read(new ByteArrayInputStream(new byte[MAX + 1]), Kind.RULES)))
        .contains("larger than 16 MiB");
  }

  @Test
  void aDeviceWithoutEndIsRefused() {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero));
    assertThat(said(zero, () -> InputFile.read(zero, Kind.RULES))).contains("larger than 16 MiB");
  }

  @Test
  void aPipeIsReadUnlessNobodyWrites() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(makesPipe(pipe), "mkfifo is missing or fails");
    assertThat(said(pipe, () -> InputFile.read(pipe, Kind.RULES, Duration.ofMillis(50))))
        .contains("the pipe or device did not end within", "write the input to a file");
    Path other = folder.resolve("other");
    assumeTrue(makesPipe(other), "mkfifo is missing or fails");
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(other, "groups: []");
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    writer.start();
    assertThat(InputFile.text(other, Kind.RULES)).isEqualTo("groups: []");
    writer.join();
  }

  private static boolean makesPipe(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void theHelpIsForTheKindOfFile() throws IOException {
    Path page = large(Kind.METRICS.maxBytes());
    assertThat(InputFile.read(page, Kind.METRICS)).hasSize(64 << 20);
    Path larger = large(Kind.METRICS.maxBytes() + 1L);
    assertThat(said(larger, Kind.METRICS))
        .contains("the metrics page is larger than 64 MiB")
        .doesNotContain("rule");
    assertThat(said(larger, Kind.ALERTMANAGER))
        .contains("the Alertmanager configuration is larger than 16 MiB")
        .doesNotContain("rule");
    assertThat(said(folder, Kind.TEMPLATES))
        .endsWith(
            ": error: the template file cannot be read [file/unreadable]\n"
                + "    fix: it is a folder: name the template file in it");
  }

  @Test
  void aFileWithoutPermissionIsExplained() {
    Path file = Path.of("secret.yml");
    assertThat(InputFile.problem(file, Kind.ALERTMANAGER, new AccessDeniedException("secret.yml")))
        .hasToString(
            "secret.yml: error: the Alertmanager configuration cannot be read [file/unreadable]\n"
                + "    fix: permission denied: give this user the permission to read the"
                + " Alertmanager configuration");
  }

  private static String said(Path file, Kind kind) {
    IOException e = catchThrowableOfType(IOException.class, () -> InputFile.read(file, kind));
    return InputFile.problem(file, kind, e).toString();
  }

  @Test
  void whatIsNotThereOrAFolderIsSaidSo() {
    Path absent = folder.resolve("absent.yml");
    assertThat(said(absent, () -> InputFile.read(absent, Kind.RULES)))
        .contains("the file does not exist");
    assertThat(said(folder, () -> InputFile.read(folder, Kind.RULES)))
        .contains("it is a folder: name the files");
  }
}
