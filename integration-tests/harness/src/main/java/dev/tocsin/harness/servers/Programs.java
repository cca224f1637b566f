package dev.tocsin.harness.servers;

import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Toolbox;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The servers that a {@link Stack} starts: what versions they are, and where they run.
 *
 * <p>They run as processes of this machine, or as containers from the projects' own images. The
 * system property {@value #BACKEND} says which: {@code processes} (the default, as they start
 * fastest), {@code containers}, or {@code auto}, which is containers where an engine answers and
 * the images are there.
 *
 * <p>Containers use this machine's network, so that the servers see scripted targets and receivers
 * on loopback, and Alertmanager logs in to the mail server, which it refuses elsewhere without TLS.
 * That needs an engine on this very Linux machine: Docker Desktop and remote engines are refused.
 * An image is never pulled unasked: {@code -Dtocsin.tools.pull=true} allows it.
 */
public final class Programs {
  /** The system property that says where servers run. */
  public static final String BACKEND = "tocsin.backend";

  private final Generation generation;
  private final Backend backend;

  private Programs(Generation generation, Backend backend) {
    this.generation = generation;
    this.backend = backend;
  }

  /**
   * The servers of the toolbox's generation, where the system property {@value #BACKEND} says.
   *
   * @throws IllegalStateException when the property says {@code containers} and none can be
   *     started, with the reason and what to do
   * @throws IllegalArgumentException when the property says anything unknown
   */
  public static Programs of(Toolbox tools) {
    return of(tools, System.getProperty(BACKEND, ""));
  }

  static Programs of(Toolbox tools, String wanted) {
    return switch (wanted.isBlank() ? ProcessBackend.NAME : wanted) {
      case ProcessBackend.NAME -> processes(tools);
      case ContainerBackend.NAME -> containers(tools.generation());
      case "auto" -> automatic(tools);
      default ->
          throw new IllegalArgumentException(
              "-D" + BACKEND + "=" + wanted + ": say processes, containers or auto");
    };
  }

  /** Says why, where it is not containers. */
  private static Programs automatic(Toolbox tools) {
    Optional<String> reason = ContainerBackend.reasonAgainst(tools.generation());
    if (reason.isEmpty()) {
      return containers(tools.generation());
    }
    System.out.println("servers run as processes, for " + reason.orElseThrow());
    return processes(tools);
  }

  /** The programs that the build brings itself, as processes. */
  public static Programs processes(Toolbox tools) {
    return new Programs(
        tools.generation(), new ProcessBackend(tools.prometheus(), tools.alertmanager()));
  }

  /**
   * The projects' own images, as containers.
   *
   * @throws IllegalStateException when no engine of this machine answers, or an image is not there
   *     and may not be pulled, with what to do
   */
  public static Programs containers(Generation generation) {
    return new Programs(generation, ContainerBackend.of(generation));
  }

  /** Where they run, for reports: {@code processes} or {@code containers}. */
  public String backend() {
    return backend.name();
  }

  Running start(Backend.Program program, Backend.Launch launch) {
    return backend.start(program, launch);
  }

  /**
   * Whether this Prometheus, when it reads rules, forgets its Alertmanagers until it looks at what
   * discovery has the next time, within five seconds. Since 3.0 it <a
   * href="https://github.com/prometheus/prometheus/blob/v3.0.0/notifier/notifier.go">keeps
   * them</a>.
   */
  public boolean forgetsAlertmanagers() {
    return Integer.parseInt(prometheusVersion().split("\\.")[0]) < 3;
  }

  /** Such as {@code 3.5.3}. */
  public String prometheusVersion() {
    return generation.prometheus();
  }

  /** Such as {@code 0.33.1}. */
  public String alertmanagerVersion() {
    return generation.alertmanager();
  }

  /** Both, by the servers' names. */
  public Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("Prometheus", prometheusVersion());
    versions.put("Alertmanager", alertmanagerVersion());
    return versions;
  }

  /** For people: {@code Prometheus 3.5.3, Alertmanager 0.33.1}. */
  public String description() {
    return "Prometheus " + prometheusVersion() + ", Alertmanager " + alertmanagerVersion();
  }
}
