package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstanceTest {
  @TempDir Path folder;

  @Test
  void aPortThatIsTakenIsSaidToBeTheMachinesFault() {
    try (Instance instance =
        program("echo 'listen tcp 127.0.0.1:1: bind: address already in use'; sleep 1; exit 1")) {
      instance.start();

      assertThatThrownBy(() -> instance.await("answers", () -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "shop has ended, for another program of this machine listens on its port, which is"
                  + " no fault of an alert or a server: run it again:\n")
          .hasMessageContaining("listen tcp 127.0.0.1:1");
    }
  }

  @Test
  void anyOtherEndIsNot() {
    try (Instance instance = program("echo 'no such file'; sleep 1; exit 1")) {
      instance.start();

      assertThatThrownBy(() -> instance.await("answers", () -> false))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("shop has ended:\nno such file");
    }
  }

  private Instance program(String script) {
    return Instance.process("shop", folder, List.of("/bin/sh", "-c", script), Map.of());
  }
}
