package dev.tocsin.generator.tools;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a source brought.
 *
 * @param origin where from, for the log
 * @param inPlace whether the tools belong to the machine and stay where they are
 * @param tools each tool's file
 * @param templates the folder with Alertmanager's templates, where they came as files of their own
 */
record Delivery(String origin, boolean inPlace, Map<Tool, Path> tools, Optional<Path> templates) {

  Delivery {
    tools = Map.copyOf(tools);
  }
}
