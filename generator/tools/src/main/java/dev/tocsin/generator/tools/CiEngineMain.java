package dev.tocsin.generator.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Installs what {@code .ci/engine} makes images from, so that the script has no versions, checksums
 * and downloads of its own. Needs no other class path than this module's classes.
 *
 * <p>Status 3: this machine cannot have it, and the reason is on standard error.
 */
final class CiEngineMain {
  private static final int CANNOT = 3;

  /** Where a maintainer finds the pins of packages that are no tools. */
  private static final String PLACE = ".ci/engine";

  private static final String USAGE =
      "usage: images GENERATION... | package SUITE NAME VERSION SHA256";

  private final Tools tools;
  private final PinTable pins;
  private final Platform platform;
  private final DebianPackages debian;

  CiEngineMain(Tools tools, PinTable pins, Platform platform, DebianPackages debian) {
    this.tools = tools;
    this.pins = pins;
    this.platform = platform;
    this.debian = debian;
  }

  /**
   * Runs one command.
   *
   * @param arguments {@code images GENERATION...} or {@code package SUITE NAME VERSION SHA256}
   */
  public static void main(String[] arguments) {
    Properties properties = System.getProperties();
    Map<String, String> environment = System.getenv();
    CiEngineMain main =
        new CiEngineMain(
            Tools.configured(properties, environment).reportingTo(System.err::println),
            PinTable.bundled(),
            Platform.current(),
            DebianPackages.configured(properties, environment));
    System.exit(main.run(List.of(arguments), System.out, System.err));
  }

  int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      if (arguments.size() > 1 && arguments.get(0).equals("images")) {
        for (String id : arguments.subList(1, arguments.size())) {
          images(Generation.named(id), out);
        }
      } else if (arguments.size() == 5 && arguments.get(0).equals("package")) {
        DebianPackages.Pinned wanted =
            new DebianPackages.Pinned(arguments.get(2), arguments.get(3), arguments.get(4));
        out.println(unpacked(arguments.get(1), wanted));
      } else {
        throw new IllegalArgumentException(USAGE);
      }
      return 0;
    } catch (ToolsUnavailableException | ToolSourceRefusal e) {
      err.println(e.getMessage());
      return CANNOT;
    } catch (IOException e) {
      err.println("cannot write to " + tools.folder() + ": " + e);
      return CANNOT;
    }
  }

  /**
   * Installs a generation and prints a line for each of its images: the image's name, the folder of
   * the toolbox, and the tools in its {@code bin} that the image consists of, separated by tabs. No
   * tools: the toolbox has no copies of them, for they are the machine's own or it has only some.
   */
  private void images(Generation generation, PrintStream out) throws ToolSourceRefusal {
    List<Pin> images = pins.of(generation, "image", platform);
    if (images.isEmpty()) {
      throw new ToolSourceRefusal("no image for " + platform.id());
    }
    Toolbox ignored = tools.provide(generation);
    Path home = tools.home(generation);
    for (Pin image : images) {
      List<String> ids = image.paths().keySet().stream().map(Tool::id).sorted().toList();
      boolean copies =
          ids.stream().allMatch(id -> Files.isExecutable(home.resolve("bin").resolve(id)));
      out.println(image.artifact() + "\t" + home + "\t" + (copies ? String.join(" ", ids) : ""));
    }
  }

  /** The folder that holds what is in a Debian package, in the tools folder. */
  private Path unpacked(String suite, DebianPackages.Pinned wanted)
      throws ToolSourceRefusal, IOException {
    Path home = tools.folder().resolve(wanted.name() + "-" + wanted.version());
    if (!Files.exists(home)) {
      try (Staging staging = Staging.open(tools.folder(), wanted.name())) {
        if (!Files.exists(home)) {
          staging.publish(debian.unpack(suite, List.of(wanted), PLACE, staging.folder()), home);
        }
      }
    }
    return home;
  }
}
