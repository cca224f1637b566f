package dev.tocsin.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory this machine, or the container that this is, has left. */
final class HostMemory {

  private HostMemory() {}

  /** What Linux says can be had without swapping; elsewhere, the size of the Java heap. */
  static long available() {
    long machine =
        machine(Path.of("/proc/meminfo")).orElseGet(() -> Runtime.getRuntime().maxMemory());
    return Math.min(machine, container(Path.of("/sys/fs/cgroup")).orElse(machine));
  }

  static OptionalLong machine(Path meminfo) {
    try {
      for (String line : Files.readAllLines(meminfo)) {
        if (line.startsWith("MemAvailable:")) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not on Linux.
    }
    return OptionalLong.empty();
  }

  /** What the control group allows beyond what it uses, where it sets a limit. */
  static OptionalLong container(Path group) {
    try {
      String limit = Files.readString(group.resolve("memory.max")).strip();
      long used = Long.parseLong(Files.readString(group.resolve("memory.current")).strip());
      return limit.equals("max")
          ? OptionalLong.empty()
          : OptionalLong.of(Math.max(0, Long.parseLong(limit) - used));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
