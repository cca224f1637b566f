package dev.tocsin.inference.demo;

import dev.tocsin.inference.model.ChatFormat;
import dev.tocsin.inference.model.ModelConfig;
import dev.tocsin.inference.model.ModelFolder;
import dev.tocsin.inference.model.SafeTensors;
import dev.tocsin.inference.model.Tokenizer;
import dev.tocsin.inference.torch.TorchRuntime;
import dev.tocsin.inference.torch.TorchRuntime.DeviceChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Trains the demo model and writes its folder: a few minutes on two cores.
 *
 * <p>{@code java -cp inference/target/test-classes:inference/target/tocsin-inference.jar
 * dev.tocsin.inference.demo.TrainDemo FOLDER [STEPS]}
 */
public final class TrainDemo {

  private static final int TRAINING = 8000;
  private static final int VALIDATION = 400;
  private static final int DEFAULT_STEPS = 700;

  private static final String CONFIG =
      """
      {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_size": 128,
        "num_hidden_layers": 4,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "intermediate_size": 352,
        "vocab_size": 512,
        "max_position_embeddings": 512,
        "rms_norm_eps": 1e-05,
        "rope_theta": 10000.0,
        "hidden_act": "silu",
        "tie_word_embeddings": true,
        "bos_token_id": 0,
        "eos_token_id": [0, 2],
        "torch_dtype": "float32"
      }
      """;

  private static final String TOKENIZER_CONFIG =
      """
      {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "eos_token": "<|im_end|>",
        "chat_template": "{%% for message in messages %%}{{ '<|im_start|>' + message['role'] + \
      '\\n' + message['content'] + '<|im_end|>\\n' }}{%% endfor %%}{%% if add_generation_prompt \
      %%}{{ '<|im_start|>assistant\\n' }}{%% endif %%}"
      }
      """
          .replace("%%", "%");

  private TrainDemo() {}

  /** Runs the training. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 1 || arguments.length > 2) {
      System.err.println("usage: TrainDemo FOLDER [STEPS]");
      System.exit(2);
    }
    Path folder = Path.of(arguments[0]);
    int steps = arguments.length == 2 ? Integer.parseInt(arguments[1]) : DEFAULT_STEPS;
    TorchRuntime.prepare();
    TorchRuntime.start(DeviceChoice.CPU, Runtime.getRuntime().availableProcessors());
    double loss = train(folder, steps);
    System.out.printf(Locale.ROOT, "validation loss %.3f, written to %s%n", loss, folder);
  }

  /** Writes the folder and gives the loss on stories that were not trained on. */
  static double train(Path folder, int steps) throws IOException {
    Files.createDirectories(folder);
    List<String> training = texts(7, TRAINING);
    List<String> validation = texts(8, VALIDATION);
    Files.writeString(folder.resolve("config.json"), CONFIG);
    Files.writeString(folder.resolve("tokenizer_config.json"), TOKENIZER_CONFIG);
    String corpus = String.join("", training);
    for (String special : BpeTrainer.SPECIAL) {
      corpus = corpus.replace(special, "");
    }
    ModelConfig config = ModelFolder.config(folder);
    Files.writeString(
        folder.resolve("tokenizer.json"), BpeTrainer.train(corpus, config.vocabulary()));
    try (Tokenizer tokenizer = Tokenizer.load(folder.resolve("tokenizer.json"));
        Trainer trainer = new Trainer(config, 42)) {
      List<int[]> documents = encode(training, tokenizer);
      List<int[]> unseen = encode(validation, tokenizer);
      System.out.printf(
          Locale.ROOT,
          "%d stories, %d tokens, validation loss before %.3f%n",
          documents.size(),
          documents.stream().mapToInt(d -> d.length).sum(),
          trainer.validate(unseen, 10));
      trainer.train(documents, steps, System.out::println);
      SafeTensors.write(folder.resolve("model.safetensors"), trainer.weights());
      return trainer.validate(unseen, 10);
    }
  }

  private static List<int[]> encode(List<String> texts, Tokenizer tokenizer) {
    return texts.stream().map(tokenizer::withSpecialTokens).map(tokenizer::encode).toList();
  }

  private static List<String> texts(long seed, int count) {
    return new Stories(seed)
        .write(count).stream()
            .map(
                d ->
                    ChatFormat.CHATML.render(
                            List.of(new ChatFormat.Message("user", d.question())),
                            UnaryOperator.identity())
                        + d.answer()
                        + "<|im_end|>\n")
            .toList();
  }
}
