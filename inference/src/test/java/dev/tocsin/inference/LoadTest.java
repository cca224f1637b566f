package dev.tocsin.inference;

import static dev.tocsin.inference.Running.await;
import static dev.tocsin.inference.Running.chat;
import static dev.tocsin.inference.Running.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Hundreds of clients, clients that leave, and garbage: {@code -Pthorough}. How long each goes on:
 * {@code -Dinference.load.seconds} (60) and {@code -Dinference.soak.seconds} (600).
 */
@Tag("thorough")
class LoadTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String RSS = "process_resident_memory_bytes";

  @Test
  void twoHundredClientsForAMinute() throws Exception {
    Duration time = Duration.ofSeconds(Integer.getInteger("inference.load.seconds", 60));
    Map<Integer, AtomicInteger> codes = new ConcurrentHashMap<>();
    AtomicLong prompt = new AtomicLong();
    AtomicLong generated = new AtomicLong();
    AtomicInteger scrapes = new AtomicInteger();
    AtomicLong slowestScrape = new AtomicLong();
    AtomicLong slowestYardstick = new AtomicLong();
    List<Double> memory = new ArrayList<>();
    try (Running running = new Running();
        Yardstick yardstick = new Yardstick()) {
      long end = System.nanoTime() + time.toNanos();
      List<Runnable> clients = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String body = chat("Tell me a story.", ",\"max_tokens\":" + (5 + i % 60));
        clients.add(
            () -> {
              while (System.nanoTime() < end) {
                HttpResponse<String> answer = running.post(CHAT, body);
                codes
                    .computeIfAbsent(answer.statusCode(), c -> new AtomicInteger())
                    .incrementAndGet();
                if (answer.statusCode() == 503) {
                  // As Retry-After asks, only sooner.
                  LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                }
                if (answer.statusCode() == 200) {
                  JsonNode usage = json(answer.body()).path("usage");
                  prompt.addAndGet(usage.path("prompt_tokens").asInt());
                  generated.addAndGet(usage.path("completion_tokens").asInt());
                }
              }
            });
      }
      clients.add(
          () -> {
            while (System.nanoTime() < end) {
              long start = System.nanoTime();
              running.send(yardstick.request());
              long middle = System.nanoTime();
              double rss = running.metric(RSS);
              slowestYardstick.accumulateAndGet(middle - start, Math::max);
              slowestScrape.accumulateAndGet(System.nanoTime() - middle, Math::max);
              scrapes.incrementAndGet();
              memory.add(rss);
            }
          });
      together(clients);

      int answered = codes.values().stream().mapToInt(AtomicInteger::get).sum();
      double warm = highest(memory.subList(0, memory.size() / 2));
      double last = highest(memory.subList(memory.size() / 2, memory.size()));
      System.out.printf(
          "LOAD %d s: %d requests %s, %d tokens, %d scrapes, the slowest %d ms (the slowest answer of"
              + " a server that does nothing: %d ms), memory %.0f MB to %.0f MB%n",
          time.toSeconds(),
          answered,
          codes,
          generated.get(),
          scrapes.get(),
          slowestScrape.get() / 1_000_000,
          slowestYardstick.get() / 1_000_000,
          warm / 1e6,
          last / 1e6);
      assertThat(codes.keySet()).isSubsetOf(200, 503).contains(200);
      assertThat(last).isLessThan(warm * 1.1 + 20e6);
      // A second for the service; what this machine and the 200 clients cost is not its fault.
      assertThat(slowestScrape.get())
          .isLessThan(Duration.ofSeconds(1).toNanos() + slowestYardstick.get());
      await("all slots are free", () -> running.metric("llm_active_requests{model=\"demo\"}") == 0);
      for (int code : codes.keySet()) {
        // A 503 that finds no thread to read it does not know its model.
        await(
            code + " is counted",
            () ->
                running.requests(code)
                        + running.metric(
                            "llm_requests_total{code=\"" + code + "\",model=\"unknown\"}")
                    == codes.get(code).get());
      }
      assertThat(running.metric("llm_prompt_tokens_total{model=\"demo\"}")).isEqualTo(prompt.get());
      assertThat(running.metric("llm_generated_tokens_total{model=\"demo\"}"))
          .isEqualTo(generated.get());
      assertThat(running.metric("llm_request_duration_seconds_count{model=\"demo\"}"))
          .isEqualTo(codes.get(200).get());
    }
  }

  @Test
  void clientsThatLeaveLeakNothing() throws Exception {
    Duration time = Duration.ofSeconds(Integer.getInteger("inference.soak.seconds", 600));
    AtomicInteger left = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    List<Double> memory = new ArrayList<>();
    try (Running running = new Running("--queue", "200")) {
      long start = System.nanoTime();
      long end = start + time.toNanos();
      List<Runnable> clients = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Random random = new Random(i);
        clients.add(
            () -> {
              while (System.nanoTime() < end) {
                (visit(running, random) ? ended : left).incrementAndGet();
              }
            });
      }
      clients.add(
          () -> {
            while (System.nanoTime() < end) {
              System.gc();
              memory.add(running.metric(RSS));
            }
          });
      together(clients);

      double warm = highest(memory.subList(memory.size() / 4, memory.size() / 2));
      double last = highest(memory.subList(memory.size() * 3 / 4, memory.size()));
      System.out.printf(
          "SOAK %d s: %d clients stayed, %d left; memory %.0f MB in the second quarter, %.0f MB in"
              + " the last%n",
          time.toSeconds(), ended.get(), left.get(), warm / 1e6, last / 1e6);
      await("all slots are free", () -> running.metric("llm_active_requests{model=\"demo\"}") == 0);
      assertThat(running.metric("llm_queued_requests{model=\"demo\"}")).isZero();
      await(
          "everybody is counted",
          () -> running.requests(200) + running.requests(499) == ended.get() + left.get());
      assertThat(running.requests(500)).isZero();
      assertThat(last).isLessThan(warm * 1.1 + 20e6);
      assertThat(running.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void garbageIsNeverTheServicesFault() throws Exception {
    Random random = new Random(9);
    String good = chat("Tell me a story.", ",\"max_tokens\":2,\"stop\":[\"x\"],\"top_p\":0.5");
    String[] bits = {
      "{",
      "}",
      "[",
      "]",
      "\"",
      ",",
      ":",
      "null",
      "true",
      "-1",
      "1e999",
      "99999999999999999999",
      "\\u0000",
      "\\ud800",
      "\u0000",
      "é",
      "🙂",
      "NaN",
      "\"messages\"",
      "\"stream\":true,",
      "<|im_end|>"
    };
    Map<Integer, Integer> codes = new ConcurrentHashMap<>();
    try (Running running = new Running()) {
      for (int i = 0; i < 3000; i++) {
        StringBuilder body = new StringBuilder(good);
        for (int k = random.nextInt(4); k >= 0; k--) {
          int at = random.nextInt(body.length() + 1);
          int to = Math.min(body.length(), at + random.nextInt(12));
          body.replace(at, to, bits[random.nextInt(bits.length)]);
        }
        String path = random.nextInt(5) == 0 ? "/v1/completions" : CHAT;
        int status = running.post(path, body.toString()).statusCode();
        assertThat(status).as("%s", body).isIn(200, 400, 404, 413);
        codes.merge(status, 1, Integer::sum);
      }
      System.out.println("FUZZ " + codes);
      assertThat(running.requests(500)).isZero();
      assertThat(running.post(CHAT, good).statusCode()).isEqualTo(200);
    }
  }

  /** Asks by a bare socket and perhaps leaves; whether it stayed to the end. */
  private static boolean visit(Running running, Random random) {
    boolean stays = random.nextInt(3) == 0;
    int patience = random.nextInt(6000);
    String more = ",\"max_tokens\":" + (1 + random.nextInt(80)) + ",\"ignore_eos\":true";
    String body = chat("Hello!", more + ",\"stream\":" + random.nextBoolean());
    String request =
        "POST "
            + CHAT
            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.service.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      if (stays) {
        in.readAllBytes();
        return true;
      }
      // Leaves at once, or after some of the answer.
      if (patience > 3000) {
        in.readNBytes(patience - 3000);
      }
      return false;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A server that answers at once with nothing. How long that takes says how long this machine, and
   * the client, keep everybody waiting.
   */
  private static final class Yardstick implements AutoCloseable {
    private final HttpServer server;

    Yardstick() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
    }

    HttpRequest request() {
      return HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
          .build();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private static double highest(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  private static void together(List<Runnable> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<?>> futures = new ArrayList<>();
      tasks.forEach(task -> futures.add(threads.submit(task)));
      for (Future<?> future : futures) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
