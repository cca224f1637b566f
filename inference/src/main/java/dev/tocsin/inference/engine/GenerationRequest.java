package dev.tocsin.inference.engine;

import java.util.List;

/**
 * What to generate.
 *
 * @param prompt the tokens to continue, at least one
 * @param maxTokens the maximum number of tokens to generate, at least one
 * @param sampling how tokens are chosen
 * @param stops texts that end the answer and are not part of it
 * @param ignoreEnd whether to continue after an end token, up to {@code maxTokens}
 */
public record GenerationRequest(
    int[] prompt, int maxTokens, Sampling sampling, List<String> stops, boolean ignoreEnd) {

  /** Checks the lengths. */
  @SuppressWarnings("ArrayRecordComponent")
  public GenerationRequest {
    if (prompt.length == 0 || maxTokens < 1) {
      throw new IllegalArgumentException("a prompt and an answer have at least one token each");
    }
    stops = List.copyOf(stops);
  }

  /** The maximum length of the sequence, for which it needs cache. */
  int length() {
    return prompt.length + maxTokens;
  }
}
