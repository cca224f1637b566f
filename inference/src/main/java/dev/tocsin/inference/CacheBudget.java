package dev.tocsin.inference;

import ai.djl.Device;
import dev.tocsin.inference.metrics.GpuReading;
import dev.tocsin.inference.model.ModelConfig;
import dev.tocsin.inference.model.ModelException;
import dev.tocsin.inference.model.WeightNames;
import java.util.List;
import java.util.OptionalLong;

/**
 * The size of the key-value cache.
 *
 * <p>With the default, a loaded and healthy service stays below the thresholds of the memory
 * alerts: on a GPU, weights and cache together use at most 80 % of its memory, and the first alert
 * fires above 85 %.
 */
final class CacheBudget {

  private static final double GPU_SHARE = 0.80;
  private static final double HOST_SHARE = 0.25;
  // What libtorch itself uses on a GPU: context, libraries, workspace.
  private static final long GPU_OVERHEAD = 1L << 30;

  private CacheBudget() {}

  static long of(
      OptionalLong wanted, ModelConfig config, int slots, Device device, List<GpuReading> gpus) {
    if (wanted.isPresent()) {
      return wanted.getAsLong();
    }
    int bytesPerValue = device.isGpu() ? 2 : 4;
    long perToken = config.cacheValuesPerToken() * bytesPerValue;
    long all = perToken * config.contextLength() * slots;
    long free =
        device.isGpu()
            ? gpuRoom(config, device, gpus)
            : (long) (HOST_SHARE * HostMemory.available());
    long budget = Math.min(all, free);
    if (budget < perToken * 2) {
      throw new ModelException(
          "Not enough memory for the key-value cache. Use a smaller model, or set the size with"
              + " --kv-cache.");
    }
    return budget;
  }

  private static long gpuRoom(ModelConfig config, Device device, List<GpuReading> gpus) {
    int index = device.getDeviceId();
    if (index >= gpus.size() || Double.isNaN(gpus.get(index).totalBytes())) {
      throw new ModelException(
          "The GPU does not report its memory size. Set the size of the key-value cache with"
              + " --kv-cache.");
    }
    GpuReading gpu = gpus.get(index);
    long used = (long) gpu.usedBytes() + weightBytes(config) + GPU_OVERHEAD;
    return (long) (GPU_SHARE * gpu.totalBytes()) - used;
  }

  private static long weightBytes(ModelConfig config) {
    return 2
        * WeightNames.shapes(config).values().stream()
            .mapToLong(
                shape -> {
                  long size = 1;
                  for (long dimension : shape) {
                    size *= dimension;
                  }
                  return size;
                })
            .sum();
  }
}
