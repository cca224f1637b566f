package dev.tocsin.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code config.json} and refuses, by name, what this service would compute wrongly.
 *
 * <p>Field names and defaults are those of transformers' <a
 * href="https://huggingface.co/docs/transformers/model_doc/llama#transformers.LlamaConfig">LlamaConfig</a>
 * and <a
 * href="https://huggingface.co/docs/transformers/model_doc/qwen2#transformers.Qwen2Config">Qwen2Config</a>.
 * All problems are reported at once.
 */
final class ConfigReader {

  private static final Set<String> MODEL_TYPES = Set.of("llama", "qwen2");

  private final Path file;
  private final JsonNode json;
  private final List<String> problems = new ArrayList<>();

  private ConfigReader(Path file, JsonNode json) {
    this.file = file;
    this.json = json;
  }

  static ModelConfig read(Path folder) {
    Path file = folder.resolve("config.json");
    JsonNode generation = Json.readIfThere(folder.resolve("generation_config.json"));
    return new ConfigReader(file, Json.read(file)).config(generation);
  }

  private ModelConfig config(JsonNode generation) {
    String type = json.path("model_type").asText("");
    if (!MODEL_TYPES.contains(type)) {
      problems.add(
          "model_type \"" + type + "\" is not supported: use a model of " + sorted(MODEL_TYPES));
    }
    boolean qwen = type.equals("qwen2");
    refuseUnless(json.path("hidden_act").asText("silu").equals("silu"), "hidden_act", "silu");
    refuseUnless(!json.path("mlp_bias").asBoolean(false), "mlp_bias", "false");
    refuseUnless(!json.path("use_sliding_window").asBoolean(false), "use_sliding_window", "false");
    refuseUnless(json.path("pretraining_tp").asInt(1) == 1, "pretraining_tp", "1");
    refuseUnless(
        json.path("quantization_config").isMissingNode(), "quantization_config", "left out");

    int hidden = required("hidden_size");
    int layers = required("num_hidden_layers");
    int heads = required("num_attention_heads");
    int feedForward = required("intermediate_size");
    int vocabulary = required("vocab_size");
    int context = whole("max_position_embeddings", qwen ? 32768 : 2048);
    int kvHeads = whole("num_key_value_heads", heads);
    int headDim = whole("head_dim", heads > 0 ? hidden / heads : 1);
    double epsilon = number(json, "rms_norm_eps", 1e-6);
    // Newer folders keep theta and the scaling together.
    JsonNode rope = json.path(json.has("rope_parameters") ? "rope_parameters" : "rope_scaling");
    double theta = number(json, "rope_theta", number(rope, "rope_theta", 10000));
    RopeScaling scaling = scaling(rope, context);
    Set<Integer> ends = new LinkedHashSet<>(tokens(json.path("eos_token_id")));
    ends.addAll(tokens(generation.path("eos_token_id")));
    boolean tied = json.path("tie_word_embeddings").asBoolean(false);
    boolean bias = json.path("attention_bias").asBoolean(qwen);
    if (!problems.isEmpty()) {
      throw new ModelException(
          problems.stream().map(p -> file + ": " + p).collect(Collectors.joining("\n")));
    }
    try {
      return new ModelConfig(
          hidden,
          layers,
          heads,
          kvHeads,
          headDim,
          feedForward,
          vocabulary,
          epsilon,
          theta,
          scaling,
          context,
          tied,
          bias,
          ends);
    } catch (ModelException e) {
      throw new ModelException(file + ": " + e.getMessage(), e);
    }
  }

  private RopeScaling scaling(JsonNode rope, int context) {
    if (rope.isMissingNode() || rope.isNull()) {
      return new RopeScaling.None();
    }
    String type = rope.path("rope_type").asText(rope.path("type").asText("default"));
    double factor = number(rope, "factor", 1);
    int original = (int) number(rope, "original_max_position_embeddings", context);
    switch (type) {
      case "default":
        return new RopeScaling.None();
      case "linear":
        return new RopeScaling.Linear(factor);
      case "llama3":
        return new RopeScaling.Llama3(
            factor,
            number(rope, "low_freq_factor", 1),
            number(rope, "high_freq_factor", 4),
            original);
      case "yarn":
        double attention = number(rope, "attention_factor", 0.1 * Math.log(factor) + 1);
        return new RopeScaling.Yarn(
            factor,
            number(rope, "beta_fast", 32),
            number(rope, "beta_slow", 1),
            original,
            attention);
      default:
        problems.add(
            "rope scaling \""
                + type
                + "\" is not supported: the known ones are default, linear, llama3, yarn");
        return new RopeScaling.None();
    }
  }

  private List<Integer> tokens(JsonNode node) {
    List<Integer> ids = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(n -> ids.addAll(tokens(n)));
    } else if (node.isIntegralNumber()) {
      ids.add(node.intValue());
    } else if (!node.isMissingNode() && !node.isNull()) {
      problems.add("eos_token_id must be a number or a list of numbers, but is " + node);
    }
    return ids;
  }

  private void refuseUnless(boolean fine, String field, String supported) {
    if (!fine) {
      problems.add(field + " " + json.path(field) + " is not supported, only " + supported);
    }
  }

  private int required(String field) {
    @Nullable JsonNode node = json.get(field);
    if (node == null) {
      problems.add(field + " is missing");
      return 1;
    }
    return whole(field, 1);
  }

  private int whole(String field, int fallback) {
    JsonNode node = json.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return fallback;
    }
    if (!node.canConvertToInt() || !node.isIntegralNumber() || node.intValue() <= 0) {
      problems.add(field + " must be a whole number above 0, but is " + node);
      return 1;
    }
    return node.intValue();
  }

  private double number(JsonNode from, String field, double fallback) {
    JsonNode node = from.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return fallback;
    }
    if (!node.isNumber()) {
      problems.add(field + " must be a number, but is " + node);
      return fallback;
    }
    return node.doubleValue();
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().collect(Collectors.toList());
  }
}
