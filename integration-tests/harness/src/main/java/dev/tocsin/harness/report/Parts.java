package dev.tocsin.harness.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tocsin.generator.io.AtomicWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of a report, one per test class or process. Each writer merges all parts of the same
 * build again, so no final step is needed; parts of earlier builds are removed.
 *
 * <p>Without {@value #BUILD}, all parts written since this process started belong to the same
 * build: tests that run in several processes at the same time make one report. Processes that run
 * one after the other need that property.
 */
final class Parts {
  /**
   * The system property with the id of the build. A build with several test processes passes the
   * same value to all, such as Maven's {@code maven.build.timestamp}.
   */
  static final String BUILD = "tocsin.build";

  static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final String UNNAMED = "process-";

  private static final Object ONE_AT_A_TIME = new Object();

  private final Path folder;
  private final String build;

  /** Parts of builds without an id that were written since then belong to this build. */
  private final Instant since;

  private Parts(Path folder, String build, Instant since) {
    this.folder = folder;
    this.build = build.replaceAll("[^A-Za-z0-9.-]", "-");
    this.since = since;
  }

  /** The parts of this build in a report's folder. */
  static Parts in(Path folder) {
    RuntimeMXBean process = ManagementFactory.getRuntimeMXBean();
    String named = System.getProperty(BUILD, "");
    return named.isBlank()
        ? unnamed(folder, process.getPid(), Instant.ofEpochMilli(process.getStartTime()))
        : of(folder, named);
  }

  static Parts of(Path folder, String build) {
    return new Parts(folder, build, Instant.MAX);
  }

  /** The parts of a process without a build id, which was started then. */
  static Parts unnamed(Path folder, long pid, Instant start) {
    return new Parts(folder, UNNAMED + start.toEpochMilli() + "-" + pid, start);
  }

  /**
   * Writes one part, and the report of all parts.
   *
   * @param name of the part, unlike any other's
   * @param text the part, without secrets
   * @return the data of all parts
   */
  ReportData write(String name, String text) throws IOException {
    Path parts = folder.resolve("parts");
    Files.createDirectories(parts);
    synchronized (ONE_AT_A_TIME) {
      try (FileChannel channel =
              FileChannel.open(
                  parts.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException("cannot lock the report parts in " + parts);
        }
        removeOlder(parts);
        Path own = parts.resolve(build);
        Files.createDirectories(own);
        replace(own.resolve(name + ".json"), text);
        ReportData all = ReportData.merged(read(parts));
        replace(folder.resolve(ProofReport.JSON), json(all));
        replace(folder.resolve(ProofReport.HTML), Page.of(all));
        return all;
      }
    }
  }

  static String json(ReportData data) throws IOException {
    return MAPPER.writeValueAsString(data) + "\n";
  }

  /** All that is there, for what is older has been removed. */
  private static List<ReportData> read(Path parts) throws IOException {
    List<ReportData> all = new ArrayList<>();
    for (Path part : files(parts)) {
      if (String.valueOf(part.getFileName()).endsWith(".json")) {
        try {
          all.add(MAPPER.readValue(part.toFile(), ReportData.class));
        } catch (JacksonException e) {
          throw new IOException(
              "invalid report part " + part + "; fix: remove the folder, and run the proofs again",
              e);
        }
      }
    }
    return all;
  }

  private static void replace(Path file, String text) throws IOException {
    AtomicWrite.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private void removeOlder(Path parts) throws IOException {
    for (Path other : list(parts)) {
      if (Files.isDirectory(other) && !other.endsWith(build)) {
        boolean unnamed = String.valueOf(other.getFileName()).startsWith(UNNAMED);
        for (Path file : list(other)) {
          if (!unnamed || Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
            Files.deleteIfExists(file);
          }
        }
        if (list(other).isEmpty()) {
          Files.deleteIfExists(other);
        }
      }
    }
  }

  /** All files of all builds. */
  private static List<Path> files(Path parts) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path build : list(parts)) {
      if (Files.isDirectory(build)) {
        files.addAll(list(build));
      }
    }
    return files;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
