package dev.tocsin.inference.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the JSON files of a model folder, with errors that name the file. */
final class Json {

  static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          file + " is missing: a model folder has config.json, tokenizer.json and safetensors");
    }
    try {
      return object(MAPPER.readTree(Files.readString(file)), file);
    } catch (JsonProcessingException e) {
      throw new ModelException(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Like {@link #read}, but a file that is not there is an object without fields. */
  static JsonNode readIfThere(Path file) {
    return Files.isRegularFile(file) ? read(file) : MissingNode.getInstance();
  }

  static JsonNode object(JsonNode node, Object where) {
    if (!node.isObject()) {
      throw new ModelException(where + " must be a JSON object, but is " + node.getNodeType());
    }
    return node;
  }
}
