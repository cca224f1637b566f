package dev.tocsin.monitoring;

import dev.tocsin.dsl.model.MonitoringModel;
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
import java.util.List;

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

  /** Writes one more file; {@code name} is below the folder. */
  void write(String name, String text) throws IOException {
    Path file = file(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Runs promtool's unit tests of files below the folder, patient with a busy machine. */
  ToolReport unitTests(Generation generation, List<String> names) {
    Path[] files = names.stream().map(this::file).toArray(Path[]::new);
    return Promtool.of(box(generation)).limitedTo(Duration.ofMinutes(5)).testRules(files);
  }

  static Toolbox box(Generation generation) {
    return Tools.standard().provide(generation);
  }
}
