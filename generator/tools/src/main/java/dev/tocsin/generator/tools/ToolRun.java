package dev.tocsin.generator.tools;

import java.util.List;

/**
 * What running a program gave.
 *
 * @param command the program and its arguments
 * @param exitCode its exit code; {@link #NO_EXIT} if it could not be started or was killed
 * @param stdout what it printed
 * @param stderr what it printed as errors, or why it could not be started
 * @param timedOut whether it was killed because it ran too long
 */
public record ToolRun(
    List<String> command, int exitCode, String stdout, String stderr, boolean timedOut) {
  /** In place of an exit code, where there is none. */
  public static final int NO_EXIT = -1;

  /** Copies the command. */
  public ToolRun {
    command = List.copyOf(command);
  }

  /** Whether it ran to its end and said that all was well. */
  public boolean ok() {
    return exitCode == 0;
  }

  /** Everything that it printed. */
  public String output() {
    return stdout + stderr;
  }

  /** The last line with text that it printed, errors first; for one-line messages. */
  String lastWords() {
    String text = stderr.isBlank() ? stdout : stderr;
    return text.lines().filter(line -> !line.isBlank()).reduce((a, b) -> b).orElse("no output");
  }
}
