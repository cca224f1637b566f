package dev.tocsin.dsl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real promtool 3.5, the judge of our rules: from {@code -Dtocsin.promtool}, the build's folder
 * {@code .tools}, or the PATH.
 */
public final class Promtool {
  private final Path binary;

  private Promtool(Path binary) {
    this.binary = binary;
  }

  public static Optional<Promtool> find() {
    Stream<Path> named = Stream.ofNullable(System.getProperty("tocsin.promtool")).map(Path::of);
    Stream<Path> onPath =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
            .map(folder -> Path.of(folder, "promtool"));
    return Stream.of(named, built().stream(), onPath)
        .flatMap(paths -> paths)
        .filter(Files::isExecutable)
        .map(Promtool::new)
        .filter(tool -> tool.run(List.of("--version"), Path.of(".")).contains("version 3.5."))
        .findFirst();
  }

  private static List<Path> built() {
    Path tools = Path.of(System.getProperty("tocsin.root", "..")).resolve(".tools");
    if (!Files.isDirectory(tools)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(tools, 6)) {
      return files.filter(file -> file.endsWith("promtool")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What the tool prints, errors included. */
  public String run(List<String> arguments, Path folder) {
    try {
      Path output = Files.createTempFile("promtool", ".txt");
      List<String> command =
          Stream.concat(Stream.of(binary.toString()), arguments.stream()).toList();
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("promtool took more than 120 s: " + command);
      }
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      Files.delete(output);
      return text;
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
