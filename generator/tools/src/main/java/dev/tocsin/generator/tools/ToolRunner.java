package dev.tocsin.generator.tools;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a program to its end, or to a time limit.
 *
 * <p>A program that cannot be started, fails or is killed is a result, not an exception. Programs
 * get no standard input and speak English ({@code LC_ALL=C}), since their messages are read.
 */
public final class ToolRunner {
  /** How long to wait for the last output of a program that was killed or that left children. */
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);

  private final Duration timeout;
  private final Optional<Path> folder;
  private final Map<String, String> environment;

  private ToolRunner(Duration timeout, Optional<Path> folder, Map<String, String> environment) {
    this.timeout = timeout;
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /**
   * A runner that kills what takes longer than {@code timeout}.
   *
   * @throws IllegalArgumentException if {@code timeout} is not positive
   */
  public static ToolRunner limitedTo(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("timeout " + timeout + " must be positive");
    }
    return new ToolRunner(timeout, Optional.empty(), Map.of());
  }

  /** The same, running programs in a working directory. */
  public ToolRunner in(Path workingDirectory) {
    return new ToolRunner(timeout, Optional.of(workingDirectory), environment);
  }

  /** The same, with one more environment variable. */
  public ToolRunner with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new ToolRunner(timeout, folder, more);
  }

  /** Runs a program and waits for it. */
  public ToolRun run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectInput(ProcessBuilder.Redirect.from(nothing()));
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(environment);
    folder.ifPresent(path -> builder.directory(path.toFile()));
    try {
      return await(command, builder.start());
    } catch (IOException e) {
      return new ToolRun(
          command, ToolRun.NO_EXIT, "", "cannot start " + command.get(0) + ": " + reason(e), false);
    }
  }

  private ToolRun await(List<String> command, Process process) {
    CompletableFuture<String> out = reading(process.getInputStream());
    CompletableFuture<String> err = reading(process.getErrorStream());
    boolean ended = false;
    boolean interrupted = false;
    try {
      ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (!ended) {
      // The parent first: it would go on with its work when a child ends.
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
    }
    ToolRun run =
        new ToolRun(
            command,
            ended ? process.exitValue() : ToolRun.NO_EXIT,
            text(out),
            ended ? text(err) : text(err) + stopped(command, interrupted),
            !ended);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return run;
  }

  private String stopped(List<String> command, boolean interrupted) {
    String why = interrupted ? "interrupted" : "still running after " + timeout.toSeconds() + " s";
    return command.get(0) + " was killed: " + why + System.lineSeparator();
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (stream) {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(new UncheckedIOException(e));
              }
            },
            "tocsin-tool-output");
    reader.setDaemon(true);
    reader.start();
    return text;
  }

  /** A killed program's children may hold the stream open: give up on them soon. */
  private static String text(CompletableFuture<String> output) {
    try {
      return output.get(LAST_OUTPUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    } catch (ExecutionException | TimeoutException e) {
      return "";
    }
  }

  private static File nothing() {
    boolean windows = System.getProperty("os.name", "").startsWith("Windows");
    return new File(windows ? "NUL" : "/dev/null");
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
