package dev.tocsin.harness.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of a report, one for each test class or process that proves something. Whoever writes
 * its part puts all parts of the same build together again, so there is no last step that could be
 * forgotten; parts of earlier builds are removed.
 */
final class Parts {
  /**
   * The system property that tells builds apart; a build that runs its tests in several processes
   * gives all of them the same, such as Maven's {@code maven.build.timestamp}. Without it, each
   * process is a build of its own.
   */
  static final String BUILD = "tocsin.build";

  static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final Object ONE_AT_A_TIME = new Object();

  private final Path folder;
  private final String build;

  private Parts(Path folder, String build) {
    this.folder = folder;
    this.build = build.replaceAll("[^A-Za-z0-9.-]", "-");
  }

  /** The parts of this build in a report's folder. */
  static Parts in(Path folder) {
    String own = "process-" + ManagementFactory.getRuntimeMXBean().getStartTime();
    String named = System.getProperty(BUILD, "");
    return of(folder, named.isBlank() ? own : named);
  }

  static Parts of(Path folder, String build) {
    return new Parts(folder, build);
  }

  /**
   * Writes one part, and the report of all parts.
   *
   * @param name of the part, unlike any other's
   * @param text the part, without secrets
   * @return what all parts say
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
          throw new IOException("the report's parts in " + parts + " cannot be locked");
        }
        removeOthers(parts);
        Path own = parts.resolve(build);
        Files.createDirectories(own);
        replace(own.resolve(name + ".json"), text);
        ReportData all = ReportData.merged(read(own));
        replace(folder.resolve(ProofReport.JSON), json(all));
        replace(folder.resolve(ProofReport.HTML), Page.of(all));
        return all;
      }
    }
  }

  static String json(ReportData data) throws IOException {
    return MAPPER.writeValueAsString(data) + "\n";
  }

  private static List<ReportData> read(Path own) throws IOException {
    List<ReportData> all = new ArrayList<>();
    for (Path part : list(own)) {
      if (String.valueOf(part.getFileName()).endsWith(".json")) {
        try {
          all.add(MAPPER.readValue(part.toFile(), ReportData.class));
        } catch (JacksonException e) {
          throw new IOException(
              part + " is no part of a report; remove the folder and prove again", e);
        }
      }
    }
    return all;
  }

  /** So that nobody ever reads half a file. */
  private static void replace(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private void removeOthers(Path parts) throws IOException {
    for (Path other : list(parts)) {
      if (Files.isDirectory(other) && !other.getFileName().toString().equals(build)) {
        for (Path file : list(other)) {
          Files.deleteIfExists(file);
        }
        Files.deleteIfExists(other);
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
