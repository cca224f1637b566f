package dev.tocsin.generator.rules;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The real promtool 3.5, the judge: from {@code -Dtocsin.promtool}, the build's folder {@code
 * .tools}, or the PATH.
 */
final class Promtool {
  private final Path binary;

  private Promtool(Path binary) {
    this.binary = binary;
  }

  static Promtool at(Path binary) {
    return new Promtool(binary);
  }

  static Optional<Promtool> find() {
    Stream<Path> named = Stream.ofNullable(System.getProperty("tocsin.promtool")).map(Path::of);
    Stream<Path> onPath =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
            .map(folder -> Path.of(folder, "promtool"));
    return Stream.of(named, built().stream(), onPath)
        .flatMap(paths -> paths)
        .filter(Files::isExecutable)
        .map(Promtool::new)
        .filter(tool -> tool.run(List.of("--version")).contains("version 3.5."))
        .findFirst();
  }

  private static List<Path> built() {
    Path tools = Path.of(System.getProperty("tocsin.root", "../..")).resolve(".tools");
    if (!Files.isDirectory(tools)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(tools, 6)) {
      return files.filter(file -> file.endsWith("promtool")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  /** What {@code check rules} says of each file: empty when it is right, else why not. */
  Map<Path, String> check(List<Path> files) {
    Map<Path, String> verdicts = new LinkedHashMap<>();
    String output =
        run(
            Stream.concat(Stream.of("check", "rules"), files.stream().map(Path::toString))
                .toList());
    String[] parts = output.split("(?m)^Checking ");
    for (int i = 1; i < parts.length; i++) {
      String[] lines = parts[i].split("\n", 2);
      String said = lines.length > 1 ? lines[1] : "";
      boolean refused = said.contains("FAILED:") && !said.contains("lint error");
      verdicts.put(Path.of(lines[0].strip()), refused ? said.strip() : "");
    }
    if (output.contains("goroutine ") && files.size() > 1) {
      // It crashed over one of them, as it does over some comments: ask for each alone.
      verdicts.clear();
      for (Path file : files) {
        verdicts.putAll(check(List.of(file)));
      }
    } else if (output.contains("goroutine ")) {
      verdicts.put(files.get(0), "promtool crashed");
    }
    return verdicts;
  }

  private String run(List<String> arguments) {
    try {
      Path output = Files.createTempFile("promtool", ".txt");
      List<String> command =
          Stream.concat(Stream.of(binary.toString()), arguments.stream()).toList();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("promtool took more than 120 s");
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
