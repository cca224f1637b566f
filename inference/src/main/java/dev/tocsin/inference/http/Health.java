package dev.tocsin.inference.http;

import dev.tocsin.inference.engine.Engine;
import java.util.Optional;
import java.util.function.Supplier;

/** The state that both {@code /health} and the metric {@code llm_service_healthy} report. */
public final class Health {

  private final Engine engine;
  private final Supplier<Optional<String>> other;

  /**
   * Health of the engine.
   *
   * @param other a problem outside the engine, if there is one
   */
  public Health(Engine engine, Supplier<Optional<String>> other) {
    this.engine = engine;
    this.other = other;
  }

  /** The problem, if there is one. */
  public Optional<String> problem() {
    return engine.problem().or(other);
  }

  /** Why the service is not ready, if so: a problem, no model, or it is stopping. */
  Optional<String> notReady() {
    return problem()
        .or(
            () ->
                engine.accepting()
                    ? Optional.empty()
                    : Optional.of(
                        engine.loaded() ? "the service is stopping" : "the model is not loaded"));
  }
}
