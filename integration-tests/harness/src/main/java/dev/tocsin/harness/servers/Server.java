package dev.tocsin.harness.servers;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One server of a {@link Stack}: it can be killed, started again, and made to be paused. */
public final class Server {
  private final String name;
  private final String id;
  private final Path folder;
  private final ReservedPort port;
  private volatile @Nullable Supplier<Running> starting;
  private volatile @Nullable Running running;

  /** Whether it is meant to answer. */
  private volatile boolean up;

  private volatile boolean paused;

  /**
   * @param name for people: {@code Alertmanager 2}
   * @param id for files: {@code alertmanager-2}
   */
  Server(String name, String id, Path folder) {
    this.name = name;
    this.id = id;
    this.folder = folder;
    this.port = ReservedPort.reserve();
  }

  /** {@code Prometheus}, or {@code Prometheus 2} where there are more. */
  public String name() {
    return name;
  }

  /** {@code host:port}. */
  public String address() {
    return port.address();
  }

  /** Where it keeps its data; what is put there before the start, it finds. */
  public Path data() {
    return folder.resolve(dataName());
  }

  String dataName() {
    return id + "-data";
  }

  Path log() {
    return folder.resolve(id + ".log");
  }

  void start(Supplier<Running> how) {
    starting = how;
    restart();
  }

  /** Whether it runs; also when it is paused. */
  public boolean isAlive() {
    Running now = running;
    return now != null && now.isAlive();
  }

  /** Its process id as this machine has it. */
  public long pid() {
    return running().pid();
  }

  /** Whether it was started, and neither killed nor made to be paused since. */
  boolean isMeantToAnswer() {
    return up;
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    up = false;
    running().kill();
  }

  /**
   * Starts it again on the same data and address, and does not wait until it answers; if it still
   * runs, it is asked to end first.
   */
  public void restart() {
    Supplier<Running> how = starting;
    if (how == null) {
      throw new IllegalStateException(name + " was never started: start the stack first");
    }
    close();
    port.close();
    running = how.get();
    up = true;
  }

  /** Lets it be paused: its connections stay, and nobody answers. */
  public void pause() {
    up = false;
    running().pause();
    paused = true;
  }

  /** Ends a {@link #pause}. */
  public void resume() {
    running().resume();
    paused = false;
    up = true;
  }

  String tail() {
    return running().tail();
  }

  private Running running() {
    return Objects.requireNonNull(running, () -> name + " was never started");
  }

  /** Asks it to end, and does not wait. */
  void stop() {
    Running now = running;
    if (now != null && now.isAlive()) {
      if (paused) {
        now.resume();
        paused = false;
      }
      now.stop();
    }
  }

  /** Ends it and waits until it is gone; and gives its port back. */
  void close() {
    stop();
    up = false;
    port.close();
    Running now = running;
    if (now != null) {
      now.close();
    }
  }

  @Override
  public String toString() {
    Running now = running;
    return now == null ? name : now.toString();
  }
}
