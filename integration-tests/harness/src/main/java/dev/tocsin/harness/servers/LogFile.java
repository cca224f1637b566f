package dev.tocsin.harness.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The end of a log, for messages. */
final class LogFile {
  private static final int TAIL_LINES = 25;
  private static final Pattern TAKEN = Pattern.compile("(?i)address already in use|EADDRINUSE");

  private LogFile() {}

  /**
   * Why a program has ended, as far as the end of its log names it: a port that somebody else has
   * taken is no fault of what is tested.
   */
  static String reason(String tail) {
    return TAKEN.matcher(tail).find()
        ? ", for another program of this machine listens on its port, which is no fault of an alert"
            + " or a server: run it again"
        : "";
  }

  static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log at " + log + ")";
    }
  }
}
