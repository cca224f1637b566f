package dev.tocsin.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Prompts of every size, many at a time, against a service with 256 MB of heap: whatever is sent,
 * the process lives. {@code -Dtests.prompt.step=1.02} tries more sizes (default: 8; {@code
 * -Pthorough}: 1.1).
 */
class PromptSizesIT {

  private static final int LARGEST = 1 << 20;
  private static final int CLIENTS = 60;

  /** What the sizes are made of: in the JSON, on the heap and for the tokenizer all differ. */
  private static final Map<String, String> TEXTS =
      new TreeMap<>(
          Map.of(
              "words", "The quick brown fox. ",
              "one letter", "a",
              "spaces", " ",
              "Chinese", "\u65e5\u672c\u8a9e",
              "escapes", "\\u00e9",
              "surrogates", "\\ud83d\\ude00",
              "special tokens", "<|im_end|>",
              "line ends", "\\r\\n"));

  @TempDir Path temp;

  /** 512 tokens are the demo model's; with the other, all of a body of 1 MB is tokenized. */
  @ParameterizedTest
  @ValueSource(ints = {512, 131072})
  void theProcessLives(int context) throws Exception {
    List<String> bodies = new ArrayList<>();
    for (int size : sizes()) {
      for (String text : TEXTS.values()) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        bodies.add(chat(text.repeat(Math.max(1, Math.min(size, LARGEST - 200) / bytes))));
      }
    }
    for (String rest : List.of("{},", "[],", "0,", "{\"role\":\"user\",\"content\":\"\"},")) {
      bodies.add(
          "{\"model\":\"demo\",\"messages\":["
              + rest.repeat(LARGEST / rest.length() - 20)
              + "{}]}");
    }
    try (Program program =
        new Program(
            temp,
            List.of("-Xmx256m", "-XX:+UseSerialGC"),
            "--model",
            model(context).toString(),
            "--name",
            "demo",
            "--port",
            "0",
            "--threads",
            "1",
            // Long prompts are tokenized, and then refused: to compute them takes minutes.
            "--kv-cache",
            "4MiB")) {
      URI uri = URI.create(program.url() + "/v1/chat/completions");
      Map<Integer, Integer> codes = new TreeMap<>();
      ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      List<Future<Integer>> answers = new ArrayList<>();
      try {
        for (String body : bodies) {
          answers.add(clients.submit(() -> post(client, uri, body)));
        }
        for (int i = 0; i < CLIENTS; i++) {
          String largest = bodies.get(bodies.size() - 1 - i % 12);
          answers.add(clients.submit(() -> post(client, uri, largest)));
        }
        for (Future<Integer> answer : answers) {
          codes.merge(answer.get(), 1, Integer::sum);
        }
      } finally {
        clients.shutdownNow();
      }
      System.out.printf(
          "PROMPTS of %d to %d bytes, %d at a time, context %d, heap 256 MB: %d answers %s, alive: %s%n",
          1, LARGEST, CLIENTS, context, answers.size(), codes, program.process.isAlive());
      assertThat(program.process.isAlive()).as(program.errors()).isTrue();
      assertThat(codes.keySet()).isSubsetOf(0, 200, 400, 413, 503, 504).contains(200, 400);
      assertThat(post(client, uri, chat("Hello!"))).isEqualTo(200);
    }
  }

  private static int post(HttpClient client, URI uri, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      // Refused while the body was still being sent: what is asserted is that the process lives.
      return 0;
    }
  }

  private static String chat(String text) {
    return "{\"model\":\"demo\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\""
        + text
        + "\"}]}";
  }

  private static TreeSet<Integer> sizes() {
    double step = Double.parseDouble(System.getProperty("inference.prompt.step", "8"));
    TreeSet<Integer> sizes = new TreeSet<>();
    for (double size = 1; size < LARGEST; size *= step) {
      sizes.add((int) size);
    }
    sizes.add(LARGEST);
    return sizes;
  }

  private Path model(int context) throws IOException {
    Path folder = Files.createDirectories(temp.resolve("model"));
    for (String name : List.of("tokenizer.json", "tokenizer_config.json", "model.safetensors")) {
      Files.copy(Running.DEMO.resolve(name), folder.resolve(name));
    }
    String config = Files.readString(Running.DEMO.resolve("config.json"));
    String longer =
        config.replaceFirst(
            "\"max_position_embeddings\"\\s*:\\s*\\d+", "\"max_position_embeddings\": " + context);
    Files.writeString(folder.resolve("config.json"), longer);
    return folder;
  }
}
