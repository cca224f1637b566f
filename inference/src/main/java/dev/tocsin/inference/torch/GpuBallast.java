package dev.tocsin.inference.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/** GPU memory that is used up for nothing. */
public final class GpuBallast {

  private final Device device;
  private @Nullable NDManager manager;

  /** No ballast yet. */
  public GpuBallast(Device device) {
    this.device = device;
  }

  /**
   * Makes it so large, in bytes; 0 gives all back.
   *
   * @throws IllegalArgumentException if there is no GPU or not so much memory
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
      throw new IllegalArgumentException("there is no GPU to use up the memory of");
    }
    NDManager fresh = NDManager.newBaseManager(device, "PyTorch");
    try {
      fresh.zeros(new Shape(bytes), DataType.UINT8);
      manager = fresh;
    } catch (RuntimeException e) {
      fresh.close();
      throw new IllegalArgumentException(
          "the GPU does not have " + bytes + " bytes left: " + e.getMessage(), e);
    }
  }
}
