package dev.tocsin.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OptionsTest {

  @Test
  void hasDefaults() throws UsageException {
    Options options = Options.parse(List.of("--model", "x"));
    assertThat(options.host()).isEqualTo("127.0.0.1");
    assertThat(options.port()).isEqualTo(8000);
    assertThat(options.slots()).isEqualTo(32);
    assertThat(options.adminPort()).isEmpty();
    assertThat(options.nativeHistograms()).isFalse();
    assertThat(Options.parse(List.of("--model", "x", "--native-histograms")).nativeHistograms())
        .isTrue();
  }

  @Test
  void readsSizes() throws UsageException {
    assertThat(Options.parse(List.of("--model", "x", "--kv-cache", "1.5GiB")).cacheBytes())
        .isEqualTo(OptionalLong.of(3L << 29));
  }

  @Test
  void reportsEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                Options.parse(
                    List.of(
                        "--port",
                        "70000",
                        "--slots",
                        "x",
                        "--kv-cache",
                        "2GB",
                        "--device",
                        "tpu",
                        "--admin-port",
                        "1",
                        "--admin-token-file",
                        "x",
                        "--max-body",
                        "100GiB",
                        "--fast",
                        "--queue")))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(
            "--model FOLDER is missing",
            "--port 70000: must be a whole number from 0 to 65535",
            "--slots x: must be a whole number",
            "--kv-cache 2GB: must be a size such as",
            "--device tpu: must be auto, cpu or gpu",
            "--admin-port requires --enable-faults",
            "--admin-token-file requires --enable-faults",
            "--max-body 100GiB: a Java heap of",
            "unknown option --fast",
            "--queue requires a value");
  }

  @Test
  void everyOptionIsInTheUsage() {
    for (String line : Options.USAGE.split("\n")) {
      if (line.startsWith("  --") && !line.contains("--help")) {
        String option = line.strip().split(" ")[0];
        assertThatThrownBy(() -> Options.parse(List.of(option)))
            .as(option)
            .hasMessageNotContaining("unknown option");
      }
    }
  }
}
