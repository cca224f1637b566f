package dev.tocsin.harness.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes of this machine: the programs that the build brings. */
record ProcessBackend(Path prometheus, Path alertmanager) implements Backend {
  static final String NAME = "processes";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Running start(Launch launch) {
    Path program =
        switch (launch.program()) {
          case PROMETHEUS -> prometheus;
          case ALERTMANAGER -> alertmanager;
        };
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(launch.arguments());
    return ServerProcess.start(launch.name(), launch.folder(), launch.log(), command);
  }
}
