package dev.tocsin.generator.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Brings the real tools, and installs them on first use.
 *
 * <p>They are kept in one folder, by default that of the system property {@code tocsin.tools}, of
 * the variable {@code TOCSIN_TOOLS}, or else {@code tocsin/tools} in the user's cache folder. An
 * installation appears there as a whole or not at all, and any number of threads and processes may
 * ask at the same time: one installs, the others wait for it. Where the tools are already there, an
 * answer takes about a millisecond.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Tools {
  private final Path folder;
  private final List<ToolSource> sources;
  private final VersionProbe probe;
  private final Consumer<String> log;

  private Tools(Path folder, List<ToolSource> sources, VersionProbe probe, Consumer<String> log) {
    this.folder = folder;
    this.sources = List.copyOf(sources);
    this.probe = probe;
    this.log = log;
  }

  /** The tools as system properties and environment variables say. */
  public static Tools standard() {
    return configured(System.getProperties(), System.getenv());
  }

  /** Tools by other means; for tests. */
  static Tools with(Path folder, List<ToolSource> sources, VersionProbe probe) {
    return new Tools(folder, sources, probe, line -> {});
  }

  static Tools configured(Properties properties, Map<String, String> environment) {
    PinTable pins = PinTable.bundled();
    Platform platform = Platform.current();
    VersionProbe probe = VersionProbe.real();
    String path = environment.getOrDefault("PATH", "");
    List<Path> folders = PathToolSource.foldersOf(path);
    boolean pull =
        Settings.PULL.in(properties, environment).map(Boolean::parseBoolean).orElse(false);
    return new Tools(
        folder(properties, environment),
        List.of(
            new PathToolSource(path, probe),
            new ImageToolSource(pins, platform, folders, pull),
            new ReleaseToolSource(
                pins,
                platform,
                folders,
                Settings.RELEASES
                    .in(properties, environment)
                    .orElse(ReleaseToolSource.STANDARD_BASE)),
            new DebianToolSource(
                pins, platform, DebianPackages.configured(properties, environment))),
        probe,
        line -> {});
  }

  private static Path folder(Properties properties, Map<String, String> environment) {
    return Settings.FOLDER
        .in(properties, environment)
        .map(Path::of)
        .orElseGet(
            () ->
                Optional.ofNullable(environment.get("XDG_CACHE_HOME"))
                    .filter(cache -> !cache.isBlank())
                    .map(Path::of)
                    .orElseGet(() -> Path.of(properties.getProperty("user.home", "."), ".cache"))
                    .resolve("tocsin/tools"))
        .toAbsolutePath()
        .normalize();
  }

  /** The same, keeping the tools in another folder. */
  public Tools in(Path other) {
    return new Tools(other.toAbsolutePath().normalize(), sources, probe, log);
  }

  /**
   * The same, telling what happens: one line for each installation, which says the source that was
   * used. Nothing is told when the tools are already there.
   */
  public Tools reportingTo(Consumer<String> listener) {
    return new Tools(folder, sources, probe, listener);
  }

  /** Where the tools are kept. */
  public Path folder() {
    return folder;
  }

  /**
   * The tools of one generation.
   *
   * @throws ToolsUnavailableException if they are not there and no source can install them
   */
  public Toolbox provide(Generation generation) {
    Path home = home(generation);
    Optional<Toolbox> present = Installation.read(home, generation);
    if (present.isPresent()) {
      return present.get();
    }
    try (Staging staging = Staging.open(folder, generation.id())) {
      // Another process may have been faster.
      Optional<Toolbox> installed = Installation.read(home, generation);
      return installed.isPresent() ? installed.get() : install(generation, home, staging);
    } catch (IOException e) {
      throw new ToolsUnavailableException(
          "The tools of the generation "
              + generation.description()
              + " cannot be installed in "
              + folder
              + ": "
              + e
              + ". Make the folder writable, or name another one with -D"
              + Settings.FOLDER.property()
              + "=FOLDER.");
    }
  }

  /**
   * The tools of all generations, oldest first, installed at the same time where they are missing.
   *
   * @throws ToolsUnavailableException if one of them is not there and no source can install it
   */
  public List<Toolbox> provideAll() {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            Generation.values().length,
            work -> {
              Thread thread = new Thread(work, "tocsin-tools");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<Toolbox>> answers = new ArrayList<>();
      for (Generation generation : Generation.values()) {
        answers.add(workers.submit(() -> provide(generation)));
      }
      List<Toolbox> boxes = new ArrayList<>();
      for (Future<Toolbox> answer : answers) {
        boxes.add(answer.get());
      }
      return boxes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolsUnavailableException("Interrupted while installing the tools.");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ToolsUnavailableException unavailable) {
        throw unavailable;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdown();
    }
  }

  /** The folder of a generation's toolbox. */
  Path home(Generation generation) {
    return folder.resolve(
        generation.id() + "-" + generation.prometheus() + "-" + generation.alertmanager());
  }

  private Toolbox install(Generation generation, Path home, Staging staging) throws IOException {
    long start = System.nanoTime();
    List<String> refusals = new ArrayList<>();
    for (ToolSource source : sources) {
      Path scratch = Files.createDirectory(staging.folder().resolve("scratch-" + source.id()));
      try {
        Delivery delivery = source.deliver(generation, scratch);
        Path box = Files.createDirectory(staging.folder().resolve("box-" + source.id()));
        assemble(generation, delivery, box);
        staging.publish(box, home);
        log.accept(
            "tools: "
                + generation.description()
                + " from "
                + delivery.origin()
                + " in "
                + (System.nanoTime() - start) / 1_000_000
                + " ms"
                + (refusals.isEmpty() ? "" : " (" + String.join("; ", refusals) + ")"));
        return Installation.read(home, generation)
            .orElseThrow(() -> new IOException(home + " changed while it was made"));
      } catch (ToolSourceRefusal refusal) {
        refusals.add(source.id() + ": " + refusal.reason());
      }
    }
    throw new ToolsUnavailableException(Advice.message(generation, folder, refusals));
  }

  /** Puts what a source brought into shape, and makes sure that it is what it should be. */
  private void assemble(Generation generation, Delivery delivery, Path box)
      throws ToolSourceRefusal, IOException {
    Map<Tool, Path> tools = new EnumMap<>(Tool.class);
    if (delivery.inPlace()) {
      tools.putAll(delivery.tools());
    } else {
      boolean needsTemplates = false;
      for (Tool tool : Tool.values()) {
        Path from = delivery.tools().get(tool);
        if (from == null && !tool.isRequired()) {
          continue;
        }
        if (from == null || !Files.isRegularFile(from)) {
          throw new ToolSourceRefusal(delivery.origin() + " do not contain " + tool.id());
        }
        needsTemplates |= DebianPaths.install(from, box, tool.id());
        tools.put(tool, box.resolve("bin").resolve(tool.id()));
      }
      if (needsTemplates) {
        Path templates =
            delivery
                .templates()
                .orElseThrow(
                    () ->
                        new ToolSourceRefusal(
                            delivery.origin()
                                + " lack the templates that their Alertmanager needs, in "
                                + DebianPaths.COMPILED_IN));
        Folders.copy(templates, box.resolve("share/alertmanager"));
      }
      List<String> wrong = probe.differences(generation, tools);
      if (!wrong.isEmpty()) {
        throw new ToolSourceRefusal(String.join("; ", wrong));
      }
    }
    Installation.record(box, generation, delivery.origin(), tools);
  }
}
