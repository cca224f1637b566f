package dev.tocsin.harness.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port on loopback that is held until the server that is to listen on it is started.
 *
 * <p>It lies outside the range from which this system takes ports for outgoing connections, so that
 * none of them can take it in the moment between, nor while its server is dead. And it is given
 * once: to no other destination in this JVM, nor in another one that plays the same tests at the
 * same time.
 */
final class ReservedPort implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int ATTEMPTS = 200;
  private static final Path OF_THE_KERNEL = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final Range RANGE = Range.outside(ofTheKernel());

  /** One file a port, locked for as long as this JVM lives; what ends the JVM unlocks it. */
  private static final Path FOLDER =
      Path.of(
          System.getProperty("java.io.tmpdir"), "tocsin-ports-" + System.getProperty("user.name"));

  private static final Map<Integer, Optional<FileLock>> GIVEN = new ConcurrentHashMap<>();

  /**
   * Ports.
   *
   * @param lowest the first
   * @param end the first that is too high
   */
  record Range(int lowest, int end) {
    private static final Range LINUX = new Range(32_768, 61_000);
    private static final int WIDTH = 12_000;
    private static final int ENOUGH = 1_000;
    private static final int FIRST = 2_000;
    private static final int HIGHEST = 32_000;
    private static final int ALL = 65_536;

    /** As {@code ip_local_port_range} writes it: {@code 32768 60999}. */
    static Range parse(String text) {
      String[] words = text.strip().split("\\s+");
      return new Range(Integer.parseInt(words[0]), Integer.parseInt(words[1]) + 1);
    }

    /**
     * Ports below a range, or else above it, or else, where it leaves none, as if it were Linux's.
     */
    static Range outside(Range taken) {
      int below = Math.min(taken.lowest(), HIGHEST);
      if (below - ENOUGH >= FIRST) {
        return new Range(Math.max(FIRST, below - WIDTH), below);
      }
      return ALL - taken.end() >= ENOUGH ? new Range(taken.end(), ALL) : outside(LINUX);
    }
  }

  private final ServerSocket socket;

  private ReservedPort(ServerSocket socket) {
    this.socket = socket;
  }

  private static Range ofTheKernel() {
    try {
      return Range.parse(Files.readString(OF_THE_KERNEL));
    } catch (IOException | RuntimeException e) {
      return Range.LINUX;
    }
  }

  static ReservedPort reserve() {
    IOException last = new IOException("none tried");
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(RANGE.lowest(), RANGE.end());
      if (!claim(port)) {
        continue;
      }
      try {
        ServerSocket socket = new ServerSocket();
        try {
          socket.setReuseAddress(false);
          socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
          return new ReservedPort(socket);
        } catch (IOException e) {
          socket.close();
          last = e;
        }
      } catch (IOException e) {
        last = e;
      }
    }
    throw new UncheckedIOException(
        "no free port on 127.0.0.1 from " + RANGE.lowest() + " to " + (RANGE.end() - 1), last);
  }

  /** Whether nobody was given it before. */
  static synchronized boolean claim(int port) {
    if (GIVEN.containsKey(port)) {
      return false;
    }
    try {
      Files.createDirectories(FOLDER);
      FileChannel file =
          FileChannel.open(
              FOLDER.resolve(Integer.toString(port)),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock lock = file.tryLock();
      if (lock == null) {
        file.close();
        return false;
      }
      GIVEN.put(port, Optional.of(lock));
    } catch (OverlappingFileLockException e) {
      // Another class loader of this JVM has it.
      return false;
    } catch (IOException e) {
      // Where no file can be written, it is given once in this JVM.
      GIVEN.put(port, Optional.empty());
    }
    return true;
  }

  int number() {
    return socket.getLocalPort();
  }

  String address() {
    return "127.0.0.1:" + number();
  }

  /** Frees the port for the server that is started next. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("port " + socket.getLocalPort() + " cannot be freed", e);
    }
  }
}
