package dev.tocsin.harness.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server of ours in a process of its own, which never outlives this JVM: a shell between them
 * holds a pipe from the JVM, and ends the server when the pipe breaks, whatever it was that ended
 * the JVM.
 */
final class ServerProcess implements Running {
  /** Arguments: the log file, then the command. Prints the server's process id first. */
  private static final String LIFELINE =
      "log=$1; shift; exec 3<&0;"
          + " \"$@\" >>\"$log\" 2>&1 </dev/null 3<&- & child=$!;"
          + " echo \"$child\"; exec >&- 2>&-;"
          + " { read -r _ <&3; kill -TERM \"$child\"; sleep 10; kill -KILL \"$child\"; } &"
          + " watcher=$!; exec 3<&-;"
          + " wait \"$child\"; status=$?; kill \"$watcher\"; exit \"$status\"";

  private static final String SIGNAL = "kill -\"$1\" \"$2\"";

  /** How long a server may take to end by itself; Prometheus writes its data. */
  private static final int PATIENCE_SECONDS = 20;

  private final String name;
  private final Path log;
  private final Process shell;
  private final ProcessHandle server;

  private ServerProcess(String name, Path log, Process shell, ProcessHandle server) {
    this.name = name;
    this.log = log;
    this.shell = shell;
    this.server = server;
  }

  /** Starts a program. */
  static ServerProcess start(String program, Backend.Launch launch) {
    String name = launch.name();
    Path log = launch.log();
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(launch.arguments());
    List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", LIFELINE, "sh", log.toString()));
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all).directory(launch.folder().toFile());
    builder.environment().keySet().removeIf(variable -> !variable.equals("PATH"));
    builder.environment().putAll(launch.environment());
    try {
      Process shell = builder.start();
      BufferedReader output =
          new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
      String pid = output.readLine();
      Optional<ProcessHandle> server =
          pid == null ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid.strip()));
      if (server.isEmpty()) {
        shell.destroyForcibly();
        String tail = LogFile.tail(log);
        throw new IllegalStateException(
            name + " did not start" + LogFile.reason(tail) + ": " + command + "\n" + tail);
      }
      return new ServerProcess(name, log, shell, server.get());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started: " + command, e);
    }
  }

  @Override
  public boolean isAlive() {
    return server.isAlive();
  }

  @Override
  public long pid() {
    return server.pid();
  }

  @Override
  public String tail() {
    return LogFile.tail(log);
  }

  @Override
  public void stop() {
    server.destroy();
  }

  @Override
  public void kill() {
    server.destroyForcibly();
    awaitEnd();
  }

  @Override
  public void pause() {
    signal("STOP");
  }

  @Override
  public void resume() {
    signal("CONT");
  }

  /** Java knows no signals but two. */
  private void signal(String signal) {
    try {
      Process kill =
          new ProcessBuilder("/bin/sh", "-c", SIGNAL, "sh", signal, Long.toString(pid()))
              .redirectErrorStream(true)
              .start();
      String output = new String(kill.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (kill.waitFor() != 0) {
        throw new IllegalStateException(this + " does not take SIG" + signal + ": " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(this + " does not take SIG" + signal, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + this + " takes SIG" + signal, e);
    }
  }

  private boolean awaitEnd() {
    try {
      return shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    stop();
    if (!awaitEnd()) {
      kill();
    }
    shell.destroyForcibly();
  }

  @Override
  public String toString() {
    return name + " (process " + pid() + ")";
  }
}
