package dev.tocsin.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much memory is available on this machine, or in this container. */
final class HostMemory {

  private HostMemory() {}

  /**
   * The bytes that can be allocated without swapping: the machine's {@code MemAvailable}, or less
   * where a control group allows less. Outside Linux, the maximum size of the Java heap.
   */
  static long available() {
    long machine =
        machine(Path.of("/proc/meminfo")).orElseGet(() -> Runtime.getRuntime().maxMemory());
    return Math.min(machine, container(Path.of("/sys/fs/cgroup")).orElse(machine));
  }

  /** {@code MemAvailable}; empty outside Linux. */
  static OptionalLong machine(Path meminfo) {
    try {
      for (String line : Files.readAllLines(meminfo)) {
        if (line.startsWith("MemAvailable:")) {
          return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
        }
      }
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  /**
   * The limit of a control group (version 2) less its working set; empty without a limit.
   *
   * <p>As in the kubelet, the working set is what the group uses less its inactive page cache,
   * which the kernel reclaims before it refuses memory: a model file that was read once does not
   * count.
   */
  static OptionalLong container(Path group) {
    try {
      String limit = Files.readString(group.resolve("memory.max")).strip();
      if (limit.equals("max")) {
        return OptionalLong.empty();
      }
      long used = Long.parseLong(Files.readString(group.resolve("memory.current")).strip());
      long workingSet = Math.max(0, used - inactiveFile(group.resolve("memory.stat")));
      return OptionalLong.of(Math.max(0, Long.parseLong(limit) - workingSet));
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static long inactiveFile(Path stat) throws IOException {
    if (!Files.exists(stat)) {
      return 0;
    }
    for (String line : Files.readAllLines(stat)) {
      if (line.startsWith("inactive_file ")) {
        return Long.parseLong(line.substring("inactive_file ".length()).strip());
      }
    }
    return 0;
  }
}
