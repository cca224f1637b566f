package dev.tocsin.generator.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Shell scripts that only tell a version, in place of the real programs. */
final class FakeTools {
  private FakeTools() {}

  /** All four in a folder, of the generation's versions plus a packager's suffix. */
  static Map<Tool, Path> in(Path folder, Generation generation) {
    Map<Tool, Path> tools = new EnumMap<>(Tool.class);
    for (Tool tool : Tool.values()) {
      tools.put(tool, script(folder.resolve(tool.id()), tool, generation.versionOf(tool) + "+ds1"));
    }
    return tools;
  }

  static Path script(Path file, Tool tool, String version) {
    return program(
        file, "#!/bin/sh\necho '" + tool.id() + ", version " + version + " (branch: test)'\n");
  }

  static Path program(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!file.toFile().setExecutable(true)) {
      throw new IllegalStateException(file.toString());
    }
    return file;
  }

  /**
   * Scripts in place of apt's programs, and the machine's configuration of apt: a download is a
   * file with the one line {@code content}, and whatever is unpacked is {@code usr/bin/it}.
   */
  static void apt(Path bin, Path etc) throws IOException {
    Files.writeString(
        etc.resolve("sources.list"), "deb http://u:secret@mirror.example/debian sid main\n");
    program(
        bin.resolve("apt-config"),
        """
        #!/bin/sh
        echo 'Acquire::http::Proxy "http://proxy.example:3128";'
        echo 'APT::Update::Post-Invoke:: "touch /hooked";'
        """);
    program(
        bin.resolve("apt-cache"),
        "#!/bin/sh\necho ' '$2' | 3.5.4+ds1-1 | http://mirror.example/debian forky/main'\n");
    program(
        bin.resolve("apt-get"),
        """
        #!/bin/sh
        # $2 is update or download
        [ "$2" = update ] && exit 0
        shift 2
        for package; do echo content > "${package%%=*}_1_amd64.deb"; done
        """);
    program(bin.resolve("dpkg-deb"), "#!/bin/sh\nmkdir -p $3/usr/bin && touch $3/usr/bin/it\n");
  }

  /** A route that delivers such scripts. */
  static ToolSource route(String id, Runnable whenAsked) {
    return new ToolSource() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public Delivery deliver(Generation generation, Path scratch) {
        whenAsked.run();
        return new Delivery("the fake " + id, false, in(scratch, generation), Optional.empty());
      }
    };
  }

  /** A route that has nothing. */
  static ToolSource refusing(String id, String reason) {
    return new ToolSource() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public Delivery deliver(Generation generation, Path scratch) throws ToolSourceRefusal {
        throw new ToolSourceRefusal(reason);
      }
    };
  }
}
