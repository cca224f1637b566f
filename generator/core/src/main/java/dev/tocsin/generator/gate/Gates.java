package dev.tocsin.generator.gate;

import dev.tocsin.generator.tools.Amtool;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Promtool;
import dev.tocsin.generator.tools.ToolMessage;
import dev.tocsin.generator.tools.ToolReport;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.generator.tools.ToolsUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/**
 * Runs the real checkers of all generations over a folder of generated files.
 *
 * <p>{@code production-alerts.yml} goes through {@code promtool check rules} with all lints fatal,
 * {@code prometheus.yml} through {@code promtool check config} and {@code alertmanager.yml} through
 * {@code amtool check-config}. The configuration should name its rule files relative to itself:
 * they are looked for beside it.
 */
public final class Gates {
  private static final List<Gate> GATES =
      List.of(
          new Gate(
              "promtool check rules",
              "production-alerts.yml",
              (box, file) -> Promtool.of(box).checkRules(file)),
          new Gate(
              "promtool check config",
              "prometheus.yml",
              (box, file) -> Promtool.of(box).checkConfig(file)),
          new Gate(
              "amtool check-config",
              "alertmanager.yml",
              (box, file) -> Amtool.of(box).checkConfig(file)));

  private final Tools tools;

  private Gates(Tools tools) {
    this.tools = tools;
  }

  /** Gates that use the tools which system properties and environment variables name. */
  public static Gates standard() {
    return with(Tools.standard());
  }

  /** Gates that use these tools. */
  public static Gates with(Tools tools) {
    return new Gates(tools);
  }

  /**
   * Checks a folder with all gates: nine results, by gate and then from the oldest generation to
   * the newest. A file that is missing is refused.
   *
   * @throws ToolsUnavailableException if the tools are not on this machine and cannot be brought;
   *     its message says what to do
   */
  public List<GateResult> run(Path folder) {
    return run(folder, tools.provideAll());
  }

  /**
   * Checks a folder with the checkers of some generations only, oldest first.
   *
   * @throws ToolsUnavailableException if the tools are not on this machine and cannot be brought
   */
  public List<GateResult> run(Path folder, Set<Generation> generations) {
    return generations.size() == Generation.values().length
        ? run(folder)
        : run(folder, generations.stream().sorted().map(tools::provide).toList());
  }

  private static List<GateResult> run(Path folder, List<Toolbox> boxes) {
    List<Callable<GateResult>> work = new ArrayList<>();
    for (Gate gate : GATES) {
      for (Toolbox box : boxes) {
        work.add(() -> gate.check(box, folder));
      }
    }
    return inParallel(work);
  }

  private static List<GateResult> inParallel(List<Callable<GateResult>> work) {
    ExecutorService workers =
        Executors.newFixedThreadPool(
            Math.min(work.size(), Runtime.getRuntime().availableProcessors()),
            runnable -> {
              Thread thread = new Thread(runnable, "tocsin-gate");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<GateResult> results = new ArrayList<>();
      for (Future<GateResult> result : workers.invokeAll(work)) {
        results.add(result.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the gates ran", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdownNow();
    }
  }

  private record Gate(String name, String file, BiFunction<Toolbox, Path, ToolReport> checker) {

    GateResult check(Toolbox box, Path folder) {
      Path path = folder.resolve(file);
      if (!Files.isRegularFile(path)) {
        return new GateResult(
            name,
            version(box.generation()),
            box.generation(),
            file,
            false,
            List.of(ToolMessage.about(file, "is not in " + folder + ": generate it first")));
      }
      ToolReport report = checker.apply(box, path);
      String prefix = folder.toAbsolutePath() + "/";
      return new GateResult(
          name,
          report.version(),
          box.generation(),
          file,
          report.ok(),
          report.messages().stream().map(message -> shortened(message, prefix)).toList());
    }

    private String version(Generation generation) {
      return name.startsWith("amtool") ? generation.alertmanager() : generation.prometheus();
    }

    /** Names files as they are called in the folder: messages then read the same everywhere. */
    private static ToolMessage shortened(ToolMessage message, String prefix) {
      Optional<String> file =
          message
              .file()
              .map(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name);
      return new ToolMessage(
          file,
          message.line(),
          message.column(),
          message.rule(),
          message.text().replace(prefix, ""));
    }
  }
}
