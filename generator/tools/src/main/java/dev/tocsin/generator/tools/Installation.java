package dev.tocsin.generator.tools;

import dev.tocsin.generator.io.AtomicWrite;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The folder of an installed generation, and the small file in it that says what was installed, so
 * that a later look costs a millisecond and starts no program.
 */
final class Installation {
  private static final String FILE = "toolbox.properties";

  /** Stands for a tool that could not be brought, and that a toolbox can do without. */
  private static final String NONE = "none";

  private Installation() {}

  /**
   * Writes down what is installed.
   *
   * @param tools each tool's file: below {@code folder}, or anywhere on the machine
   */
  static void record(Path folder, Generation generation, String origin, Map<Tool, Path> tools)
      throws IOException {
    Properties properties = new Properties();
    properties.setProperty("generation", generation.description());
    properties.setProperty("origin", origin);
    for (Tool tool : Tool.values()) {
      properties.setProperty(tool.id(), NONE);
    }
    for (Map.Entry<Tool, Path> entry : tools.entrySet()) {
      Path file = entry.getValue();
      Path shown = file.startsWith(folder) ? folder.relativize(file) : file.toAbsolutePath();
      properties.setProperty(entry.getKey().id(), shown.toString());
      properties.setProperty(entry.getKey().id() + ".state", state(folder, file));
    }
    StringWriter out = new StringWriter();
    properties.store(out, "Written by Tocsin; remove the folder to install again");
    AtomicWrite.write(folder.resolve(FILE), out.toString().getBytes(StandardCharsets.UTF_8));
    InstalledSums.record(folder, tools.values());
  }

  /** The toolbox in a folder; empty if there is none, or if any of its programs has changed. */
  static Optional<Toolbox> read(Path folder, Generation generation) {
    Properties properties = new Properties();
    try (BufferedReader in = Files.newBufferedReader(folder.resolve(FILE))) {
      properties.load(in);
      if (!generation.description().equals(properties.getProperty("generation"))) {
        return Optional.empty();
      }
      Map<Tool, Path> tools = new EnumMap<>(Tool.class);
      for (Tool tool : Tool.values()) {
        String recorded = properties.getProperty(tool.id(), "missing");
        if (recorded.equals(NONE) && !tool.isRequired()) {
          continue;
        }
        Path file = folder.resolve(recorded);
        if (!Files.isExecutable(file)
            || !state(folder, file).equals(properties.getProperty(tool.id() + ".state"))) {
          return Optional.empty();
        }
        tools.put(tool, file);
      }
      if (!InstalledSums.hold(folder)) {
        return Optional.empty();
      }
      return Optional.of(
          Toolbox.of(generation, properties.getProperty("origin", "unknown"), tools));
    } catch (IOException | IllegalArgumentException e) {
      // Absent or broken: both are cured by installing.
      return Optional.empty();
    }
  }

  /**
   * The size and, for a program of the machine that an upgrade may replace, the time of its last
   * change. Ours keep only the size: caches of build servers restore times inexactly. It is the
   * first look; {@link InstalledSums} has the last one.
   */
  private static String state(Path folder, Path file) throws IOException {
    String size = Files.size(file) + " bytes";
    return file.startsWith(folder) ? size : size + " of " + Files.getLastModifiedTime(file);
  }
}
