package dev.tocsin.harness.stack;

import dev.tocsin.generator.tools.Toolbox;
import java.nio.file.Path;

/**
 * The programs that a {@link Stack} starts, and what versions they are.
 *
 * @param prometheus the Prometheus server
 * @param alertmanager the Alertmanager server, or a script that becomes it
 * @param prometheusVersion such as {@code 3.5.3}, for reports
 * @param alertmanagerVersion such as {@code 0.33.1}, for reports
 */
public record Programs(
    Path prometheus, Path alertmanager, String prometheusVersion, String alertmanagerVersion) {
  /** The servers that the build brings itself. */
  public static Programs of(Toolbox tools) {
    return new Programs(
        tools.prometheus(),
        tools.alertmanager(),
        tools.generation().prometheus(),
        tools.generation().alertmanager());
  }

  /** For people: {@code Prometheus 3.5.3, Alertmanager 0.33.1}. */
  public String description() {
    return "Prometheus " + prometheusVersion + ", Alertmanager " + alertmanagerVersion;
  }
}
