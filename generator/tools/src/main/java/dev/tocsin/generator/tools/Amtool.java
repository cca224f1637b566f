package dev.tocsin.generator.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Alertmanager's own checker, amtool.
 *
 * @see <a href="https://prometheus.io/docs/alerting/latest/alertmanager/#amtool">its manual</a>
 */
public final class Amtool {
  private static final String NAME = "amtool";

  private final Toolbox toolbox;
  private final Duration timeout;

  private Amtool(Toolbox toolbox, Duration timeout) {
    this.toolbox = toolbox;
    this.timeout = timeout;
  }

  /** The one of a toolbox, with a limit of a minute for each run. */
  public static Amtool of(Toolbox toolbox) {
    return new Amtool(toolbox, Duration.ofMinutes(1));
  }

  /** The same with another limit; a run that takes longer is killed and not {@code ok}. */
  public Amtool limitedTo(Duration limit) {
    return new Amtool(toolbox, limit);
  }

  /**
   * Checks a configuration and its template files. Files with secrets need not exist: Alertmanager
   * reads them when it sends.
   */
  public ToolReport checkConfig(Path file) {
    String path = file.toAbsolutePath().toString();
    ToolRun run = run(List.of("check-config", path));
    return report(run, List.of(path));
  }

  /**
   * Which receivers a set of labels reaches.
   *
   * @param report what amtool said
   * @param receivers their names; empty if amtool refused
   */
  public record RouteTest(ToolReport report, Set<String> receivers) {
    /** Keeps the names in order. */
    public RouteTest {
      receivers = Collections.unmodifiableSortedSet(new TreeSet<>(receivers));
    }
  }

  /**
   * Asks which receivers an alert with these labels reaches, as {@code amtool config routes test}
   * does: it follows {@code continue}, and ignores inhibition, grouping and times. A receiver that
   * is reached twice counts once. Names that contain a comma cannot be distinguished.
   */
  public RouteTest testRoutes(Path config, Map<String, String> labels) {
    String path = config.toAbsolutePath().toString();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("config", "routes", "test", "--config.file=" + path));
    labels.forEach((name, value) -> arguments.add(name + "=" + quoted(value)));
    ToolRun run = run(arguments);
    Set<String> receivers =
        run.ok()
            ? Arrays.stream(run.stdout().strip().split(",", -1)).collect(Collectors.toSet())
            : Set.of();
    return new RouteTest(report(run, List.of(path)), receivers);
  }

  private ToolReport report(ToolRun run, List<String> files) {
    // On success it prints warnings about its own flags only.
    List<ToolMessage> messages = run.ok() ? List.of() : ToolOutput.messages(run.output(), files);
    return ToolReport.of(NAME, toolbox.generation().alertmanager(), run, messages);
  }

  private ToolRun run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(toolbox.amtool().toString());
    command.addAll(arguments);
    return ToolRunner.limitedTo(timeout).run(command);
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
