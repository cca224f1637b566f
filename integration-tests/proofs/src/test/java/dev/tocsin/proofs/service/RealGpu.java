package dev.tocsin.proofs.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A GPU of this machine, on which the service computes with {@code -Pgpu}.
 *
 * @param index its number as NVIDIA's driver counts, which is the label {@code gpu}
 * @param name what it is, such as {@code NVIDIA H200}
 */
record RealGpu(String index, String name) {
  private static final int SECONDS = 30;

  /** The first of those that this build may use; empty where the build is not one for a GPU. */
  static Optional<RealGpu> ofThisBuild() throws IOException, InterruptedException {
    if (!System.getProperty("tocsin.device", "cpu").equals("gpu")) {
      return Optional.empty();
    }
    String visible = Optional.ofNullable(System.getenv("CUDA_VISIBLE_DEVICES")).orElse("");
    String first = visible.isBlank() ? "0" : visible.split(",")[0].strip();
    Process query =
        new ProcessBuilder(
                "nvidia-smi", "--query-gpu=index,name", "--format=csv,noheader", "--id=" + first)
            .redirectErrorStream(true)
            .start();
    String output =
        new String(query.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!query.waitFor(SECONDS, TimeUnit.SECONDS) || query.exitValue() != 0) {
      throw new IOException("nvidia-smi does not tell about GPU " + first + ": " + output);
    }
    return Optional.of(parse(output));
  }

  /** As nvidia-smi writes it: {@code 0, NVIDIA H200}. */
  static RealGpu parse(String line) {
    String[] parts = line.lines().findFirst().orElse("").split(", ", 2);
    if (parts.length != 2 || !parts[0].matches("[0-9]+")) {
      throw new IllegalArgumentException("nvidia-smi wrote \"" + line + "\", and not a GPU's name");
    }
    return new RealGpu(parts[0], parts[1]);
  }

  /**
   * That a process computes on this one: by default CUDA counts the fastest first, and NVML by
   * their places on the bus.
   */
  Map<String, String> environment() {
    return Map.of("CUDA_DEVICE_ORDER", "PCI_BUS_ID", "CUDA_VISIBLE_DEVICES", index);
  }

  /** How busy it is, from 0 to 1, by the service's page of metrics. */
  double utilization(String page) {
    return value(page, "llm_gpu_utilization_ratio");
  }

  /** How many bytes a service whose page this is must use up, until so much of it is used. */
  long ballastFor(double share, String page) {
    double free =
        share * value(page, "llm_gpu_memory_total_bytes")
            - value(page, "llm_gpu_memory_used_bytes");
    if (free <= 0) {
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "%.0f %% of %s is in use already: end what else computes on it",
              share * 100,
              this));
    }
    return (long) free;
  }

  private double value(String page, String metric) {
    Matcher matcher =
        Pattern.compile("(?m)^" + metric + "\\{gpu=\"" + index + "\"} (\\S+)$").matcher(page);
    if (!matcher.find()) {
      List<String> there = page.lines().filter(line -> line.startsWith("llm_gpu_")).toList();
      throw new AssertionError(
          "the service does not tell " + metric + " of " + this + ", but " + there);
    }
    return Double.parseDouble(matcher.group(1));
  }

  @Override
  public String toString() {
    return "GPU " + index + " (" + name + ")";
  }
}
