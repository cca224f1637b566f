package dev.tocsin.harness.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port on loopback that is held until the server that is to listen on it is started.
 *
 * <p>It lies below the range from which systems take ports for outgoing connections, so that none
 * of the stack's own connections can take it in the moment between.
 */
final class ReservedPort implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;
  private static final int ATTEMPTS = 200;

  /** A port is given once: it is free for a moment before its server listens there. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private final ServerSocket socket;

  private ReservedPort(ServerSocket socket) {
    this.socket = socket;
  }

  static ReservedPort reserve() {
    IOException last = new IOException("none tried");
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!GIVEN.add(port)) {
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
        "no free port on 127.0.0.1 from " + LOWEST + " to " + HIGHEST, last);
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
