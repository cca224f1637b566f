package dev.tocsin.generator.tools;

import java.nio.file.Path;
import java.util.List;

/** The message when no source can install the tools. */
final class Advice {
  private Advice() {}

  static String message(Generation generation, Path folder, List<String> refusals) {
    StringBuilder text = new StringBuilder();
    text.append("The tools of the generation ")
        .append(generation.description())
        .append(" are not in ")
        .append(folder)
        .append(" and no route can install them:\n");
    refusals.forEach(refusal -> text.append("  - ").append(refusal).append('\n'));
    text.append("Do one of these:\n")
        .append("  - put promtool, prometheus, amtool and alertmanager of just these versions on")
        .append(" the PATH;\n")
        .append("  - pull prom/prometheus:v")
        .append(generation.prometheus())
        .append(" and prom/alertmanager:v")
        .append(generation.alertmanager())
        .append(" into docker or podman, or allow that with -D")
        .append(Settings.PULL.property())
        .append("=true;\n")
        .append("  - name a server that has the release archives with -D")
        .append(Settings.RELEASES.property())
        .append("=ADDRESS;\n")
        .append("  - on a machine with apt, name a Debian mirror with -D")
        .append(Settings.DEBIAN_MIRROR.property())
        .append("=ADDRESS;\n")
        .append("  - copy the folder from a machine that has it, and name it with -D")
        .append(Settings.FOLDER.property())
        .append("=FOLDER.");
    return text.toString();
  }
}
