package dev.tocsin.generator.input;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the files that users name: all of a file or none of it, within bounded memory, and within
 * bounded time if the file is a pipe or a device.
 */
public final class InputFile {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private InputFile() {}

  /** A kind of input: how large it may be, and what to do about a larger one. */
  public enum Kind {
    RULES("rule file", 16, "split it: Prometheus reads any number of rule files"),
    ALERTMANAGER(
        "Alertmanager configuration",
        16,
        "check that this is the Alertmanager configuration: no real one is as large"),
    PROMETHEUS(
        "Prometheus configuration",
        16,
        "check that this is the Prometheus configuration: move targets to files of file_sd_configs"),
    TEMPLATES("template file", 16, "split it: Alertmanager reads any number of template files"),
    METRICS("metrics page", 64, "save a part of the page to a file and name that file"),
    YAML("file", 16, "split it if it is a rule file: Prometheus reads any number of them");

    private final String described;
    private final int mebibytes;
    private final String help;

    Kind(String described, int mebibytes, String help) {
      this.described = described;
      this.mebibytes = mebibytes;
      this.help = help;
    }

    /** The largest size. */
    public int maxBytes() {
      return mebibytes << 20;
    }

    private String refusal() {
      return "the " + described + " is larger than " + mebibytes + " MiB";
    }

    /** What is wrong with a file of this kind that is too large. */
    public Problem tooLarge(String file) {
      return problem(file, refusal()).help(help);
    }
  }

  /** The content of the file is refused; the help says what to do. */
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
   * @throws IOException when the file cannot be read or is too large; {@link #problem} describes it
   */
  public static byte[] read(Path file, Kind kind) throws IOException {
    return read(file, kind, TIMEOUT);
  }

  static byte[] read(Path file, Kind kind, Duration timeout) throws IOException {
    boolean mayWait = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    return mayWait ? within(timeout, file, kind) : open(file, kind);
  }

  /** The text of a file in UTF-8. */
  public static String text(Path file, Kind kind) throws IOException {
    return new String(read(file, kind), StandardCharsets.UTF_8);
  }

  /**
   * All bytes of a stream.
   *
   * @throws IOException when the stream cannot be read or is too long
   */
  public static byte[] read(InputStream in, Kind kind) throws IOException {
    byte[] bytes = in.readNBytes(kind.maxBytes() + 1);
    if (bytes.length > kind.maxBytes()) {
      throw new RefusedException(kind.refusal(), kind.help);
    }
    return bytes;
  }

  private static byte[] open(Path file, Kind kind) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, kind);
    }
  }

  /** Opening a pipe without a writer blocks, and an interrupt does not end it. */
  private static byte[] within(Duration timeout, Path file, Kind kind) throws IOException {
    FutureTask<byte[]> reading = new FutureTask<>(() -> open(file, kind));
    Thread thread = new Thread(reading, "reading " + file);
    thread.setDaemon(true);
    thread.start();
    try {
      return reading.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new RefusedException(
          "the pipe or device did not end within " + timeout.toSeconds() + " s",
          "write the input to a file and name that file");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  /** Describes why a file could not be read. */
  public static Problem problem(Path path, Kind kind, IOException e) {
    String file = path.toString();
    if (e instanceof RefusedException refused) {
      return problem(file, String.valueOf(e.getMessage())).help(refused.help);
    }
    return problem(file, "the " + kind.described + " cannot be read").help(help(path, kind, e));
  }

  private static String help(Path path, Kind kind, IOException e) {
    if (Files.isDirectory(path)) {
      return kind == Kind.RULES || kind == Kind.YAML
          ? "it is a folder: name the files in it, as in " + path.resolve("*.yml")
          : "it is a folder: name the " + kind.described + " in it";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied: give this user the permission to read the " + kind.described;
    }
    return Files.exists(path) ? "the system reports: " + e.getMessage() : "the file does not exist";
  }

  private static Problem problem(String file, String message) {
    return Problem.error("file/unreadable", Place.file(file), message);
  }
}
