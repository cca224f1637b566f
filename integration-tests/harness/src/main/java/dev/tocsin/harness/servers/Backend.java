package dev.tocsin.harness.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
  Running start(Program program, Launch launch);

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
   * @param environment variables that it gets besides {@code PATH}
   */
  record Launch(
      String name, Path folder, Path log, List<String> arguments, Map<String, String> environment) {
    public Launch {
      arguments = List.copyOf(arguments);
      environment = Map.copyOf(environment);
    }

    /** Nothing of this machine's environment, proxies above all, may change what is proven. */
    Launch(String name, Path folder, Path log, List<String> arguments) {
      this(name, folder, log, arguments, Map.of());
    }
  }
}
