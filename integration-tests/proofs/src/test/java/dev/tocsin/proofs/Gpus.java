package dev.tocsin.proofs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * GPUs that are not there: a stand-in for NVIDIA's library, built here by gcc, and what it says.
 *
 * @param library the library's file
 * @param readings the file that it reads
 */
public record Gpus(Path library, Path readings) {
  /** Whether this machine can build the stand-in. */
  public static boolean canBeBuilt() {
    try {
      return new ProcessBuilder("gcc", "--version")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The stand-in's source, in the module {@code inference}. */
  public static Path source(Path inference) {
    return inference.resolve("src/test/c/nvml_stand_in.c");
  }

  /** Builds it into a folder, made if it is not there. */
  public static Gpus build(Path source, Path folder) throws IOException, InterruptedException {
    return build(source, folder, "-DINIT=0");
  }

  /** One that finds no driver: with it a service tells nothing of the GPUs that are there. */
  public static Gpus buildBlind(Path source, Path folder) throws IOException, InterruptedException {
    return build(source, folder, "-DINIT=9");
  }

  private static Gpus build(Path source, Path folder, String option)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path library = folder.resolve("libnvidia-ml.so.1");
    Process gcc =
        new ProcessBuilder(
                "gcc", option, "-shared", "-fPIC", "-o", library.toString(), source.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(gcc.getInputStream().readAllBytes());
    if (!gcc.waitFor(1, TimeUnit.MINUTES) || gcc.exitValue() != 0) {
      throw new IOException("gcc could not build the stand-in:\n" + output);
    }
    return new Gpus(library, folder.resolve("readings"));
  }

  /** One line a GPU: percent busy, GiB used; each has 80 GiB. */
  public void say(int[]... gpus) {
    StringBuilder lines = new StringBuilder();
    for (int[] gpu : gpus) {
      lines.append(gpu[0]).append(' ').append((long) gpu[1] << 30).append('\n');
    }
    Replaced.write(readings, lines.toString());
  }
}
