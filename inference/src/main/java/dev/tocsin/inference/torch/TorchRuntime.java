package dev.tocsin.inference.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import dev.tocsin.inference.model.ModelException;

/** Starts libtorch, once in a process, and chooses the device. */
public final class TorchRuntime {

  /** Where to compute. */
  public enum DeviceChoice {
    /** The GPU if this libtorch can use one, else the CPU. */
    AUTO,
    /** The CPU, on a machine with a GPU too. */
    CPU,
    /** The GPU; an error without one. */
    GPU
  }

  private TorchRuntime() {}

  /**
   * Sets what must be set before libtorch is loaded: no downloads, no telemetry, and OpenMP threads
   * that sleep while they wait. Spinning threads keep the cores from everything else on the
   * machine, the service's HTTP threads included, and throughput collapses.
   *
   * <p>OpenMP reads its environment when it is loaded, which is after this, so it is enough to
   * change the environment of the running process; Java itself cannot, the C library can.
   */
  public static void prepare() {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    if (System.getenv("OMP_WAIT_POLICY") == null) {
      try {
        Function setenv = NativeLibrary.getInstance("c").getFunction("setenv");
        setenv.invokeInt(new Object[] {"OMP_WAIT_POLICY", "PASSIVE", 1});
      } catch (UnsatisfiedLinkError e) {
        System.Logger log = System.getLogger(TorchRuntime.class.getName());
        log.log(
            System.Logger.Level.WARNING,
            "Cannot set OMP_WAIT_POLICY: set it to PASSIVE in the environment. " + e.getMessage());
      }
    }
  }

  /**
   * Loads libtorch and returns the device to use.
   *
   * @param threads how many CPU threads one operation may use
   * @throws ModelException if a GPU is requested and this libtorch cannot use one
   */
  public static Device start(DeviceChoice choice, int threads) {
    Engine engine = engine();
    JniUtils.setNumThreads(threads);
    // Weights are arguments, so graph optimisation has nothing to gain and takes time.
    JniUtils.setGraphExecutorOptimize(false);
    int gpus = choice == DeviceChoice.CPU ? 0 : engine.getGpuCount();
    if (choice == DeviceChoice.GPU && gpus == 0) {
      throw new ModelException(
          "--device gpu: libtorch "
              + engine.getVersion()
              + " sees no GPU. Check the driver with nvidia-smi, CUDA's runtime (libcudart, 12.4 or"
              + " newer) with ldconfig -p, and that the service was built with -Pgpu; or start it"
              + " with --device cpu.");
    }
    return gpus > 0 ? Device.gpu(0) : Device.cpu();
  }

  private static Engine engine() {
    try {
      return Engine.getEngine("PyTorch");
    } catch (RuntimeException | UnsatisfiedLinkError e) {
      throw new ModelException(
          "libtorch cannot be loaded: "
              + e.getMessage()
              + cause(e)
              + ". It is unpacked into ~/.djl.ai, or the folder that DJL_CACHE_DIR names, which"
              + " must be writable and have 500 MB free; one for a GPU, of -Pgpu, 6 GB, and it"
              + " needs CUDA's runtime (libcudart, 12.4 or newer) where ldconfig -p shows it.",
          e);
    }
  }

  /** The root cause, which DJL wraps. */
  private static String cause(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root == e ? "" : " (" + root.getMessage() + ")";
  }

  /** The version of libtorch. */
  public static String version() {
    return engine().getVersion();
  }
}
