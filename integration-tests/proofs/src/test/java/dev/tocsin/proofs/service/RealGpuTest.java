package dev.tocsin.proofs.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What of the way by a real GPU needs none. */
class RealGpuTest {
  private static final String PAGE =
      """
      # TYPE llm_gpu_utilization_ratio gauge
      llm_gpu_utilization_ratio{gpu="0"} 0.05
      llm_gpu_utilization_ratio{gpu="1"} 0.97
      llm_gpu_memory_used_bytes{gpu="0"} 1.0E9
      llm_gpu_memory_used_bytes{gpu="1"} 7.9E10
      llm_gpu_memory_total_bytes{gpu="0"} 8.0E10
      llm_gpu_memory_total_bytes{gpu="1"} 8.0E10
      """;

  @Test
  void isNamedAsTheDriverNamesIt() {
    RealGpu gpu = RealGpu.parse("1, NVIDIA H200\n");

    assertThat(gpu).hasToString("GPU 1 (NVIDIA H200)");
    assertThat(gpu.environment())
        .containsEntry("CUDA_VISIBLE_DEVICES", "1")
        .containsEntry("CUDA_DEVICE_ORDER", "PCI_BUS_ID");
    assertThatThrownBy(() -> RealGpu.parse("No devices were found"))
        .hasMessage("nvidia-smi wrote \"No devices were found\", and not a GPU's name");
  }

  @Test
  void theBallastIsWhatIsMissing() {
    assertThat(new RealGpu("0", "A").ballastFor(0.9, PAGE)).isEqualTo(71_000_000_000L);
    assertThat(new RealGpu("1", "B").utilization(PAGE)).isEqualTo(0.97);
    assertThatThrownBy(() -> new RealGpu("1", "B").ballastFor(0.9, PAGE))
        .hasMessage("90 % of GPU 1 (B) is in use already: end what else computes on it");
    assertThatThrownBy(() -> new RealGpu("2", "C").utilization(PAGE))
        .hasMessageStartingWith("the service does not tell llm_gpu_utilization_ratio of GPU 2 (C)");
  }
}
