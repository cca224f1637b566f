package dev.tocsin.monitoring;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Promtool;
import dev.tocsin.generator.tools.ToolReport;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Writes files for the real tools, and asks them. */
final class Workbench {
  static final MonitoringModel MODEL = new LlmMonitoring().define();

  private final Path folder;

  private Workbench(Path folder) {
    this.folder = folder;
  }

  /** The files of what the definitions say now, whether {@code mvn generate} was run or not. */
  static Workbench with(MonitoringModel model, Path folder) {
    try {
      Generator.files(model, "a test").writeTo(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Workbench(folder);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Runs promtool's unit tests, patient with a busy machine; {@code name} is below the folder, as
   * the tests name their rule file.
   */
  ToolReport unitTests(Generation generation, String name, String yaml) {
    try {
      Path file = file(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, yaml);
      return Promtool.of(box(generation)).limitedTo(Duration.ofMinutes(5)).testRules(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Toolbox box(Generation generation) {
    return Tools.standard().provide(generation);
  }
}
