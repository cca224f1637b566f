package dev.tocsin.inference;

import dev.tocsin.inference.model.ModelFolder;
import dev.tocsin.inference.model.SafeTensors;
import dev.tocsin.inference.model.Weight;
import dev.tocsin.inference.model.WeightNames;
import dev.tocsin.inference.model.WeightType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes model folders with random weights, in every shape that the service supports. */
public enum TinyModel {
  /** Llama: grouped queries, tied output. */
  LLAMA(
      """
      {"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4,
       "num_key_value_heads": 2, "intermediate_size": 96, "vocab_size": 160,
       "max_position_embeddings": 128, "rms_norm_eps": 1e-5, "tie_word_embeddings": true,
       "eos_token_id": [1, 2]}
      """,
      WeightType.F32),
  /** SmolLM2's proportions: three query heads to one, a large theta. */
  SMOL(
      """
      {"model_type": "llama", "hidden_size": 72, "num_hidden_layers": 2, "num_attention_heads": 9,
       "num_key_value_heads": 3, "intermediate_size": 128, "vocab_size": 96, "head_dim": 8,
       "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 100000,
       "tie_word_embeddings": true, "rope_scaling": null, "eos_token_id": 2}
      """,
      WeightType.BF16),
  /** Qwen2: biases on q, k and v, an output layer of its own. */
  QWEN(
      """
      {"model_type": "qwen2", "hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 6,
       "num_key_value_heads": 2, "intermediate_size": 80, "vocab_size": 120,
       "max_position_embeddings": 64, "rms_norm_eps": 1e-6, "rope_theta": 1000000,
       "tie_word_embeddings": false, "use_sliding_window": false, "eos_token_id": 3}
      """,
      WeightType.F16),
  /** Llama 3.1's stretched positions. */
  LLAMA3(
      """
      {"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
       "num_key_value_heads": 2, "intermediate_size": 64, "vocab_size": 80,
       "max_position_embeddings": 128, "rope_theta": 500,
       "rope_scaling": {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0,
         "high_freq_factor": 4.0, "original_max_position_embeddings": 32}}
      """,
      WeightType.F32),
  /** Linearly stretched positions, in the older spelling. */
  LINEAR(
      """
      {"model_type": "llama", "hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
       "intermediate_size": 32, "vocab_size": 50, "max_position_embeddings": 64,
       "rope_scaling": {"type": "linear", "factor": 2.5}}
      """,
      WeightType.F32),
  /** YaRN, in the newer spelling. */
  YARN(
      """
      {"model_type": "qwen2", "hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2,
       "num_key_value_heads": 1, "intermediate_size": 64, "vocab_size": 80,
       "max_position_embeddings": 128,
       "rope_parameters": {"rope_type": "yarn", "factor": 4.0, "rope_theta": 10000,
         "original_max_position_embeddings": 32}}
      """,
      WeightType.F32);

  private final String config;
  private final WeightType type;

  TinyModel(String config, WeightType type) {
    this.config = config;
    this.type = type;
  }

  /** Writes the folder, without a tokenizer, and opens it. */
  public ModelFolder write(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("config.json"), config);
      // Opening needs weights, and the weights' shapes need the configuration.
      SafeTensors.write(folder.resolve("model.safetensors"), List.of());
      List<Weight> weights = new ArrayList<>();
      Random random = new Random(ordinal() + 1);
      WeightNames.shapes(ModelFolder.config(folder))
          .forEach((name, shape) -> weights.add(random(name, shape, random)));
      SafeTensors.write(folder.resolve("model.safetensors"), weights);
      return ModelFolder.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Weight random(String name, long[] shape, Random random) {
    int size = 1;
    for (long dimension : shape) {
      size *= (int) dimension;
    }
    boolean norm = name.endsWith("norm.weight");
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(size * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < size; i++) {
      float value = (float) (norm ? 1 + 0.1 * random.nextGaussian() : 0.15 * random.nextGaussian());
      switch (type) {
        case F32 -> bytes.putFloat(value);
        case BF16 -> bytes.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
        case F16 -> bytes.putShort(half(value));
      }
    }
    return new Weight(name, type, shape, bytes.flip());
  }

  /** Cuts a single of ordinary size to a half; what is tiny becomes 0. */
  static short half(float value) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = (bits >>> 23 & 0xff) - 112;
    int sign = bits >>> 16 & 0x8000;
    return (short) (exponent <= 0 ? sign : sign | exponent << 10 | bits >>> 13 & 0x3ff);
  }
}
