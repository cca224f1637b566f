package dev.tocsin.inference.engine;

import java.util.OptionalLong;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 takes the likeliest token; above, probabilities are flattened by it
 * @param topK only that many of the likeliest tokens; 0 for all
 * @param topP only the likeliest tokens that together have this probability; 1 for all
 * @param presencePenalty taken from the logit of a token that was generated before
 * @param frequencyPenalty taken from it once more for each time
 * @param seed the same seed gives the same answer to the same request
 */
public record Sampling(
    double temperature,
    int topK,
    double topP,
    double presencePenalty,
    double frequencyPenalty,
    OptionalLong seed) {

  /** The likeliest token, always. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 0, OptionalLong.empty());

  boolean penalises() {
    return presencePenalty != 0 || frequencyPenalty != 0;
  }
}
