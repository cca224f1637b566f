package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFolderTest {
  @TempDir Path folder;

  @Test
  void aSecondStackIsRefusedUntilTheFirstIsClosed() throws IOException {
    Path stack = folder.resolve("stack");
    try (OwnFolder own = OwnFolder.take(stack)) {
      Files.writeString(stack.resolve("rules.yml"), "groups: []\n");

      assertThat(own).isNotNull();
      assertThatThrownBy(() -> OwnFolder.take(stack))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(
              "folder \"" + stack + "\" is in use by another stack of this process")
          .hasMessageContaining("fix: wait until the other run has ended");
      assertThat(stack.resolve("rules.yml")).exists();
    }

    OwnFolder.take(stack).close();
    assertThat(stack.resolve("rules.yml")).doesNotExist();
  }

  @Test
  void soIsOneOfAnotherProcess() throws IOException, InterruptedException {
    Path stack = folder.resolve("stack");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                stack.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(output.readLine()).isEqualTo("taken");

      assertThatThrownBy(() -> OwnFolder.take(stack))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("is in use by process " + other.pid());
    } finally {
      other.destroyForcibly().waitFor();
    }
    OwnFolder.take(stack).close();
  }

  /** Takes a folder and keeps it until it is ended. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      OwnFolder own = OwnFolder.take(Path.of(arguments[0]));
      System.out.println("taken");
      assertThat(System.in.read()).isEqualTo(-1);
      own.close();
    }
  }

  @Test
  void aFolderWithOtherFilesIsLeftAlone() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious.txt"), "mine");

    assertThatThrownBy(() -> OwnFolder.take(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it holds other files");
    assertThat(precious).exists();
  }
}
