package dev.tocsin.harness.servers;

import dev.tocsin.generator.tools.Generation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Containers of an engine on this machine: the projects' own images. */
record ContainerBackend(Engine engine, Image prometheus, Image alertmanager) implements Backend {
  static final String NAME = "containers";

  /**
   * Containers for this generation.
   *
   * @throws IllegalStateException when there can be none, with what to do
   */
  static ContainerBackend of(Generation generation) {
    ContainerBackend backend =
        new ContainerBackend(
            Engine.find(), Image.prometheus(generation), Image.alertmanager(generation));
    backend
        .missing()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    return backend;
  }

  /** Why there can be none; empty if there can. */
  static Optional<String> reasonAgainst(Generation generation) {
    try {
      ContainerBackend ignored = of(generation);
      return Optional.empty();
    } catch (IllegalStateException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> missing() {
    return Stream.of(prometheus, alertmanager)
        .flatMap(image -> engine.reasonAgainst(image).stream())
        .reduce((one, other) -> one + "; " + other);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Running start(Program program, Launch launch) {
    Image image =
        switch (program) {
          case PROMETHEUS -> prometheus;
          case ALERTMANAGER -> alertmanager;
        };
    return ServerContainer.start(engine, image, launch, List.of());
  }
}
