package dev.tocsin.generator.rules;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The real promtool, the judge of our checks. */
public final class Promtool {
  private final Path binary;

  private Promtool(Path binary) {
    this.binary = binary;
  }

  static Promtool at(Path binary) {
    return new Promtool(binary);
  }

  /** The newest, which is brought on first use. */
  public static Promtool newest() {
    return at(Tools.standard().provide(Generation.NEWEST).promtool());
  }

  /** What {@code check rules} says of each file: empty when it is right, else why not. */
  Map<Path, String> check(List<Path> files) {
    Map<Path, String> verdicts = new LinkedHashMap<>();
    String output =
        run(
            Stream.concat(Stream.of("check", "rules"), files.stream().map(Path::toString)).toList(),
            Path.of("."));
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

  /** What the tool prints in this folder, errors included. */
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
