package dev.tocsin.inference.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.inference.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a stand-in for NVIDIA's library, built here with gcc. */
class NvmlTest {

  /** Two GPUs; the second does not tell how busy it is. */
  private static final String STAND_IN =
      """
      typedef struct { unsigned int gpu, memory; } nvmlUtilization_t;
      typedef struct { unsigned long long total, free, used; } nvmlMemory_t;
      static int started, devices[2] = {0, 1};
      int nvmlInit_v2(void) { started = 1; return INIT; }
      int nvmlShutdown(void) { started = 0; return 0; }
      int nvmlDeviceGetCount_v2(unsigned int *n) { *n = 2; return started ? 0 : 1; }
      int nvmlDeviceGetHandleByIndex_v2(unsigned int i, void **d) { *d = &devices[i]; return 0; }
      int nvmlDeviceGetUtilizationRates(void *d, nvmlUtilization_t *u) {
        u->gpu = 37; u->memory = 5; return *(int *) d == 0 ? 0 : 3; }
      int nvmlDeviceGetMemoryInfo(void *d, nvmlMemory_t *m) {
        m->total = 85899345920ULL; m->used = 1ULL << 33; m->free = m->total - m->used; return 0; }
      """;

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
                  java.util.concurrent.locks.LockSupport.park();
                }
                return readings;
              },
              now::get)) {
        assertThat(sampler.readings()).isEqualTo(readings);
        now.addAndGet(TimeUnit.SECONDS.toNanos(11));
        assertThat(sampler.readings()).isEmpty();
      }
    }
  }

  private String build(int init) throws Exception {
    Programs.need("gcc");
    Path source = Files.writeString(temp.resolve("nvml" + init + ".c"), STAND_IN);
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
            source.toString()));
    return library.toString();
  }
}
