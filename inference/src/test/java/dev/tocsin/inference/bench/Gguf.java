package dev.tocsin.inference.bench;

import static dev.tocsin.inference.model.WeightNames.EMBEDDING;
import static dev.tocsin.inference.model.WeightNames.FINAL_NORM;
import static dev.tocsin.inference.model.WeightNames.OUTPUT;
import static dev.tocsin.inference.model.WeightNames.inLayer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.inference.model.ModelConfig;
import dev.tocsin.inference.model.ModelFolder;
import dev.tocsin.inference.model.Weight;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Writes a Llama as a GGUF file in single precision, for llama.cpp. The format: <a
 * href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF</a>.
 */
final class Gguf {

  private static final int ALIGNMENT = 32;
  private static final int UINT32 = 4;
  private static final int INT32 = 5;
  private static final int FLOAT32 = 6;
  private static final int STRING = 8;
  private static final int ARRAY = 9;

  private record Tensor(String name, long[] shape, ByteBuffer floats) {}

  private final ByteArrayOutputStream metadata = new ByteArrayOutputStream();
  private int metadataCount;

  private Gguf() {}

  /** Writes a folder's model; a folder without a tokenizer gets made-up tokens. */
  static void write(ModelFolder folder, Path file) throws IOException {
    Gguf gguf = new Gguf();
    gguf.describe(folder);
    gguf.writeFile(tensors(folder), file);
  }

  private void describe(ModelFolder folder) throws IOException {
    ModelConfig config = folder.config();
    string("general.architecture", "llama");
    string("general.name", folder.name());
    number("general.file_type", 0);
    number("llama.context_length", config.contextLength());
    number("llama.embedding_length", config.hiddenSize());
    number("llama.block_count", config.layers());
    number("llama.feed_forward_length", config.feedForward());
    number("llama.attention.head_count", config.heads());
    number("llama.attention.head_count_kv", config.kvHeads());
    number("llama.rope.dimension_count", config.headDim());
    number("llama.vocab_size", config.vocabulary());
    real("llama.attention.layer_norm_rms_epsilon", (float) config.normEpsilon());
    real("llama.rope.freq_base", (float) config.ropeTheta());
    List<String> tokens = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    List<String> merges = new ArrayList<>();
    Path tokenizer = folder.path().resolve("tokenizer.json");
    if (Files.exists(tokenizer)) {
      JsonNode json = new ObjectMapper().readTree(tokenizer.toFile());
      json.at("/model/vocab").fieldNames().forEachRemaining(tokens::add);
      json.at("/model/merges").forEach(m -> merges.add(m.asText()));
      int special = json.path("added_tokens").size();
      for (int i = 0; i < tokens.size(); i++) {
        types.add(i < special ? 3 : 1);
      }
    } else {
      for (int i = 0; i < config.vocabulary(); i++) {
        tokens.add("t" + i);
        types.add(1);
      }
      merges.add("t 1");
    }
    string("tokenizer.ggml.model", "gpt2");
    string("tokenizer.ggml.pre", "gpt-2");
    strings("tokenizer.ggml.tokens", tokens);
    numbers("tokenizer.ggml.token_type", types);
    strings("tokenizer.ggml.merges", merges);
    number("tokenizer.ggml.bos_token_id", 0);
    number("tokenizer.ggml.eos_token_id", config.endTokens().contains(2) ? 2 : 0);
  }

