package dev.tocsin.inference.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceMetricsTest {

  private static final EngineView IDLE =
      new EngineView() {
        @Override
        public int active() {
          return 0;
        }

        @Override
        public int slots() {
          return 4;
        }

        @Override
        public int queued() {
          return 0;
        }

        @Override
        public boolean loaded() {
          return true;
        }

        @Override
        public double decodingSeconds() {
          return 0;
        }

        @Override
        public boolean healthy() {
          return true;
        }
      };

  @Test
  void tellsGpusThatThereAreAndWhatTheyTell() throws IOException {
    String exposition =
        scrape(
            List.of(new GpuReading("0", 0.37, 10, 100), new GpuReading("1", Double.NaN, 20, 200)));
    assertThat(exposition)
        .contains("llm_gpu_utilization_ratio{gpu=\"0\"} 0.37\n")
        .contains("llm_gpu_memory_used_bytes{gpu=\"0\"} 10.0\n")
        .contains("llm_gpu_memory_used_bytes{gpu=\"1\"} 20.0\n")
        .contains("llm_gpu_memory_total_bytes{gpu=\"1\"} 200.0\n")
        .doesNotContain("llm_gpu_utilization_ratio{gpu=\"1\"}");
  }

  @Test
  void tellsNoGpusWhereThereAreNone() throws IOException {
    assertThat(scrape(List.of())).doesNotContain("llm_gpu_");
  }

  private static String scrape(List<GpuReading> gpus) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new ServiceMetrics("m", IDLE, () -> gpus).write("text/plain", out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
