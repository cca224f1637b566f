package dev.tocsin.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMemoryTest {

  @TempDir Path group;

  /** A service that has read a large model has most of its limit in reclaimable page cache. */
  @Test
  void inactivePageCacheIsAvailable() throws IOException {
    write("memory.max", "1000\n");
    write("memory.current", "900\n");
    write(
        "memory.stat", "anon 250\nfile 650\ninactive_anon 5\nactive_file 50\ninactive_file 600\n");
    assertThat(HostMemory.container(group)).hasValue(700);
  }

  @Test
  void withoutItsStatisticsAllThatTheGroupUsesCounts() throws IOException {
    write("memory.max", "1000\n");
    write("memory.current", "900\n");
    assertThat(HostMemory.container(group)).hasValue(100);
    write("memory.stat", "anon 250\n");
    assertThat(HostMemory.container(group)).hasValue(100);
  }

  @Test
  void neverMoreThanTheLimitAndNeverLessThanNothing() throws IOException {
    write("memory.max", "1000\n");
    write("memory.current", "500\n");
    write("memory.stat", "inactive_file 600\n");
    assertThat(HostMemory.container(group)).hasValue(1000);
    write("memory.current", "5000\n");
    assertThat(HostMemory.container(group)).hasValue(0);
  }

  @Test
  void aGroupWithoutALimitHasNoSayInIt() throws IOException {
    assertThat(HostMemory.container(group)).isEmpty();
    write("memory.max", "max\n");
    write("memory.current", "900\n");
    assertThat(HostMemory.container(group)).isEmpty();
  }

  @Test
  void theMachinesIsReadInKibibytes() throws IOException {
    write("meminfo", "MemTotal:       16 kB\nMemAvailable:    7 kB\n");
    assertThat(HostMemory.machine(group.resolve("meminfo"))).hasValue(7 * 1024);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(group.resolve(file), text);
  }
}
