package dev.tocsin.harness.servers;

import com.github.dockerjava.api.model.DeviceRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A real program that is watched, and broken on purpose: an instance of your service or an exporter
 * that runs beside a {@link Stack}, as a process or from its container image. It can be killed and
 * started again, and never outlives this JVM.
 *
 * <pre>{@code
 * int port = Instance.freePort();
 * try (Instance shop = Instance.process("shop", folder, List.of("shop", "--port=" + port), Map.of())) {
 *   shop.start();
 *   shop.await("answers", () -> answers(port));
 *   shop.kill();
 * }
 * }</pre>
 */
public final class Instance implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String name;
  private final Supplier<Running> how;
  private final Thread hook;
  private volatile @Nullable Running running;

  private Instance(String name, Supplier<Running> how) {
    this.name = name;
    this.how = how;
    this.hook = new Thread(this::kill, "end of " + name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * One that runs as a process, with this machine's environment.
   *
   * @param name for people, and for its log, {@code name.log}
   * @param folder which it runs in; it is there already
   * @param command a program and its arguments
   * @param environment variables besides
   */
  public static Instance process(
      String name, Path folder, List<String> command, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(System.getenv());
    all.putAll(environment);
    Backend.Launch launch = launch(name, folder, command.subList(1, command.size()), all);
    return new Instance(name, () -> ServerProcess.start(command.get(0), launch));
  }

  /**
   * One that runs in a container, on this machine's network, with the folder under its own path and
   * all GPUs, where the engine can pass them on.
   *
   * @param image as it is named by the engine, such as {@code shop:1.0}; it is there already
   * @param arguments for the image's entry point
   * @throws IllegalStateException when no engine of this machine answers or it lacks the image
   */
  public static Instance container(
      String name,
      Path folder,
      String image,
      List<String> arguments,
      Map<String, String> environment) {
    Engine engine = Engine.find();
    Image named = new Image(image, Optional.empty());
    engine
        .reasonAgainst(named)
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    List<DeviceRequest> gpus = engine.gpus();
    Backend.Launch launch = launch(name, folder, arguments, environment);
    return new Instance(name, () -> ServerContainer.start(engine, named, launch, gpus));
  }

  private static Backend.Launch launch(
      String name, Path folder, List<String> arguments, Map<String, String> environment) {
    Path absolute = folder.toAbsolutePath().normalize();
    return new Backend.Launch(
        name, absolute, absolute.resolve(name + ".log"), arguments, environment);
  }

  /**
   * A port on loopback that nobody listens on now, and that no outgoing connection takes while the
   * program is dead.
   */
  public static int freePort() {
    try (ReservedPort port = ReservedPort.reserve()) {
      return port.number();
    }
  }

  /** Starts it, and does not wait; what an earlier start wrote stays in its log. */
  public void start() {
    close(running);
    running = how.get();
  }

  /**
   * Waits until it is as it should be.
   *
   * @param what for the message: "answers"
   * @throws IllegalStateException when it ends instead, with the end of its log
   * @throws AssertionError when that takes more than two minutes
   */
  public void await(String what, BooleanSupplier ready) {
    Await.that(
        name + " " + what,
        PATIENCE,
        () -> {
          if (!isAlive()) {
            String tail = tail();
            throw new IllegalStateException(
                name + " has ended" + LogFile.reason(tail) + ":\n" + tail);
          }
          return ready.getAsBoolean();
        },
        this::tail);
  }

  /** Whether it runs. */
  public boolean isAlive() {
    Running now = running;
    return now != null && now.isAlive();
  }

  /** Its process id as this machine has it, also that of a container's process. */
  public long pid() {
    return running().pid();
  }

  /** The end of what it has written. */
  public String tail() {
    return running().tail();
  }

  private Running running() {
    return Objects.requireNonNull(running, () -> name + " was never started");
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  public void kill() {
    Running now = running;
    if (now != null && now.isAlive()) {
      now.kill();
    }
  }

  private static void close(@Nullable Running earlier) {
    if (earlier != null) {
      earlier.close();
    }
  }

  /** Kills it, for nobody needs what it would write at its end. */
  @Override
  public void close() {
    kill();
    close(running);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The JVM is ending, and its hook has done the same work.
      return;
    }
  }

  @Override
  public String toString() {
    Running now = running;
    return now == null ? name : now.toString();
  }
}
