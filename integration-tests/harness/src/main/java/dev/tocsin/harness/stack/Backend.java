package dev.tocsin.harness.stack;

import java.nio.file.Path;
import java.util.List;

/**
 * Where servers run. All of them see this machine's loopback and the stack's folder under its own
 * path, so that addresses, files and arguments are the same everywhere, and nothing but the way to
 * start a server differs.
 */
interface Backend {
  /** The word for it in reports: {@code processes} or {@code containers}. */
  String name();

  /**
   * Starts a server and does not wait until it answers.
   *
   * @throws IllegalStateException when it cannot be started, with the reason
   */
  Running start(Launch launch);

  /** The programs that a stack knows how to start. */
  enum Program {
    PROMETHEUS,
    ALERTMANAGER
  }

  /**
   * What is started.
   *
   * @param name for people
   * @param folder the working folder; arguments name files in it
   * @param log the file that its output is appended to
   */
  record Launch(Program program, String name, Path folder, Path log, List<String> arguments) {
    public Launch {
      arguments = List.copyOf(arguments);
    }
  }
}
