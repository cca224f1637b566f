package dev.tocsin.harness.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * A server of ours in a container, which never outlives this JVM: a shell holds a pipe from the
 * JVM, and ends the container's process when the pipe breaks, whatever it was that ended the JVM;
 * the engine removes the container with its process. The labels of Testcontainers let its own
 * cleaner find it as well.
 *
 * <p>It shares this machine's network, sees the stack's folder under its own path, and runs as the
 * user whose folder that is.
 */
final class ServerContainer implements Running {
  /** Arguments: the process, and the container's id, in case the process id is another's by now. */
  private static final String LIFELINE =
      "read -r _; grep -q \"$2\" \"/proc/$1/cgroup\" 2>/dev/null || exit 0;"
          + " kill -TERM \"$1\"; sleep 10;"
          + " grep -q \"$2\" \"/proc/$1/cgroup\" 2>/dev/null && kill -KILL \"$1\"";

  private static final String LABEL = "dev.tocsin.stack";
  private static final Pattern NOT_A_NAME = Pattern.compile("[^a-zA-Z0-9]+");

  /** How long a server may take to end by itself; Prometheus writes its data. */
  private static final int PATIENCE_SECONDS = 20;

  private final DockerClient client;
  private final String name;
  private final String id;
  private final Path log;
  private final LogWriter output;
  private final long pid;
  private final Optional<ProcessHandle> process;
  private final @Nullable Process lifeline;

  private ServerContainer(
      DockerClient client,
      Backend.Launch launch,
      String id,
      LogWriter output,
      long pid,
      Optional<ProcessHandle> process,
      @Nullable Process lifeline) {
    this.client = client;
    this.name = launch.name();
    this.id = id;
    this.log = launch.log();
    this.output = output;
    this.pid = pid;
    this.process = process;
    this.lifeline = lifeline;
  }

  /**
   * Starts a container.
   *
   * @param devices what it may use besides; see {@link Engine#gpus}
   */
  static ServerContainer start(
      Engine engine, Image image, Backend.Launch launch, List<DeviceRequest> devices) {
    DockerClient client = engine.client();
    String folder = launch.folder().toString();
    String id = "";
    try (CreateContainerCmd create = client.createContainerCmd(image.name())) {
      id =
          create
              .withName(
                  "tocsin-"
                      + NOT_A_NAME.matcher(launch.name().toLowerCase(Locale.ROOT)).replaceAll("-")
                      + "-"
                      + Long.toHexString(System.nanoTime()))
              .withLabels(labels(folder))
              .withUser(user(engine, launch.folder()))
              .withWorkingDir(folder)
              .withCmd(launch.arguments())
              .withEnv(
                  launch.environment().entrySet().stream()
                      .map(variable -> variable.getKey() + "=" + variable.getValue())
                      .sorted()
                      .toList())
              .withHostConfig(hostConfig(folder, devices))
              .exec()
              .getId();
      LogWriter output = new LogWriter(launch.log());
      client
          .attachContainerCmd(id)
          .withStdOut(true)
          .withStdErr(true)
          .withFollowStream(true)
          .exec(output)
          .awaitStarted();
      client.startContainerCmd(id).exec();
      return started(client, launch, id, output);
    } catch (DockerException | InterruptedException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      remove(client, id);
      throw new IllegalStateException(
          launch.name() + " cannot be started from " + image + ": " + e.getMessage(), e);
    }
  }

  static HostConfig hostConfig(String folder, List<DeviceRequest> devices) {
    return HostConfig.newHostConfig()
        .withNetworkMode("host")
        .withAutoRemove(true)
        .withDeviceRequests(devices)
        .withBinds(new Bind(folder, new Volume(folder)));
  }

