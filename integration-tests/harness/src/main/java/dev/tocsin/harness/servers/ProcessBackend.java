package dev.tocsin.harness.servers;

import java.nio.file.Path;

/** Processes of this machine: the programs that the build brings. */
record ProcessBackend(Path prometheus, Path alertmanager) implements Backend {
  static final String NAME = "processes";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Running start(Program program, Launch launch) {
    Path executable =
        switch (program) {
          case PROMETHEUS -> prometheus;
          case ALERTMANAGER -> alertmanager;
        };
    return ServerProcess.start(executable.toString(), launch);
  }
}
