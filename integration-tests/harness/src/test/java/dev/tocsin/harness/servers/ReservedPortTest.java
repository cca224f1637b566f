package dev.tocsin.harness.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.servers.ReservedPort.Range;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReservedPortTest {
  @Test
  void itLiesWhereTheKernelTakesNone() {
    assertThat(outside("32768\t60999\n")).isEqualTo(new Range(20_000, 32_000));
    assertThat(outside("10000 65535")).isEqualTo(new Range(2_000, 10_000));
    assertThat(outside("15000 65000")).isEqualTo(new Range(3_000, 15_000));
    assertThat(outside("1024 60999")).isEqualTo(new Range(61_000, 65_536));
    assertThat(outside("1024 65535")).as("it takes all").isEqualTo(new Range(20_000, 32_000));
  }

  private static Range outside(String kernel) {
    return Range.outside(Range.parse(kernel));
  }

  @Test
  void itIsGivenOnce() {
    Set<Integer> all = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      try (ReservedPort port = ReservedPort.reserve()) {
        assertThat(all.add(port.number())).isTrue();
      }
    }
  }

  @Test
  void whatAnotherJvmWasGivenIsNotGivenHere() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Holder.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      int port = Integer.parseInt(output.readLine());

      assertThat(ReservedPort.claim(port)).as("its server may be dead for a while").isFalse();

      other.getOutputStream().close();
      other.waitFor();
      assertThat(ReservedPort.claim(port)).as("the other JVM has ended").isTrue();
      assertThat(ReservedPort.claim(port)).isFalse();
    } finally {
      other.destroyForcibly();
    }
  }

  /** Is given a port, frees it for its server, prints it, and lives until its input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (ReservedPort port = ReservedPort.reserve()) {
        System.out.println(port.number());
      }
      while (System.in.read() >= 0) {
        // Until it ends.
      }
    }
  }
}
