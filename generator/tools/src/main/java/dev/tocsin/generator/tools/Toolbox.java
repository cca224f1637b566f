package dev.tocsin.generator.tools;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The four programs of one generation on this machine. Made by {@link Tools}.
 *
 * <p>Start the programs by these paths; see the package's description for why {@link
 * #alertmanager()} may be a script.
 */
public final class Toolbox {
  private final Generation generation;
  private final String origin;
  private final Map<Tool, Path> tools;

  private Toolbox(Generation generation, String origin, Map<Tool, Path> tools) {
    this.generation = generation;
    this.origin = origin;
    this.tools = new EnumMap<>(tools);
  }

  static Toolbox of(Generation generation, String origin, Map<Tool, Path> tools) {
    return new Toolbox(generation, origin, tools);
  }

  /** Which generation these are. */
  public Generation generation() {
    return generation;
  }

  /** Where they came from, for people: {@code Debian packages of forky}. */
  public String origin() {
    return origin;
  }

  /** The Prometheus server. */
  public Path prometheus() {
    return path(Tool.PROMETHEUS);
  }

  /** The tool that checks rules and Prometheus configurations. */
  public Path promtool() {
    return path(Tool.PROMTOOL);
  }

  /** The Alertmanager server. */
  public Path alertmanager() {
    return path(Tool.ALERTMANAGER);
  }

  /** The tool that checks Alertmanager configurations. */
  public Path amtool() {
    return path(Tool.AMTOOL);
  }

  /** What measures hosts; empty where the machine's own tools are used and it has none. */
  public Optional<Path> nodeExporter() {
    return Optional.ofNullable(tools.get(Tool.NODE_EXPORTER));
  }

  private Path path(Tool tool) {
    return Objects.requireNonNull(tools.get(tool));
  }

  @Override
  public String toString() {
    return generation.description() + " from " + origin;
  }
}
