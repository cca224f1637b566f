package dev.tocsin.generator.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.generator.rules.RuleFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFileTest {
  @TempDir private Path folder;

  private static String said(Path file, ThrowingCallable reading) {
    IOException e = catchThrowableOfType(IOException.class, reading);
    assertThat(e).isNotNull();
    return InputFile.problem(file, e).toString();
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
    assertThat(InputFile.read(large(InputFile.MAX_BYTES))).hasSize(InputFile.MAX_BYTES);
    Path larger = large(InputFile.MAX_BYTES + 1L);
    assertThat(said(larger, () -> InputFile.read(larger)))
        .isEqualTo(
            larger
                + ": error: the input is larger than 16 MiB [file/unreadable]\n"
                + "    fix: split it: Prometheus reads any number of rule files");
    assertThat(said(larger, () -> RuleFile.read(larger))).contains("larger than 16 MiB");
    assertThat(
            said(
                larger,
                () -> InputFile.read(new ByteArrayInputStream(new byte[InputFile.MAX_BYTES + 1]))))
        .contains("larger than 16 MiB");
  }

  @Test
  void aDeviceWithoutEndIsRefused() {
    Path zero = Path.of("/dev/zero");
    assumeTrue(Files.exists(zero));
    assertThat(said(zero, () -> InputFile.read(zero))).contains("larger than 16 MiB");
  }

  @Test
  void aPipeIsReadUnlessNobodyWrites() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
    assertThat(said(pipe, () -> InputFile.read(pipe, Duration.ofMillis(50))))
        .contains("the pipe or device did not end within", "write the input into a file");
    Path other = folder.resolve("other");
    assumeTrue(new ProcessBuilder("mkfifo", other.toString()).start().waitFor() == 0);
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
    assertThat(InputFile.text(other)).isEqualTo("groups: []");
    writer.join();
  }

  @Test
  void whatIsNotThereOrAFolderIsSaidSo() {
    Path absent = folder.resolve("absent.yml");
    assertThat(said(absent, () -> InputFile.read(absent))).contains("there is no such file");
    assertThat(said(folder, () -> InputFile.read(folder)))
        .contains("it is a folder: name the files");
  }
}
