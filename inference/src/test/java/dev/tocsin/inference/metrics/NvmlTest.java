package dev.tocsin.inference.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.inference.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a stand-in for NVIDIA's library, built here with gcc. */
class NvmlTest {

  private static final Path STAND_IN =
      Path.of(System.getProperty("tocsin.root"), "inference/src/test/c/nvml_stand_in.c");

  @TempDir Path temp;

  @Test
  void readsEveryGpu() throws Exception {
    try (Nvml nvml = Nvml.open(build(0)).orElseThrow()) {
      assertThat(nvml.read())
          .containsExactly(
              new GpuReading("0", 0.37, 1L << 33, 85899345920.0),
              new GpuReading("1", Double.NaN, 1L << 33, 85899345920.0));
    }
  }

  @Test
  void whatIsNotThereIsLeftOut() throws Exception {
    assertThat(Nvml.open(temp.resolve("none.so").toString())).isEmpty();
    assertThat(Nvml.open(build(9))).as("a library without a driver").isEmpty();
  }

  @Test
  void gpusAreExportedAndOldReadingsAreNot() throws Exception {
    AtomicLong now = new AtomicLong();
    try (Nvml nvml = Nvml.open(build(0)).orElseThrow()) {
      List<GpuReading> readings = nvml.read();
      AtomicLong reads = new AtomicLong();
      // The first read is good, and those after it never come back.
      try (GpuSampler sampler =
          new GpuSampler(
              () -> {
                if (reads.getAndIncrement() > 0) {
                  LockSupport.park();
                }
                return readings;
              },
              now::get,
              () -> {})) {
        assertThat(sampler.readings()).isEqualTo(readings);
        now.addAndGet(TimeUnit.SECONDS.toNanos(11));
        assertThat(sampler.readings()).isEmpty();
      }
    }
  }

  private String build(int init) throws Exception {
    Programs.need("gcc");
    Path library = temp.resolve("libnvidia-ml-" + init + ".so");
    Programs.run(
        temp,
        List.of(
            "gcc",
            "-shared",
            "-fPIC",
            "-DINIT=" + init,
            "-o",
            library.toString(),
            STAND_IN.toString()));
    return library.toString();
  }
}
