package dev.tocsin.generator.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Prometheus' own checker, promtool.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/command-line/promtool/">its manual</a>
 */
public final class Promtool {
  private static final String NAME = "promtool";

  /** All checks, and each of them fatal. Every generation knows these two flags. */
  private static final List<String> STRICT = List.of("--lint=all", "--lint-fatal");

  private final Toolbox toolbox;
  private final Duration timeout;

  private Promtool(Toolbox toolbox, Duration timeout) {
    this.toolbox = toolbox;
    this.timeout = timeout;
  }

  /** The one of a toolbox, with a limit of a minute for each run. */
  public static Promtool of(Toolbox toolbox) {
    return new Promtool(toolbox, Duration.ofMinutes(1));
  }

  /** The same with another limit; a run that takes longer is killed and not {@code ok}. */
  public Promtool limitedTo(Duration limit) {
    return new Promtool(toolbox, limit);
  }

  /** Checks rule files: syntax, expressions, templates, names and duplicates. */
  public ToolReport checkRules(Path... files) {
    return check("rules", STRICT, List.of(files));
  }

  /**
   * Checks a Prometheus configuration and the rule files that it names.
   *
   * <p>In all generations the rule files that are named without a wildcard must exist (relative
   * ones beside the configuration), and so must the files with credentials and certificates; files
   * of file-based discovery may be missing. The newest one also refuses scrape intervals of more
   * than five minutes, because series go stale in between.
   */
  public ToolReport checkConfig(Path file) {
    return check("config", STRICT, List.of(file));
  }

  /** The same without looking for any file that the configuration names. */
  public ToolReport checkConfigSyntax(Path file) {
    return check("config", List.of("--syntax-only"), List.of(file));
  }

  /**
   * Runs unit tests.
   *
   * <p>On failure there is one message, promtool's whole text: it shows expected and actual alerts.
   */
  public ToolReport testRules(Path... files) {
    ToolRun run = run(Stream.concat(Stream.of("test", "rules"), paths(List.of(files))));
    List<ToolMessage> messages =
        run.ok() ? List.of() : List.of(ToolOutput.whole(run.output().strip()));
    return report(run, messages);
  }

  private ToolReport check(String what, List<String> flags, List<Path> files) {
    ToolRun run =
        run(
            Stream.of(Stream.of("check", what), flags.stream(), paths(files))
                .flatMap(words -> words));
    return report(run, ToolOutput.messages(run.output(), paths(files).toList()));
  }

  private ToolReport report(ToolRun run, List<ToolMessage> messages) {
    return ToolReport.of(NAME, toolbox.generation().prometheus(), run, messages);
  }

  private ToolRun run(Stream<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(toolbox.promtool().toString());
    arguments.forEach(command::add);
    return ToolRunner.limitedTo(timeout).run(command);
  }

  private static Stream<String> paths(List<Path> files) {
    return files.stream().map(file -> file.toAbsolutePath().toString());
  }
}
