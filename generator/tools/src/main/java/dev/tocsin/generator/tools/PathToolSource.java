package dev.tocsin.generator.tools;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine's own tools, where they have exactly the wanted versions. */
final class PathToolSource implements ToolSource {
  private final List<Path> folders;
  private final VersionProbe probe;

  /** The folders of a PATH variable's value; entries that are no paths are left out. */
  PathToolSource(String path, VersionProbe probe) {
    this.folders = foldersOf(path);
    this.probe = probe;
  }

  @Override
  public String id() {
    return "path";
  }

  @Override
  public Delivery deliver(Generation generation, Path scratch) throws ToolSourceRefusal {
    Map<Tool, Path> found = new EnumMap<>(Tool.class);
    List<String> missing = new ArrayList<>();
    for (Tool tool : Tool.values()) {
      Optional<Path> file = find(tool);
      file.ifPresent(path -> found.put(tool, path));
      if (file.isEmpty() && tool.isRequired()) {
        missing.add(tool.id());
      }
    }
    if (!missing.isEmpty()) {
      throw new ToolSourceRefusal("not there: " + String.join(", ", missing));
    }
    List<String> wrong = probe.differences(generation, found);
    if (!wrong.isEmpty()) {
      throw new ToolSourceRefusal(String.join("; ", wrong));
    }
    return new Delivery("the PATH", true, found, Optional.empty());
  }

  private Optional<Path> find(Tool tool) {
    for (String command : tool.commands()) {
      Optional<Path> file = find(folders, command);
      if (file.isPresent()) {
        return file;
      }
    }
    return Optional.empty();
  }

  /** The first executable file of that name, as a shell would find it. */
  static Optional<Path> find(List<Path> folders, String command) {
    for (Path folder : folders) {
      Path file = folder.resolve(command);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file.toAbsolutePath());
      }
    }
    return Optional.empty();
  }

  static List<Path> foldersOf(String path) {
    List<Path> folders = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator, -1)) {
      if (!entry.isBlank()) {
        try {
          folders.add(Path.of(entry));
        } catch (InvalidPathException e) {
          // Shells skip such an entry too.
        }
      }
    }
    return folders;
  }
}
