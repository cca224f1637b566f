package dev.tocsin.inference;

import static dev.tocsin.inference.Running.await;
import static dev.tocsin.inference.Running.chat;
import static dev.tocsin.inference.Running.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service does when it is in trouble, brought about by its own faults. */
class FaultsTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String ACTIVE = "llm_active_requests{model=\"demo\"}";
  private static final String QUEUED = "llm_queued_requests{model=\"demo\"}";
  private static final String BUSY = "llm_decode_busy_seconds_total{model=\"demo\"}";
  private static final String FIRST = "llm_time_to_first_token_seconds_count{model=\"demo\"}";
  private static final String LONG = ",\"ignore_eos\":true,\"max_tokens\":400";

  private Running running;

  @BeforeEach
  void start() {
    running =
        new Running(
            "--slots",
            "2",
            "--queue",
            "2",
            "--enable-faults",
            "--request-timeout",
            "60",
            "--hang-timeout",
            "2");
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void aFullQueueIsReportedAndAFrozenEngineIsDetected() {
    running.faults("{\"slow_step_ms\":200}");
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    waiting.add(running.postAsync(CHAT, chat("Tell me a story.", LONG)));
    waiting.add(running.postAsync(CHAT, chat("Tell me a story.", LONG)));
    await("both slots are taken", () -> running.metric(ACTIVE) == 2);
    await("they decode", () -> running.metric(BUSY) > 0);
    running.faults("{\"freeze\":true}");
    waiting.add(running.postAsync(CHAT, chat("Hello!", "")));
    waiting.add(running.postAsync(CHAT, chat("Hello!", "")));
    await("two wait", () -> running.metric(QUEUED) == 2);

    HttpResponse<String> rejected = running.post(CHAT, chat("Hello!", ""));
    assertThat(rejected.statusCode()).isEqualTo(503);
    assertThat(rejected.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(json(rejected.body()).at("/error/message").asText())
        .isEqualTo("All 2 slots are taken and 2 requests are waiting.");

    double before = running.metric(BUSY);
    await("busy seconds advance", () -> running.metric(BUSY) > before + 0.5);
    double generated = running.metric("llm_generated_tokens_total{model=\"demo\"}");
    await("the hang is seen", () -> running.metric("llm_service_healthy") == 0);
    assertThat(running.get("/health").statusCode()).isEqualTo(503);
    assertThat(running.get("/health").body()).contains("has not finished a step for");
    assertThat(running.metric("llm_generated_tokens_total{model=\"demo\"}")).isEqualTo(generated);

    running.faults("{}");
    for (CompletableFuture<HttpResponse<String>> answer : waiting) {
      assertThat(answer.join().statusCode()).isEqualTo(200);
    }
    assertThat(running.metric("llm_service_healthy")).isEqualTo(1);
    await("all are counted", () -> running.requests(200) == 4 && running.requests(503) == 1);
    assertThat(running.metric(FIRST)).isEqualTo(4);
  }

  @Test
  void aClientThatLeavesGivesItsSlotBack() throws IOException {
    running.faults("{\"slow_step_ms\":30}");
    for (String stream : List.of("true", "false")) {
      double before = running.requests(499);
      try (Socket socket = send(chat("Hello!", LONG + ",\"stream\":" + stream))) {
        await("it has a slot", () -> running.metric(ACTIVE) == 1);
        assertThat(socket.isConnected()).isTrue();
      }
      await("the slot is free", () -> running.metric(ACTIVE) == 0);
      await("it is counted", () -> running.requests(499) == before + 1);
    }
  }

  @Test
  void aClientThatLeavesTheQueueWaitedForItsFirstToken() throws IOException {
    running.faults("{\"freeze\":true}");
    running.postAsync(CHAT, chat("Hello!", ""));
    // A step that takes long takes it from those who have slots, not from those who could have one.
    await("one has a slot", () -> running.metric(ACTIVE) == 1);
    Socket socket = send(chat("Hello!", LONG));
    await("it waits", () -> running.metric(QUEUED) == 1);
    socket.close();
    await("it is counted", () -> running.requests(499) == 1);
    assertThat(running.metric(FIRST)).isEqualTo(1);
    assertThat(running.metric(QUEUED)).isZero();
  }

  @Test
  void tooLongIsATimeout() {
    try (Running impatient = new Running("--enable-faults", "--request-timeout", "1")) {
      impatient.faults("{\"freeze\":true}");
      HttpResponse<String> response = impatient.post(CHAT, chat("Hello!", ""));
      assertThat(response.statusCode()).isEqualTo(504);
      assertThat(response.body()).contains("took longer than 1 s");
      await("it is counted", () -> impatient.requests(504) == 1);
      impatient.faults("{\"slow_step_ms\":100}");
      HttpResponse<String> stream = impatient.post(CHAT, chat("Hello!", LONG + ",\"stream\":true"));
      assertThat(stream.statusCode()).isEqualTo(200);
      assertThat(stream.body()).contains("took longer than 1 s").doesNotContain("[DONE]");
      await("it counts as failed", () -> impatient.requests(500) == 1);
    }
  }

  @Test
  void failuresAreReportedInTime() {
    running.faults("{\"fail_probability\":1}");
    HttpResponse<String> failed = running.post(CHAT, chat("Hello!", ",\"stream\":true"));
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(json(failed.body()).at("/error/type").asText()).isEqualTo("server_error");

    running.faults("{\"break_probability\":1}");
    HttpResponse<String> broken = running.post(CHAT, chat("Tell me a story.", ",\"stream\":true"));
    assertThat(broken.statusCode()).isEqualTo(200);
    assertThat(broken.body()).contains("\"content\":").contains("\"error\":");
    assertThat(broken.body()).doesNotContain("[DONE]");
    await("both are counted", () -> running.requests(500) == 2);
    assertThat(running.requests(200)).isZero();

    running.faults("{}");
    assertThat(running.post(CHAT, chat("Hello!", "")).statusCode()).isEqualTo(200);
  }

  @Test
  void withoutAModelItSaysSo() {
    assertThat(running.faults("{\"model_unloaded\":true}")).isEqualTo(200);
    assertThat(running.metric("llm_model_loaded{model=\"demo\"}")).isZero();
    assertThat(running.post(CHAT, chat("Hello!", "")).statusCode()).isEqualTo(503);
    assertThat(running.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(running.get("/health").statusCode()).isEqualTo(200);
    assertThat(running.faults("{}")).isEqualTo(200);
    assertThat(running.metric("llm_model_loaded{model=\"demo\"}")).isEqualTo(1);
    assertThat(running.post(CHAT, chat("Hello!", "")).statusCode()).isEqualTo(200);
  }

  @Test
  void healthCanBeMadeToFailAndMemoryToBeUsed() {
    running.faults("{\"unhealthy\":true}");
    assertThat(running.get("/health").statusCode()).isEqualTo(503);
    assertThat(running.metric("llm_service_healthy")).isZero();

    double before = running.metric("process_resident_memory_bytes");
    assertThat(running.faults("{\"host_ballast_bytes\":200000000}")).isEqualTo(200);
    assertThat(running.metric("process_resident_memory_bytes")).isGreaterThan(before + 150e6);
    assertThat(running.faults("{}")).isEqualTo(200);
    await(
        "the memory is back",
        () -> running.metric("process_resident_memory_bytes") < before + 100e6);
    assertThat(running.faults("{\"slow\":1}")).isEqualTo(400);
    assertThat(running.faults("{")).isEqualTo(400);
  }

  @Test
  void gpuMemoryIsUsedAndGivenBackWhereThereIsAGpu() {
    if (Running.DEVICE.equals("cpu")) {
      assertThat(running.faults("{\"gpu_ballast_bytes\":1}")).isEqualTo(400);
      return;
    }
    double before = gpuMemory();
    assertThat(running.faults("{\"gpu_ballast_bytes\":1000000000}")).isEqualTo(200);
    // NVML is read once a second.
    await("the memory is used", () -> gpuMemory() > before + 900e6);
    assertThat(running.faults("{\"gpu_ballast_bytes\":1000000000000000}")).isEqualTo(400);
    assertThat(running.faults("{}")).isEqualTo(200);
    await("the memory is back", () -> gpuMemory() < before + 100e6);
    assertThat(running.post(CHAT, chat("Hello!", "")).statusCode()).isEqualTo(200);
  }

  /** Of all GPUs: which of them is used is CUDA's choice. */
  private double gpuMemory() {
    return running
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("llm_gpu_memory_used_bytes{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }

  @Test
  void drainingLetsRunningRequestsEnd() {
    running.faults("{\"slow_step_ms\":5}");
    CompletableFuture<HttpResponse<String>> answer =
        running.postAsync(CHAT, chat("Hello!", ",\"ignore_eos\":true,\"max_tokens\":100"));
    await("it has a slot", () -> running.metric(ACTIVE) == 1);
    Thread stopping = new Thread(running.service::drainAndClose);
    stopping.start();
    await("it is draining", () -> running.get("/health/ready").statusCode() == 503);
    assertThat(running.post(CHAT, chat("Hello!", "")).statusCode()).isEqualTo(503);
    assertThat(
            answer
                .orTimeout(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)
                .join()
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void withoutTheFlagThereAreNoFaults() {
    try (Running normal = new Running()) {
      assertThat(normal.service.adminPort()).isEmpty();
    }
  }

  /** What comes during a stream is no request of its own, and neither is what follows it. */
  @Test
  void bytesDuringAStreamCloseTheConnection() throws IOException {
    running.faults("{\"slow_step_ms\":5}");
    try (Socket socket =
        send(chat("Hello!", ",\"ignore_eos\":true,\"max_tokens\":60,\"stream\":true"))) {
      socket.setSoTimeout(30_000);
      StringBuilder answer = new StringBuilder();
      while (answer.indexOf("data: ") < 0) {
        answer.append((char) socket.getInputStream().read());
      }
      String smuggled = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
      socket
          .getOutputStream()
          .write(("A".repeat(256) + smuggled).getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      answer.append(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      assertThat(answer.toString()).contains("data: [DONE]").containsOnlyOnce("HTTP/1.1 ");
    }
    await("it is counted", () -> running.requests(200) == 1);
  }

  /** A web page that somebody of this machine looks at can send requests to loopback too. */
  @Test
  void theAdminPortAnswersOnlyProgramsThatHaveTheToken() throws IOException {
    String token = "Authorization: Bearer " + Running.ADMIN_TOKEN + "\r\n";
    String json = "Content-Type: application/json\r\n";
    String local = "Host: localhost:1\r\n";
    assertThat(admin("GET", local + token)).isEqualTo(200);
    assertThat(admin("PUT", local + token + json)).isEqualTo(200);
    assertThat(admin("PUT", local + json)).isEqualTo(401);
    assertThat(admin("GET", local)).isEqualTo(401);
    assertThat(admin("DELETE", local)).isEqualTo(401);
    assertThat(admin("PUT", local + token.replace("Bearer ", "Bearer x") + json)).isEqualTo(401);
    assertThat(admin("PUT", "Host: evil.example\r\n" + token + json)).isEqualTo(403);
    assertThat(admin("PUT", local + token + json + "Origin: http://evil.example\r\n"))
        .isEqualTo(403);
    assertThat(admin("PUT", local + token + "Content-Type: text/plain\r\n")).isEqualTo(415);
  }

  @Test
  void aSlowPlanHoldsUpNoOther() throws IOException {
    try (Socket slow = adminSocket()) {
      String head =
          "PUT /faults HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + Running.ADMIN_TOKEN
              + "\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
      slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(running.faults("{}")).isEqualTo(200);
    }
  }

  @Test
  void ballastIsNeverMoreThanThereIs() {
    for (String bytes : List.of("1000000000000000", String.valueOf(Long.MAX_VALUE))) {
      assertThat(running.faults("{\"host_ballast_bytes\":" + bytes + "}")).isEqualTo(400);
    }
  }

  private int admin(String method, String headers) throws IOException {
    try (Socket socket = adminSocket()) {
      String body = method.equals("PUT") ? "Content-Length: 2\r\n\r\n{}" : "\r\n";
      String request = method + " /faults HTTP/1.1\r\nConnection: close\r\n" + headers + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.split(" ")[1]);
    }
  }

  private Socket adminSocket() throws IOException {
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), running.service.adminPort().orElseThrow());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private Socket send(String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.service.port());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST " + CHAT + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + bytes.length + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return socket;
  }
}
