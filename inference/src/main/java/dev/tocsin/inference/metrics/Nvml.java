package dev.tocsin.inference.metrics;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads GPUs through NVIDIA's management library, which comes with the driver.
 *
 * <p>The functions: <a href="https://docs.nvidia.com/deploy/nvml-api/">NVML API reference</a>. A
 * device may not support one of them; its value is then omitted.
 */
public final class Nvml implements AutoCloseable {

  private static final int SUCCESS = 0;

  /** The functions that are used, as the library exports them. */
  interface Functions extends Library {
    int nvmlInit_v2();

    int nvmlShutdown();

    int nvmlDeviceGetCount_v2(IntByReference count);

    int nvmlDeviceGetHandleByIndex_v2(int index, PointerByReference device);

    int nvmlDeviceGetUtilizationRates(Pointer device, Utilization utilization);

    int nvmlDeviceGetMemoryInfo(Pointer device, Memory memory);
  }

  /** {@code nvmlUtilization_t}, in percent. */
  @Structure.FieldOrder({"gpu", "memory"})
  public static final class Utilization extends Structure {
    public int gpu;
    public int memory;
  }

  /** {@code nvmlMemory_t}, in bytes. */
  @Structure.FieldOrder({"total", "free", "used"})
  public static final class Memory extends Structure {
    public long total;
    public long free;
    public long used;
  }

  private final Functions functions;

  private Nvml(Functions functions) {
    this.functions = functions;
  }

  /** The library, if this machine has it and it can be initialised. */
  public static Optional<Nvml> open() {
    return open("libnvidia-ml.so.1");
  }

  /** The same with another library file. */
  static Optional<Nvml> open(String library) {
    Functions functions;
    try {
      functions = Native.load(library, Functions.class);
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
    return functions.nvmlInit_v2() == SUCCESS ? Optional.of(new Nvml(functions)) : Optional.empty();
  }

  /** The current readings of all GPUs. */
  public List<GpuReading> read() {
    IntByReference count = new IntByReference();
    List<GpuReading> readings = new ArrayList<>();
    if (functions.nvmlDeviceGetCount_v2(count) != SUCCESS) {
      return readings;
    }
    for (int i = 0; i < count.getValue(); i++) {
      PointerByReference device = new PointerByReference();
      if (functions.nvmlDeviceGetHandleByIndex_v2(i, device) != SUCCESS) {
        continue;
      }
      Utilization utilization = new Utilization();
      Memory memory = new Memory();
      boolean hasUtilization =
          functions.nvmlDeviceGetUtilizationRates(device.getValue(), utilization) == SUCCESS;
      boolean hasMemory = functions.nvmlDeviceGetMemoryInfo(device.getValue(), memory) == SUCCESS;
      readings.add(
          new GpuReading(
              String.valueOf(i),
              hasUtilization ? utilization.gpu / 100.0 : Double.NaN,
              hasMemory ? memory.used : Double.NaN,
              hasMemory ? memory.total : Double.NaN));
    }
    return readings;
  }

  @Override
  public void close() {
    functions.nvmlShutdown();
  }
}
