package dev.tocsin.inference.torch;

import dev.tocsin.inference.model.Tokenizer;
import dev.tocsin.inference.torch.TorchRuntime.DeviceChoice;
import java.nio.file.Path;

/**
 * Makes DJL unpack its native libraries, into the folder that {@code DJL_CACHE_DIR} names: for
 * container images, so that no container unpacks them at its start.
 */
public final class Unpack {

  private Unpack() {}

  /** Loads libtorch and the tokenizer of the argument. */
  public static void main(String[] arguments) {
    TorchRuntime.prepare();
    TorchRuntime.start(DeviceChoice.CPU, 1);
    Tokenizer.load(Path.of(arguments[0])).close();
  }
}
