package dev.tocsin.inference.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/** GPU memory that is allocated only to be in use. */
public final class GpuBallast {

  private final Device device;
  private @Nullable NDManager manager;

  /** No ballast yet. */
  public GpuBallast(Device device) {
    this.device = device;
  }

  /**
   * Resizes it to this many bytes; 0 releases everything.
   *
   * @throws IllegalArgumentException without a GPU, or if it does not have this much memory
   */
  public synchronized void resize(long bytes) {
    if (manager != null) {
      manager.close();
      manager = null;
      ai.djl.pytorch.jni.JniUtils.emptyCudaCache();
    }
    if (bytes == 0) {
      return;
    }
    if (!device.isGpu()) {
      throw new IllegalArgumentException(
          "'gpu_ballast_bytes' requires a GPU, and the service runs on the CPU");
    }
    NDManager fresh = NDManager.newBaseManager(device, "PyTorch");
    try {
      fresh.zeros(new Shape(bytes), DataType.UINT8);
      manager = fresh;
    } catch (RuntimeException e) {
      fresh.close();
      throw new IllegalArgumentException(
          "the GPU does not have " + bytes + " bytes of free memory: " + e.getMessage(), e);
    }
  }
}