  private static ServerContainer started(
      DockerClient client, Backend.Launch launch, String id, LogWriter output) {
    long pid = pid(client, id);
    Optional<ProcessHandle> process = pid == 0 ? Optional.empty() : ProcessHandle.of(pid);
    if (process.isEmpty() && pid(client, id) != 0) {
      remove(client, id);
      throw new IllegalStateException(
          "the container engine does not run on this machine, for its process "
              + pid
              + " is not seen here: use one that does, or -D"
              + Programs.BACKEND
              + "=processes");
    }
    return new ServerContainer(
        client,
        launch,
        id,
        output,
        pid,
        process,
        process.map(ignored -> lifeline(pid, id)).orElse(null));
  }

  /** 0 when it has ended already. */
  private static long pid(DockerClient client, String id) {
    try {
      InspectContainerResponse.ContainerState state =
          client.inspectContainerCmd(id).exec().getState();
      Long pid = state.getPidLong();
      return Boolean.TRUE.equals(state.getRunning()) && pid != null ? pid : 0;
    } catch (NotFoundException e) {
      return 0;
    }
  }

  private static Process lifeline(long pid, String id) {
    try {
      return new ProcessBuilder("/bin/sh", "-c", LIFELINE, "sh", Long.toString(pid), id)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("/bin/sh cannot be started", e);
    }
  }

  private static Map<String, String> labels(String folder) {
    Map<String, String> labels = new TreeMap<>(DockerClientFactory.DEFAULT_LABELS);
    labels.put(DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL, DockerClientFactory.SESSION_ID);
    labels.put(LABEL, folder);
    return labels;
  }

  /** What it writes must be this user's to remove. */
  private static String user(Engine engine, Path folder) {
    if (engine.isRootless()) {
      return "0:0";
    }
    try {
      Map<String, Object> owner = Files.readAttributes(folder, "unix:uid,gid");
      return owner.get("uid") + ":" + owner.get("gid");
    } catch (IOException e) {
      throw new UncheckedIOException("the owner of " + folder + " cannot be read", e);
    }
  }

  private static void remove(DockerClient client, String id) {
    if (id.isEmpty()) {
      return;
    }
    try {
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException | ConflictException gone) {
      // It went, or is going, by itself.
      return;
    }
  }

  @Override
  public boolean isAlive() {
    return process.isPresent() && process.get().isAlive();
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public String tail() {
    output.awaitEnd(isAlive() ? 0 : PATIENCE_SECONDS);
    return LogFile.tail(log);
  }

  @Override
  public void stop() {
    signal("TERM");
  }

  @Override
  public void kill() {
    signal("KILL");
    awaitEnd();
    end();
  }

  /** Not the engine's own pause: from a frozen container not even a kill gets an answer. */
  @Override
  public void pause() {
    signal("STOP");
  }

  @Override
  public void resume() {
    signal("CONT");
  }

  private void signal(String signal) {
    if (!isAlive()) {
      return;
    }
    try {
      client.killContainerCmd(id).withSignal(signal).exec();
    } catch (NotFoundException | ConflictException gone) {
      // It has ended in this moment.
      return;
    }
  }

  private boolean awaitEnd() {
    if (process.isEmpty()) {
      return true;
    }
    try {
      ProcessHandle ended = process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return !ended.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() {
    stop();
    if (!awaitEnd()) {
      signal("KILL");
      awaitEnd();
    }
    end();
  }

  /** When the process is gone: the rest of its log, and nobody who waits to end it. */
  private void end() {
    output.awaitEnd(PATIENCE_SECONDS);
    if (lifeline != null) {
      lifeline.destroyForcibly();
    }
  }

  @Override
  public String toString() {
    return name + " (container " + id.substring(0, 12) + ", process " + pid + ")";
  }

  /** Appends what the container writes to the log file. */
  private static final class LogWriter extends ResultCallback.Adapter<Frame> {
    private final Path log;

    LogWriter(Path log) {
      this.log = log;
    }

    @Override
    public void onNext(Frame frame) {
      try (OutputStream file =
          Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        file.write(frame.getPayload());
      } catch (IOException e) {
        throw new UncheckedIOException(log + " cannot be written", e);
      }
    }

    void awaitEnd(int seconds) {
      try {
        boolean ignored = awaitCompletion(seconds, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
