package dev.tocsin.generator.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks tools for their versions. An interface, so that tests need no real tools. */
interface VersionProbe {

  /** What the program says with {@code --version}. */
  ToolRun ask(Path program);

  /** Starts the program, for at most ten seconds. */
  static VersionProbe real() {
    ToolRunner runner = ToolRunner.limitedTo(Duration.ofSeconds(10));
    return program -> runner.run(List.of(program.toString(), "--version"));
  }

  /** One line for each tool that is not of this generation or does not start; empty if all are. */
  default List<String> differences(Generation generation, Map<Tool, Path> tools) {
    List<String> differences = new ArrayList<>();
    for (Tool tool : Tool.values()) {
      Path program = tools.get(tool);
      if (program != null) {
        difference(generation, tool, program).ifPresent(differences::add);
      }
    }
    return differences;
  }

  private Optional<String> difference(Generation generation, Tool tool, Path program) {
    ToolRun run = ask(program);
    Optional<String> version = Tool.versionIn(run.output());
    String wanted = generation.versionOf(tool);
    if (version.isEmpty()) {
      return Optional.of(tool.id() + " does not print its version: " + run.lastWords());
    }
    if (!Tool.isVersion(wanted, version.get())) {
      return Optional.of(tool.id() + " is " + version.get() + ", expected " + wanted);
    }
    return Optional.empty();
  }
}
