package dev.tocsin.inference;

import ai.djl.Device;
import dev.tocsin.inference.metrics.GpuReading;
import dev.tocsin.inference.model.ModelConfig;
import dev.tocsin.inference.model.ModelException;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much memory keys and values may take.
 *
 * <p>The default leaves a loaded and healthy service under the alerts on memory: on a GPU, weights
 * and cache together stay under 80 % of its memory, where the first alert comes at 85 %.
 */
final class CacheBudget {

  private static final double GPU_SHARE = 0.80;
  private static final double HOST_SHARE = 0.25;
  // What libtorch itself takes on a GPU: its context, its libraries, room to compute in.
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
          "There is no memory for keys and values left. Use a smaller model, or say with --kv-cache"
              + " how much it may take.");
    }
    return budget;
  }

  private static long gpuRoom(ModelConfig config, Device device, List<GpuReading> gpus) {
    int index = device.getDeviceId();
    if (index >= gpus.size() || Double.isNaN(gpus.get(index).totalBytes())) {
      throw new ModelException(
          "The GPU does not say how much memory it has: say with --kv-cache how much keys and values"
              + " may take.");
    }
    GpuReading gpu = gpus.get(index);
    long used = (long) gpu.usedBytes() + weightBytes(config) + GPU_OVERHEAD;
    return (long) (GPU_SHARE * gpu.totalBytes()) - used;
  }

  private static long weightBytes(ModelConfig config) {
    return 2
        * dev.tocsin.inference.model.WeightNames.shapes(config).values().stream()
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
