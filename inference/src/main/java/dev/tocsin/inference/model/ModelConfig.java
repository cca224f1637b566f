package dev.tocsin.inference.model;

import java.util.Set;

/**
 * The shape of a model of the Llama family, as {@code config.json} describes it.
 *
 * @param hiddenSize width of the residual stream
 * @param layers number of transformer blocks
 * @param heads query heads
 * @param kvHeads key and value heads; {@code heads} is a multiple of it
 * @param headDim width of one head, even
 * @param feedForward width of the gated feed-forward layer
 * @param vocabulary rows of the embedding
 * @param normEpsilon added to the mean square in RMS normalisation
 * @param ropeTheta base of the rotary embedding
 * @param ropeScaling how it is stretched
 * @param contextLength the most tokens of one sequence, prompt and answer together
 * @param tiedOutput whether the output layer is the embedding
 * @param attentionBias whether q, k and v (and o, where the file has one) have biases
 * @param endTokens ids that end an answer; may be empty
 */
public record ModelConfig(
    int hiddenSize,
    int layers,
    int heads,
    int kvHeads,
    int headDim,
    int feedForward,
    int vocabulary,
    double normEpsilon,
    double ropeTheta,
    RopeScaling ropeScaling,
    int contextLength,
    boolean tiedOutput,
    boolean attentionBias,
    Set<Integer> endTokens) {

  /** Copies the set and checks that the numbers fit together. */
  public ModelConfig {
    endTokens = Set.copyOf(endTokens);
    positive("hidden_size", hiddenSize);
    positive("num_hidden_layers", layers);
    positive("num_attention_heads", heads);
    positive("num_key_value_heads", kvHeads);
    positive("head_dim", headDim);
    positive("intermediate_size", feedForward);
    positive("vocab_size", vocabulary);
    positive("max_position_embeddings", contextLength);
    if (heads % kvHeads != 0) {
      throw new ModelException(
          "num_attention_heads "
              + heads
              + " is not a multiple of num_key_value_heads "
              + kvHeads
              + ", as grouped-query attention needs");
    }
    if (headDim % 2 != 0) {
      throw new ModelException("head_dim " + headDim + " is odd: rotary embeddings need pairs");
    }
    if (!(normEpsilon > 0) || !(ropeTheta > 1)) {
      throw new ModelException(
          "rms_norm_eps must be above 0 and rope_theta above 1, but they are "
              + normEpsilon
              + " and "
              + ropeTheta);
    }
  }

  /** How many query heads share one key and value head. */
  public int groupSize() {
    return heads / kvHeads;
  }

  /** What one token takes in the key and value caches of all layers, in values. */
  public long cacheValuesPerToken() {
    return 2L * layers * kvHeads * headDim;
  }

  /** The same model, asked for shorter sequences. */
  public ModelConfig withContextLength(int length) {
    return new ModelConfig(
        hiddenSize,
        layers,
        heads,
        kvHeads,
        headDim,
        feedForward,
        vocabulary,
        normEpsilon,
        ropeTheta,
        ropeScaling,
        length,
        tiedOutput,
        attentionBias,
        endTokens);
  }

  private static void positive(String name, int value) {
    if (value <= 0) {
      throw new ModelException(name + " must be above 0, but is " + value);
    }
  }
}
