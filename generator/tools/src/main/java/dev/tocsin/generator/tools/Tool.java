package dev.tocsin.generator.tools;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs of a toolbox. */
enum Tool {
  PROMETHEUS("prometheus"),
  PROMTOOL("promtool"),
  /** Debian installs it under the second name, because the first one was taken. */
  ALERTMANAGER("alertmanager", "prometheus-alertmanager"),
  AMTOOL("amtool"),
  /** Measures hosts. A toolbox can do without it: only proofs start it. */
  NODE_EXPORTER("node_exporter", "prometheus-node-exporter");

  private static final Pattern VERSION = Pattern.compile("^\\w+, version (\\S+)");

  private final String command;
  private final String otherCommand;

  Tool(String command) {
    this(command, command);
  }

  Tool(String command, String otherCommand) {
    this.command = command;
    this.otherCommand = otherCommand;
  }

  /** The name in the pin table and in the toolbox's folder. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a toolbox without it is none. */
  boolean isRequired() {
    return this != NODE_EXPORTER;
  }

  /** The names under which it may be on the PATH, the usual one first. */
  List<String> commands() {
    return List.of(command, otherCommand);
  }

  static Optional<Tool> named(String id) {
    for (Tool tool : values()) {
      if (tool.id().equals(id)) {
        return Optional.of(tool);
      }
    }
    return Optional.empty();
  }

  /** What {@code --version} printed as the version, such as {@code 3.5.3+ds1}, if it did. */
  static Optional<String> versionIn(String output) {
    Matcher matcher = VERSION.matcher(output);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /**
   * Whether a reported version is the wanted one. A suffix after {@code +} is a packager's
   * (Debian's {@code 3.5.3+ds1} is 3.5.3 without some bundled files); a suffix after {@code -} or
   * {@code ~} is another version, a release candidate.
   */
  static boolean isVersion(String wanted, String reported) {
    return reported.equals(wanted) || reported.startsWith(wanted + "+");
  }
}
