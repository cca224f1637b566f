package dev.tocsin.inference.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A folder as model hubs lay it out: {@code config.json}, {@code tokenizer.json} and {@code
 * model.safetensors}, or shards of it with {@code model.safetensors.index.json}.
 *
 * <p>{@link #open} reads the configuration and maps the weights; names and shapes of all weights
 * are checked against the configuration, and every problem is reported at once.
 */
public final class ModelFolder {

  private final Path path;
  private final ModelConfig config;
  private final Map<String, Weight> weights;

  private ModelFolder(Path path, ModelConfig config, Map<String, Weight> weights) {
    this.path = path;
    this.config = config;
    this.weights = weights;
  }

  /**
   * Opens a folder.
   *
   * @throws ModelException if something in it is missing, damaged or not supported
   */
  public static ModelFolder open(Path path) {
    if (!Files.isDirectory(path)) {
      throw new ModelException(
          path + " is not a folder: name one with config.json, tokenizer.json and safetensors");
    }
    ModelConfig config = ConfigReader.read(path);
    Map<String, Weight> weights = mapWeights(path);
    // A layer has more than one weight, so the names of more layers need not be listed.
    if (config.layers() > weights.size()) {
      throw new ModelException(
          path.resolve("config.json")
              + ": num_hidden_layers is "
              + config.layers()
              + ", but the folder has "
              + weights.size()
              + " weights in all");
    }
    Map<String, long[]> expected = WeightNames.shapes(config);
    List<String> problems = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          Weight weight = weights.get(name);
          if (weight == null) {
            problems.add(path + ": the weight " + name + " is missing");
          } else if (!Arrays.equals(weight.shape(), shape)) {
            problems.add(
                path
                    + ": "
                    + name
                    + " has shape "
                    + Arrays.toString(weight.shape())
                    + ", but config.json says "
                    + Arrays.toString(shape));
          }
        });
    for (String name : new TreeSet<>(weights.keySet())) {
      if (!expected.containsKey(name) && !WeightNames.isOptional(name, config)) {
        problems.add(
            path + ": the weight " + name + " belongs to no layer that this service supports");
      }
    }
    if (!problems.isEmpty()) {
      throw new ModelException(String.join("\n", firstOf(problems)));
    }
    return new ModelFolder(path, config, weights);
  }

  private static List<String> firstOf(List<String> problems) {
    if (problems.size() <= 10) {
      return problems;
    }
    List<String> some = new ArrayList<>(problems.subList(0, 10));
    some.add("and " + (problems.size() - 10) + " more of this kind");
    return some;
  }

  private static Map<String, Weight> mapWeights(Path path) {
    Path single = path.resolve("model.safetensors");
    Path index = path.resolve("model.safetensors.index.json");
    if (Files.isRegularFile(single)) {
      return SafeTensors.read(single);
    }
    if (!Files.isRegularFile(index)) {
      throw new ModelException(
          path + " has neither model.safetensors nor model.safetensors.index.json");
    }
    Map<String, String> fileOf = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry :
        Json.object(Json.read(index).path("weight_map"), index + ": weight_map").properties()) {
      fileOf.put(entry.getKey(), entry.getValue().asText());
    }
    Map<String, Weight> weights = new LinkedHashMap<>();
    for (String name : new TreeSet<>(fileOf.values())) {
      Path shard = path.resolve(name).normalize();
      if (!path.normalize().equals(shard.getParent())) {
        throw new ModelException(index + ": " + name + " is not a file of the same folder");
      }
      weights.putAll(SafeTensors.read(shard));
    }
    for (String name : fileOf.keySet()) {
      if (!weights.containsKey(name)) {
        throw new ModelException(index + ": " + fileOf.get(name) + " does not have " + name);
      }
    }
    return weights;
  }

  /**
   * Reads the configuration alone, without looking at the weights.
   *
   * @throws ModelException if it is missing, damaged or not supported
   */
  public static ModelConfig config(Path path) {
    return ConfigReader.read(path);
  }

  /** The folder's last name, which is the model's default name in the API. */
  public String name() {
    Path last = path.toAbsolutePath().normalize().getFileName();
    return last == null ? "model" : last.toString();
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The model's shape. */
  public ModelConfig config() {
    return config;
  }

  /** The weights by name. */
  public Map<String, Weight> weights() {
    return weights;
  }

  /** Loads {@code tokenizer.json}. */
  public Tokenizer tokenizer() {
    return Tokenizer.load(path.resolve("tokenizer.json"));
  }

  /** The chat format, if the folder's template is a supported one. */
  public ChatFormat chatFormat() {
    JsonNode settings = Json.readIfThere(path.resolve("tokenizer_config.json"));
    Path template = path.resolve("chat_template.jinja");
    try {
      return ChatFormat.of(
          Files.isRegularFile(template)
              ? Files.readString(template)
              : settings.path("chat_template").asText(""));
    } catch (IOException e) {
      throw new ModelException(template + " cannot be read: " + e.getMessage(), e);
    }
  }
}
