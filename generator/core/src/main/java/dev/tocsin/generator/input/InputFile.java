package dev.tocsin.generator.input;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one reader of files that users name: it gives all of a file or an exception, never a part,
 * within bounded memory, and within bounded time where the file is a pipe or a device.
 */
public final class InputFile {
  /** The largest input: some fifty thousand rules. */
  public static final int MAX_BYTES = 16 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private InputFile() {}

  /** A file that is refused for what it is, with the way to mend it. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    private final String help;

    RefusedException(String message, String help) {
      super(message);
      this.help = help;
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws IOException when it cannot be read or is larger than {@link #MAX_BYTES}; {@link
   *     #problem} says it to a person
   */
  public static byte[] read(Path file) throws IOException {
    return read(file, PATIENCE);
  }

  static byte[] read(Path file, Duration patience) throws IOException {
    boolean mayWait = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    return mayWait ? within(patience, file) : open(file);
  }

  /** The text of a file in UTF-8. */
  public static String text(Path file) throws IOException {
    return new String(read(file), StandardCharsets.UTF_8);
  }

  /**
   * All that a stream has.
   *
   * @throws IOException when it cannot be read or has more than {@link #MAX_BYTES}
   */
  public static byte[] read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new RefusedException(
          "the input is larger than " + (MAX_BYTES >> 20) + " MiB",
          "split it: Prometheus reads any number of rule files");
    }
    return bytes;
  }

  private static byte[] open(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in);
    }
  }

  /** Opening a pipe that nobody writes to takes for ever, and cannot be interrupted. */
  private static byte[] within(Duration patience, Path file) throws IOException {
    FutureTask<byte[]> reading = new FutureTask<>(() -> open(file));
    Thread thread = new Thread(reading, "reading " + file);
    thread.setDaemon(true);
    thread.start();
    try {
      return reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new RefusedException(
          "the pipe or device did not end within " + patience.toSeconds() + " s",
          "write the input into a file and name that file");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  /** What a person reads of a file that could not be read. */
  public static Problem problem(Path path, IOException e) {
    String file = path.toString();
    if (e instanceof RefusedException refused) {
      return problem(file, String.valueOf(e.getMessage())).help(refused.help);
    }
    String help =
        Files.isDirectory(path)
            ? "it is a folder: name the files in it, as in " + path.resolve("*.yml")
            : Files.exists(path) ? "" : "there is no such file";
    String reason = help.isEmpty() ? ": " + e.getMessage() : "";
    return problem(file, "the file cannot be read" + reason).help(help);
  }

  private static Problem problem(String file, String message) {
    return Problem.error("file/unreadable", Place.file(file), message);
  }
}
