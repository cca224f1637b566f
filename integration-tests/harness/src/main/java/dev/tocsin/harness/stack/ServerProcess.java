package dev.tocsin.harness.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
final class ServerProcess implements AutoCloseable {
  /** Arguments: the log file, then the command. Prints the server's process id first. */
  private static final String LIFELINE =
      "log=$1; shift; exec 3<&0;"
          + " \"$@\" >>\"$log\" 2>&1 </dev/null 3<&- & child=$!;"
          + " echo \"$child\"; exec >&- 2>&-;"
          + " { read -r _ <&3; kill -TERM \"$child\"; sleep 10; kill -KILL \"$child\"; } &"
          + " watcher=$!; exec 3<&-;"
          + " wait \"$child\"; status=$?; kill \"$watcher\"; exit \"$status\"";

  private static final int TAIL_LINES = 25;

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

  /** Starts the command in a folder, its output appended to a file. */
  static ServerProcess start(String name, Path folder, Path log, List<String> command) {
    List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", LIFELINE, "sh", log.toString()));
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
    // Nothing of this machine's environment, proxies above all, may change what is proven.
    builder.environment().keySet().removeIf(variable -> !variable.equals("PATH"));
    try {
      Process shell = builder.start();
      BufferedReader output =
          new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
      String pid = output.readLine();
      Optional<ProcessHandle> server =
          pid == null ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid.strip()));
      if (server.isEmpty()) {
        shell.destroyForcibly();
        throw new IllegalStateException(name + " did not start: " + command + "\n" + tail(log));
      }
      return new ServerProcess(name, log, shell, server.get());
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be started: " + command, e);
    }
  }

  boolean isAlive() {
    return server.isAlive();
  }

  long pid() {
    return server.pid();
  }

  /** The end of its log, for messages. */
  String tail() {
    return tail(log);
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log at " + log + ")";
    }
  }

  /** Asks the server to end. */
  void stop() {
    server.destroy();
  }

  /** Ends the server, gently if it can be, and waits until it is gone. */
  @Override
  public void close() {
    stop();
    try {
      if (!shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly();
        shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    shell.destroyForcibly();
  }

  @Override
  public String toString() {
    return name + " (process " + pid() + ")";
  }
}