  private static List<Tensor> tensors(ModelFolder folder) {
    ModelConfig config = folder.config();
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(tensor(folder, EMBEDDING, "token_embd.weight", 0));
    tensors.add(tensor(folder, FINAL_NORM, "output_norm.weight", 0));
    if (!config.tiedOutput()) {
      tensors.add(tensor(folder, OUTPUT, "output.weight", 0));
    }
    String[][] names = {
      {"input_layernorm", "attn_norm"},
      {"self_attn.v_proj", "attn_v"},
      {"self_attn.o_proj", "attn_output"},
      {"post_attention_layernorm", "ffn_norm"},
      {"mlp.gate_proj", "ffn_gate"},
      {"mlp.up_proj", "ffn_up"},
      {"mlp.down_proj", "ffn_down"}
    };
    for (int i = 0; i < config.layers(); i++) {
      String block = "blk." + i + ".";
      // llama.cpp turns neighbours where Hugging Face turns halves, so rows change places.
      tensors.add(
          tensor(
              folder,
              inLayer(i, "self_attn.q_proj.weight"),
              block + "attn_q.weight",
              config.heads()));
      tensors.add(
          tensor(
              folder,
              inLayer(i, "self_attn.k_proj.weight"),
              block + "attn_k.weight",
              config.kvHeads()));
      for (String[] name : names) {
        tensors.add(
            tensor(folder, inLayer(i, name[0] + ".weight"), block + name[1] + ".weight", 0));
      }
    }
    return tensors;
  }

  private static Tensor tensor(ModelFolder folder, String from, String to, int turnedHeads) {
    Weight weight = Objects.requireNonNull(folder.weights().get(from), from);
    ByteBuffer floats = weight.toFloats().order(ByteOrder.LITTLE_ENDIAN);
    if (turnedHeads > 0) {
      int rows = (int) weight.shape()[0];
      int rowBytes = (int) weight.shape()[1] * Float.BYTES;
      int dim = rows / turnedHeads;
      ByteBuffer turned = ByteBuffer.allocateDirect(floats.capacity());
      for (int row = 0; row < rows; row++) {
        int head = row / dim;
        int inHead = row % dim;
        int source = head * dim + inHead % 2 * (dim / 2) + inHead / 2;
        turned.put(row * rowBytes, floats, source * rowBytes, rowBytes);
      }
      floats = turned;
    }
    return new Tensor(to, weight.shape(), floats);
  }

  private void writeFile(List<Tensor> tensors, Path file) throws IOException {
    ByteArrayOutputStream infos = new ByteArrayOutputStream();
    long offset = 0;
    for (Tensor tensor : tensors) {
      text(infos, tensor.name);
      int dimensions = tensor.shape.length;
      infos.write(little(4).putInt(dimensions).array());
      for (int i = dimensions - 1; i >= 0; i--) {
        infos.write(little(8).putLong(tensor.shape[i]).array());
      }
      infos.write(little(12).putInt(0).putLong(offset).array());
      offset += padded(tensor.floats.capacity());
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("GGUF".getBytes(StandardCharsets.US_ASCII));
      out.write(little(20).putInt(3).putLong(tensors.size()).putLong(metadataCount).array());
      metadata.writeTo(out);
      infos.writeTo(out);
      int start = 24 + metadata.size() + infos.size();
      out.write(new byte[(int) padded(start) - start]);
      for (Tensor tensor : tensors) {
        byte[] bytes = new byte[tensor.floats.capacity()];
        tensor.floats.get(0, bytes);
        out.write(bytes);
        out.write(new byte[(int) padded(bytes.length) - bytes.length]);
      }
    }
  }

  private static long padded(long length) {
    return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  private void key(String name, int type) throws IOException {
    metadataCount++;
    text(metadata, name);
    metadata.write(little(4).putInt(type).array());
  }

  private void string(String name, String value) throws IOException {
    key(name, STRING);
    text(metadata, value);
  }

  private void number(String name, int value) throws IOException {
    key(name, UINT32);
    metadata.write(little(4).putInt(value).array());
  }

  private void real(String name, float value) throws IOException {
    key(name, FLOAT32);
    metadata.write(little(4).putFloat(value).array());
  }

  private void strings(String name, List<String> values) throws IOException {
    key(name, ARRAY);
    metadata.write(little(12).putInt(STRING).putLong(values.size()).array());
    for (String value : values) {
      text(metadata, value);
    }
  }

  private void numbers(String name, List<Integer> values) throws IOException {
    key(name, ARRAY);
    metadata.write(little(12).putInt(INT32).putLong(values.size()).array());
    for (int value : values) {
      metadata.write(little(4).putInt(value).array());
    }
  }

  private static void text(OutputStream out, String value) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.write(little(8).putLong(bytes.length).array());
    out.write(bytes);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
