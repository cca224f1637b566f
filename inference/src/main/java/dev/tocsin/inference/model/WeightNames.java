package dev.tocsin.inference.model;

import java.util.LinkedHashMap;
import java.util.Map;

/** The names that the Llama family gives its weights, with the shapes a configuration implies. */
public final class WeightNames {

  /** The embedding, and the output layer too where they are tied. */
  public static final String EMBEDDING = "model.embed_tokens.weight";

  /** The normalisation before the output layer. */
  public static final String FINAL_NORM = "model.norm.weight";

  /** The output layer, where it is not the embedding. */
  public static final String OUTPUT = "lm_head.weight";

  private WeightNames() {}

  /** A weight of one layer, such as {@code self_attn.q_proj.weight}. */
  public static String inLayer(int layer, String rest) {
    return "model.layers." + layer + "." + rest;
  }

  /** What must be in a model of this shape. */
  public static Map<String, long[]> shapes(ModelConfig config) {
    long hidden = config.hiddenSize();
    long queries = (long) config.heads() * config.headDim();
    long keys = (long) config.kvHeads() * config.headDim();
    long inner = config.feedForward();
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(EMBEDDING, new long[] {config.vocabulary(), hidden});
    for (int i = 0; i < config.layers(); i++) {
      shapes.put(inLayer(i, "input_layernorm.weight"), new long[] {hidden});
      shapes.put(inLayer(i, "self_attn.q_proj.weight"), new long[] {queries, hidden});
      shapes.put(inLayer(i, "self_attn.k_proj.weight"), new long[] {keys, hidden});
      shapes.put(inLayer(i, "self_attn.v_proj.weight"), new long[] {keys, hidden});
      if (config.attentionBias()) {
        shapes.put(inLayer(i, "self_attn.q_proj.bias"), new long[] {queries});
        shapes.put(inLayer(i, "self_attn.k_proj.bias"), new long[] {keys});
        shapes.put(inLayer(i, "self_attn.v_proj.bias"), new long[] {keys});
      }
      shapes.put(inLayer(i, "self_attn.o_proj.weight"), new long[] {hidden, queries});
      shapes.put(inLayer(i, "post_attention_layernorm.weight"), new long[] {hidden});
      shapes.put(inLayer(i, "mlp.gate_proj.weight"), new long[] {inner, hidden});
      shapes.put(inLayer(i, "mlp.up_proj.weight"), new long[] {inner, hidden});
      shapes.put(inLayer(i, "mlp.down_proj.weight"), new long[] {hidden, inner});
    }
    shapes.put(FINAL_NORM, new long[] {hidden});
    if (!config.tiedOutput()) {
      shapes.put(OUTPUT, new long[] {config.vocabulary(), hidden});
    }
    return shapes;
  }

  /** Whether a file may have this weight although {@link #shapes} does not ask for it. */
  static boolean isOptional(String name, ModelConfig config) {
    return name.endsWith("rotary_emb.inv_freq")
        || config.tiedOutput() && name.equals(OUTPUT)
        || config.attentionBias() && name.endsWith("self_attn.o_proj.bias");
  }
}
