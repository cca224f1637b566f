package dev.tocsin.inference.bench;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.inference.Programs;
import dev.tocsin.inference.model.ModelConfig;
import dev.tocsin.inference.model.ModelFolder;
import dev.tocsin.inference.model.SafeTensors;
import dev.tocsin.inference.model.Weight;
import dev.tocsin.inference.model.WeightNames;
import dev.tocsin.inference.model.WeightType;
import dev.tocsin.inference.torch.TorchModel;
import dev.tocsin.inference.torch.TorchRuntime;
import dev.tocsin.inference.torch.TorchRuntime.DeviceChoice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Tokens per second of the model beside llama.cpp's, on the same weights, in the same precision, in
 * turns on the same machine: {@code inference/src/test/bench/run.sh}.
 */
final class Benchmark {

  private static final int PROMPT = 64;
  private static final int GENERATE = 32;
  private static final int[] SEQUENCES = {1, 4, 8, 16};
  private static final int CONTEXT = PROMPT + GENERATE;

  /** SmolLM2-135M's shape. */
  private static final String SMOL =
      """
      {"model_type": "llama", "hidden_size": 576, "num_hidden_layers": 30,
       "num_attention_heads": 9, "num_key_value_heads": 3, "intermediate_size": 1536,
       "vocab_size": 49152, "max_position_embeddings": 2048, "rms_norm_eps": 1e-5,
       "rope_theta": 100000, "tie_word_embeddings": true, "eos_token_id": 2}
      """;

  /**
   * What was measured: prompts a second of one sequence as seconds, decoding in tokens a second.
   */
  private record Speed(double firstTokenSeconds, Map<Integer, Double> tokensPerSecond) {}

  private Benchmark() {}

  public static void main(String[] arguments) throws IOException {
    Path demo = Path.of(arguments[0]);
    Path work = Path.of(arguments[1]);
    List<String> llama = Arrays.asList(arguments).subList(2, arguments.length);
    int threads = Runtime.getRuntime().availableProcessors();
    TorchRuntime.prepare();
    TorchRuntime.start(DeviceChoice.CPU, threads);
    Path smol = work.resolve("smol");
    if (!Files.exists(smol.resolve("model.safetensors"))) {
      random(smol);
    }
    for (Path path : List.of(demo, smol)) {
      ModelFolder folder = ModelFolder.open(path);
      Path gguf = work.resolve(folder.name() + ".gguf");
      if (!llama.isEmpty() && !Files.exists(gguf)) {
        Gguf.write(folder, gguf);
      }
      // In turns, and the better of two: other work on the machine hits both.
      List<Speed> ours = new ArrayList<>();
      List<Speed> theirs = new ArrayList<>();
      for (int round = 0; round < 2; round++) {
        ours.add(measure(folder));
        if (!llama.isEmpty()) {
          theirs.add(llama(llama, gguf, threads));
        }
      }
      print(folder.name(), threads, ours, theirs);
    }
  }

  private static void print(String name, int threads, List<Speed> ours, List<Speed> theirs) {
    System.out.printf(
        Locale.ROOT,
        "%n%s, single precision, %d threads, prompts of %d tokens, %d generated%n",
        name,
        threads,
        PROMPT,
        GENERATE);
    System.out.printf("%-28s %12s %12s %8s%n", "", "ours", "llama.cpp", "ratio");
    for (int n : SEQUENCES) {
      double we = best(ours, n);
      double they = best(theirs, n);
      System.out.printf(
          Locale.ROOT,
          "tokens/s, %2d sequences       %12.1f %12.1f %8.2f%n",
          n,
          we,
          they,
          we / they);
    }
    double we = ours.stream().mapToDouble(Speed::firstTokenSeconds).min().orElse(Double.NaN);
    double they = theirs.stream().mapToDouble(Speed::firstTokenSeconds).min().orElse(Double.NaN);
    System.out.printf(
        Locale.ROOT,
        "time to first token, ms      %12.1f %12.1f %8.2f%n",
        we * 1000,
        they * 1000,
        they / we);
  }

  private static double best(List<Speed> speeds, int sequences) {
    return speeds.stream()
        .mapToDouble(s -> s.tokensPerSecond().get(sequences))
        .max()
        .orElse(Double.NaN);
  }

  private static Speed measure(ModelFolder folder) {
    ModelConfig config = folder.config().withContextLength(CONTEXT);
    Map<Integer, Double> speeds = new TreeMap<>();
    double first = Double.MAX_VALUE;
    try (TorchModel model = TorchModel.load(config, folder.weights(), Device.cpu())) {
      for (int sequences : SEQUENCES) {
        model.resize(sequences, CONTEXT);
        int[] tokens = new int[sequences];
        int[] positions = new int[sequences];
        for (int row = 0; row < sequences; row++) {
          int[] prompt = new Random(row).ints(PROMPT, 0, model.vocabulary()).toArray();
          long start = System.nanoTime();
          float[] logits = model.read(row, 0, prompt);
          tokens[row] = likeliest(logits, 0, logits.length);
          first = Math.min(first, (System.nanoTime() - start) / 1e9);
          positions[row] = PROMPT;
        }
        long start = System.nanoTime();
        for (int i = 0; i < GENERATE; i++) {
          float[] logits = model.decode(tokens, positions);
          for (int row = 0; row < sequences; row++) {
            tokens[row] = likeliest(logits, row * model.vocabulary(), model.vocabulary());
            positions[row]++;
          }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        speeds.put(sequences, sequences * GENERATE / seconds);
      }
    }
    return new Speed(first, speeds);
  }

  private static int likeliest(float[] logits, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (logits[from + i] > logits[from + best]) {
        best = i;
      }
    }
    return best;
  }

  /** Runs llama-batched-bench, which prints one JSON object a line. */
  private static Speed llama(List<String> command, Path gguf, int threads) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(
        List.of(
            "-m",
            gguf.toString(),
            "-t",
            String.valueOf(threads),
            "-ctk",
            "f32",
            "-ctv",
            "f32",
            "-npp",
            String.valueOf(PROMPT),
            "-ntg",
            String.valueOf(GENERATE),
            "-npl",
            "1,4,8,16",
            "-c",
            String.valueOf(16 * CONTEXT),
            "--output-format",
            "jsonl"));
    Map<Integer, Double> speeds = new TreeMap<>();
    double first = Double.NaN;
    for (String line : Programs.run(gguf.getParent(), 15, all).split("\n")) {
      if (line.startsWith("{")) {
        JsonNode json = new ObjectMapper().readTree(line);
        speeds.put(json.path("pl").asInt(), json.path("speed_tg").asDouble());
        if (json.path("pl").asInt() == 1) {
          first = json.path("t_pp").asDouble();
        }
      }
    }
    return new Speed(first, speeds);
  }

  private static void random(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), SMOL);
    Random random = new Random(1);
    List<Weight> weights = new ArrayList<>();
    WeightNames.shapes(ModelFolder.config(folder))
        .forEach(
            (name, shape) -> {
              int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
              ByteBuffer bytes = ByteBuffer.allocateDirect(size * 4).order(ByteOrder.LITTLE_ENDIAN);
              boolean norm = name.endsWith("norm.weight");
              for (int i = 0; i < size; i++) {
                bytes.putFloat(norm ? 1 : (float) (random.nextGaussian() * 0.02));
              }
              weights.add(new Weight(name, WeightType.F32, shape, bytes.flip()));
            });
    SafeTensors.write(folder.resolve("model.safetensors"), weights);
  }
}
