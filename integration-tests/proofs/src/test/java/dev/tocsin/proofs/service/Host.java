package dev.tocsin.proofs.service;

import dev.tocsin.harness.servers.Instance;
import dev.tocsin.proofs.Replaced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A host as a real node_exporter sees it: its CPU time and memory from a procfs tree that is
 * written here, for filling the machine would endanger it; its disk is a real small filesystem, in
 * a mount namespace of the exporter's own, that is really filled; where the machine allows none,
 * there is no disk.
 */
final class Host implements AutoCloseable {
  private static final int TICKS_PER_SECOND = 100;
  private static final int MEBIBYTES = 32;

  private final Instance process;
  private final String address;
  private final Path proc;
  private final Path disk;
  private final boolean hasDisk;
  private final ScheduledExecutorService ticking =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "host-cpu");
            thread.setDaemon(true);
            return thread;
          });
  private double busyTicks = 10_000;
  private double idleTicks = 100_000;
  private long last = System.nanoTime();
  private volatile double busy = 0.1;
  private volatile @Nullable Throwable failure;

  private Host(Instance process, String address, Path proc, Path disk, boolean hasDisk) {
    this.hasDisk = hasDisk;
    this.process = process;
    this.address = address;
    this.proc = proc;
    this.disk = disk;
  }

  /** Whether this machine lets a process mount something in a namespace of its own. */
  static boolean canHaveDisk() {
    try {
      return new ProcessBuilder(
                  "unshare",
                  "--mount",
                  "--map-root-user",
                  "sh",
                  "-c",
                  "mount -t tmpfs -o size=1m small /tmp")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Starts a node_exporter and does not wait. */
  static Host start(Path nodeExporter, Path folder, String name, boolean withDisk)
      throws IOException {
    Path root = Files.createDirectories(folder.resolve(name)).toAbsolutePath();
    Path proc = Files.createDirectories(root.resolve("proc"));
    Path disk = Files.createDirectories(root.resolve("disk"));
    Files.createDirectories(proc.resolve("1"));
    Files.createDirectories(proc.resolve("self"));
    Path sys = root.resolve("sys");
    Path cpu = Files.createDirectories(sys.resolve("devices/system/cpu/cpu0"));
    Files.writeString(cpu.resolve("online"), "1\n");
    Files.writeString(proc.resolve("cpuinfo"), "processor\t: 0\n\n");
    String mount = "/dev/small " + disk + " ext4 rw 0 0\n";
    String info = "36 1 8:1 / " + disk + " rw - ext4 /dev/small rw\n";
    for (String process : List.of("1", "self")) {
      Files.writeString(proc.resolve(process).resolve("mounts"), mount);
      Files.writeString(proc.resolve(process).resolve("mountinfo"), info);
    }
    Files.writeString(proc.resolve("mounts"), mount);
    int port = Instance.freePort();
    String address = "127.0.0.1:" + port;
    List<String> command = new ArrayList<>();
    if (withDisk) {
      command.addAll(
          List.of(
              "unshare",
              "--mount",
              "--map-root-user",
              "sh",
              "-c",
              "mount -t tmpfs -o size=" + MEBIBYTES + "m small \"$1\" && shift && exec \"$@\"",
              "sh",
              disk.toString()));
    }
    command.addAll(
        List.of(
            nodeExporter.toAbsolutePath().toString(),
            "--path.procfs=" + proc,
            "--path.sysfs=" + sys,
            "--collector.disable-defaults",
            "--collector.cpu",
            "--collector.meminfo",
            "--web.listen-address=" + address));
    if (withDisk) {
      command.addAll(
          List.of("--collector.filesystem", "--collector.filesystem.mount-points-exclude=^/proc$"));
    }
    Instance process = Instance.process(name, folder, command, Map.of());
    Host host = new Host(process, address, proc, disk, withDisk);
    host.usesMemory(0.3);
    host.tick();
    process.start();
    host.ticking.scheduleAtFixedRate(host::keepTicking, 50, 50, TimeUnit.MILLISECONDS);
    return host;
  }

  String address() {
    return address;
  }

  void awaitReady() {
    process.await("tells of its host", this::tells);
  }

  private boolean tells() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://" + address + "/metrics").toURL().openConnection();
      connection.setReadTimeout(5000);
      return new String(connection.getInputStream().readAllBytes())
          .contains(hasDisk ? "node_filesystem_avail_bytes{" : "node_memory_MemAvailable_bytes ");
    } catch (IOException e) {
      return false;
    }
  }

  boolean hasDisk() {
    return hasDisk;
  }

  /** Where its disk is mounted. */
  String mountpoint() {
    return disk.toString();
  }

  /** From now on this share of its CPU time is used. */
  void usesCpu(double share) {
    busy = share;
  }

  /** What is thrown would end the ticking, and a CPU that is paused looks like a busy one. */
  private void keepTicking() {
    try {
      tick();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
  }

  /**
   * Makes sure that its CPU time has gone on all the time.
   *
   * @throws IllegalStateException when it could not be written
   */
  void requireTicking() {
    Throwable now = failure;
    if (now != null) {
      throw new IllegalStateException("the CPU time of " + address + " did not always go on", now);
    }
  }

  private synchronized void tick() {
    long now = System.nanoTime();
    double ticks = (now - last) / 1e9 * TICKS_PER_SECOND;
    last = now;
    busyTicks += ticks * busy;
    idleTicks += ticks * (1 - busy);
    String cpu = Math.round(busyTicks) + " 0 0 " + Math.round(idleTicks) + " 0 0 0 0 0 0\n";
    Replaced.write(
        proc.resolve("stat"),
        "cpu  "
            + cpu
            + "cpu0 "
            + cpu
            + "intr 0\nctxt 0\nbtime 1700000000\nprocesses 1\n"
            + "procs_running 1\nprocs_blocked 0\n");
  }

  /** From now on this share of its memory is used. */
  void usesMemory(double share) {
    long total = 64L << 20;
    long available = Math.round(total * (1 - share));
    Replaced.write(
        proc.resolve("meminfo"),
        "MemTotal: "
            + total
            + " kB\nMemFree: "
            + available
            + " kB\nMemAvailable: "
            + available
            + " kB\nBuffers: 0 kB\nCached: 0 kB\n");
  }

  /** Really fills its disk to this share. */
  void fillsDisk(double share) {
    // The disk is mounted in the exporter's namespace only, which Linux shows here.
    Path inside = Path.of("/proc/" + process.pid() + "/root" + disk).resolve("filling");
    try {
      Files.write(inside, new byte[(int) Math.round(MEBIBYTES * (1 << 20) * share)]);
    } catch (IOException e) {
      throw new UncheckedIOException("the small disk cannot be filled", e);
    }
  }

  void kill() {
    process.kill();
  }

  void restart() {
    process.start();
    awaitReady();
  }

  @Override
  public void close() {
    ticking.shutdownNow();
    process.close();
  }
}
