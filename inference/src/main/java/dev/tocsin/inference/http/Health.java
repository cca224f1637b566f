package dev.tocsin.inference.http;

import dev.tocsin.inference.engine.Engine;
import java.util.Optional;
import java.util.function.Supplier;

/** What {@code /health} and the metric {@code llm_service_healthy} say: one truth for both. */
public final class Health {

  private final Engine engine;
  private final Supplier<Optional<String>> other;

  /**
   * Health of the engine.
   *
   * @param other what else may be wrong
   */
  public Health(Engine engine, Supplier<Optional<String>> other) {
    this.engine = engine;
    this.other = other;
  }

  /** What is wrong, if something is. */
  public Optional<String> problem() {
    return engine.problem().or(other);
  }

  /** Why no requests should be sent here, if so: what is wrong, or no model, or stopping. */
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
