package dev.tocsin.proofs.service;

import dev.tocsin.harness.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A program on a port of loopback that can be killed and started again; gone with the JVM. */
final class RealProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final String name;
  private final Path folder;
  private final List<String> command;
  private final Map<String, String> environment;
  private final Thread hook;
  private volatile @Nullable Process process;

  RealProcess(String name, Path folder, List<String> command, Map<String, String> environment) {
    this.name = name;
    this.folder = folder;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.hook = new Thread(this::kill, "end of " + name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A port that nobody listens on now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("there is no free port on loopback", e);
    }
  }

  void start() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started", e);
    }
  }

  void await(String what, BooleanSupplier ready) {
    Await.that(
        name + " " + what,
        PATIENCE,
        () -> {
          if (!isAlive()) {
            throw new IllegalStateException(name + " has ended:\n" + tail());
          }
          return ready.getAsBoolean();
        },
        this::tail);
  }

  boolean isAlive() {
    Process now = process;
    return now != null && now.isAlive();
  }

  long pid() {
    Process now = process;
    if (now == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return now.pid();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    Process now = process;
    if (now == null) {
      return;
    }
    now.destroyForcibly();
    try {
      now.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path log() {
    return folder.resolve(name + ".log");
  }

  private String tail() {
    try {
      String log = Files.readString(log());
      return log.substring(Math.max(0, log.length() - 3000));
    } catch (IOException e) {
      return "it has no log: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The JVM is ending, and its hook has done the same work.
      return;
    }
  }
}
