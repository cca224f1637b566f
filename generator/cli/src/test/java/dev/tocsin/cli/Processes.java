package dev.tocsin.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Times whole processes, for the benchmarks. */
final class Processes {
  private Processes() {}

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The commands take turns, so that what else the machine does hits all of them alike. */
  static double[] medians(List<List<String>> commands, int runs) throws Exception {
    double[][] times = new double[commands.size()][runs];
    for (int run = -1; run < runs; run++) {
      for (int i = 0; i < commands.size(); i++) {
        long start = System.nanoTime();
        Process process =
            new ProcessBuilder(commands.get(i))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
          throw new IllegalStateException("failed: " + commands.get(i));
        }
        if (run >= 0) {
          times[i][run] = (System.nanoTime() - start) / 1e6;
        }
      }
    }
    return Arrays.stream(times)
        .mapToDouble(
            all -> {
              Arrays.sort(all);
              return all[all.length / 2];
            })
        .toArray();
  }
}
