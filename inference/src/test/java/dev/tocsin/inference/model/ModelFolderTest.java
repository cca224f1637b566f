package dev.tocsin.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.inference.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFolderTest {

  @TempDir Path temp;

  @Test
  void readsTheDemoModel() {
    ModelFolder folder = ModelFolder.open(demo());
    assertThat(folder.name()).isEqualTo("demo");
    assertThat(folder.config().endTokens()).containsExactlyInAnyOrder(0, 2);
    assertThat(folder.chatFormat()).isEqualTo(ChatFormat.CHATML);
  }

  @Test
  void readsShards() throws IOException {
    ModelFolder whole = TinyModel.LLAMA.write(temp);
    List<Weight> weights = new ArrayList<>(whole.weights().values());
    StringBuilder index = new StringBuilder("{\"metadata\":{},\"weight_map\":{");
    for (int i = 0; i < weights.size(); i++) {
      index
          .append(i == 0 ? "" : ",")
          .append('"')
          .append(weights.get(i).name())
          .append("\":\"part-")
          .append(i % 2)
          .append(".safetensors\"");
    }
    for (int part = 0; part < 2; part++) {
      List<Weight> some = new ArrayList<>();
      for (int i = part; i < weights.size(); i += 2) {
        some.add(weights.get(i));
      }
      SafeTensors.write(temp.resolve("part-" + part + ".safetensors"), some);
    }
    Files.delete(temp.resolve("model.safetensors"));
    Files.writeString(temp.resolve("model.safetensors.index.json"), index + "}}");

    assertThat(ModelFolder.open(temp).weights()).isEqualTo(whole.weights());

    Files.writeString(
        temp.resolve("model.safetensors.index.json"), "{\"weight_map\":{\"a\":\"../x\"}}");
    assertThatThrownBy(() -> ModelFolder.open(temp))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("../x is not a file of the same folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "\"model_type\": \"llama\" | \"model_type\": \"mamba\" | model_type \"mamba\" is not supported",
        "\"hidden_size\": 64 | \"hidden_size\": \"x\" | hidden_size must be a whole number above 0",
        "\"hidden_size\": 64, | | hidden_size is missing",
        "\"num_key_value_heads\": 2 | \"num_key_value_heads\": 3 | 4 is not a multiple of",
        "\"eos_token_id\": [1, 2] | \"eos_token_id\": \"</s>\" | eos_token_id must be a number",
        "\"eos_token_id\" | \"hidden_act\": \"gelu\", \"eos_token_id\" | hidden_act \"gelu\" is not",
        "\"eos_token_id\" | \"mlp_bias\": true, \"eos_token_id\" | mlp_bias true is not supported",
        "\"eos_token_id\" | \"quantization_config\": {}, \"eos_token_id\" | quantization_config {} is",
        "\"eos_token_id\" | \"rope_scaling\": {\"type\": \"dynamic\"}, \"eos_token_id\" | \"dynamic\" is",
        "\"intermediate_size\": 96 | \"intermediate_size\": 97 | has shape [96, 64], but config.json",
        "\"num_hidden_layers\": 3 | \"num_hidden_layers\": 4 | layers.3.input_layernorm.weight is mis",
        "\"num_hidden_layers\": 3 | \"num_hidden_layers\": 2 | belongs to no layer that this service supports",
        "\"num_hidden_layers\": 3 | \"num_hidden_layers\": 2147483647 | num_hidden_layers is 2147483647, but the folder has",
      })
  void refusesByName(String from, String to, String expected) throws IOException {
    TinyModel.LLAMA.write(temp);
    Path config = temp.resolve("config.json");
    String text = Files.readString(config);
    assertThat(text).contains(from.strip());
    Files.writeString(config, text.replace(from.strip(), to == null ? "" : to.strip()));

    assertThatThrownBy(() -> ModelFolder.open(temp))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(expected.strip());
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> ModelFolder.open(temp.resolve("none")))
        .hasMessageContaining("none is not a folder");
    assertThatThrownBy(() -> ModelFolder.open(temp)).hasMessageContaining("config.json is missing");
  }

  @Test
  void textComesOutWholeFromTokensOneByOne() {
    try (Tokenizer tokenizer = ModelFolder.open(demo()).tokenizer()) {
      String text = "Once upon a time, wörld! 日本語 🙂 the quick brown \"fox\".\n\n  x";
      TextStream stream = new TextStream(tokenizer);
      StringBuilder pieces = new StringBuilder();
      for (int token : tokenizer.encode(text)) {
        String piece = stream.add(token);
        assertThat(piece).doesNotContain("\uFFFD");
        pieces.append(piece);
      }
      pieces.append(stream.finish());
      assertThat(pieces).hasToString(text);
    }
  }

  @Test
  void longTextsAreNotCut() {
    try (Tokenizer tokenizer = ModelFolder.open(demo()).tokenizer()) {
      assertThat(tokenizer.encode("hello world ".repeat(2000)).length).isGreaterThan(4000);
    }
  }

  @Test
  void writesConversationsAsTheFamiliesDo() {
    List<ChatFormat.Message> messages =
        List.of(new ChatFormat.Message("system", "S"), new ChatFormat.Message("user", "U"));
    assertThat(ChatFormat.CHATML.render(messages, UnaryOperator.identity()))
        .isEqualTo(
            "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n"
                + "<|im_start|>assistant\n");
    assertThat(ChatFormat.LLAMA3.render(messages, UnaryOperator.identity()))
        .isEqualTo(
            "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nS<|eot_id|>"
                + "<|start_header_id|>user<|end_header_id|>\n\nU<|eot_id|>"
                + "<|start_header_id|>assistant<|end_header_id|>\n\n");
    assertThat(ChatFormat.ZEPHYR.render(messages, UnaryOperator.identity()))
        .isEqualTo("<|system|>\nS</s>\n<|user|>\nU</s>\n<|assistant|>\n");
  }

  private static Path demo() {
    return Path.of(System.getProperty("tocsin.root"), "inference/models/demo");
  }
}
