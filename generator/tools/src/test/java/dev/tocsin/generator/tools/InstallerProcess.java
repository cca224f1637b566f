package dev.tocsin.generator.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A process of its own that installs, and writes a line for each time that its route is asked. */
final class InstallerProcess {
  private InstallerProcess() {}

  public static void main(String[] arguments) {
    Path journal = Path.of(arguments[1]);
    ToolSource route = FakeTools.route("release", () -> write(journal));
    Toolbox box =
        Tools.with(Path.of(arguments[0]), List.of(route), VersionProbe.real())
            .provide(Generation.NEWEST);
    System.out.println(VersionProbe.real().ask(box.promtool()).output());
  }

  private static void write(Path journal) {
    try {
      Files.writeString(journal, "asked\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
