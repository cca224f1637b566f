package dev.tocsin.harness.verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * The share of a time in which something on this machine waited for a processor, by Linux' <a
 * href="https://docs.kernel.org/accounting/psi.html">pressure stall information</a>; always 0 where
 * the kernel does not offer it.
 */
@API(status = API.Status.INTERNAL)
public final class CpuPressure {
  private static final Path FILE = Path.of("/proc/pressure/cpu");
  private static final Pattern SOME =
      Pattern.compile("^some .*\\btotal=(\\d+)$", Pattern.MULTILINE);
  private static final double NANOS_OF_MICRO = 1000;

  private final OptionalLong before = stalledMicros();
  private final long start = System.nanoTime();

  private CpuPressure() {}

  /** The pressure from now on. */
  public static CpuPressure fromNow() {
    return new CpuPressure();
  }

  /** The share since then, between 0 and 1. */
  public double share() {
    OptionalLong now = stalledMicros();
    long nanos = System.nanoTime() - start;
    return before.isEmpty() || now.isEmpty() || nanos <= 0
        ? 0
        : Math.min(1, (now.getAsLong() - before.getAsLong()) * NANOS_OF_MICRO / nanos);
  }

  private static OptionalLong stalledMicros() {
    try {
      return Files.isReadable(FILE) ? stalledMicros(Files.readString(FILE)) : OptionalLong.empty();
    } catch (IOException e) {
      // Built in, but switched off: nothing is known, as where the file is missing.
      return OptionalLong.empty();
    }
  }

  static OptionalLong stalledMicros(String file) {
    Matcher some = SOME.matcher(file);
    return some.find() ? OptionalLong.of(Long.parseLong(some.group(1))) : OptionalLong.empty();
  }
}
