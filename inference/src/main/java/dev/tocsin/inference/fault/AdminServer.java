package dev.tocsin.inference.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.inference.engine.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The admin port: {@code GET /faults} tells the plan, {@code PUT /faults} replaces it, {@code
 * DELETE /faults} ends all faults. On loopback only.
 */
public final class AdminServer implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LARGEST_BODY = 10_000;
  private static final int LOAD_SECONDS = 60;

  private final Engine engine;
  private final InjectedFaults faults;
  private final Ballast host;
  private final Ballast gpu;
  private final HttpServer server;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(AdminServer::daemon);

  /** Starts to listen. */
  public AdminServer(int port, Engine engine, InjectedFaults faults, Ballast host, Ballast gpu)
      throws IOException {
    this.engine = engine;
    this.faults = faults;
    this.host = host;
    this.gpu = gpu;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/faults", this::answer);
    server.setExecutor(thread);
    server.start();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "admin");
    thread.setDaemon(true);
    return thread;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = 200;
      ObjectNode body;
      try {
        switch (exchange.getRequestMethod()) {
          case "GET" -> {}
          case "PUT", "POST" -> become(read(exchange));
          case "DELETE" -> become(FaultPlan.NONE);
          default -> status = 405;
        }
        body = faults.plan().json();
      } catch (IllegalArgumentException e) {
        status = 400;
        body = MAPPER.createObjectNode().put("error", e.getMessage());
      }
      byte[] bytes = MAPPER.writeValueAsBytes(body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static FaultPlan read(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY);
    try {
      return FaultPlan.parse(MAPPER.readTree(bytes));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private void become(FaultPlan plan) {
    FaultPlan before = faults.plan();
    if (plan.freeze() && plan.modelUnloaded() != before.modelUnloaded()) {
      throw new IllegalArgumentException(
          "a frozen engine can neither load nor unload its model: ask for one after the other");
    }
    host.resize(plan.hostBallastBytes());
    gpu.resize(plan.gpuBallastBytes());
    faults.become(plan);
    if (plan.modelUnloaded() != before.modelUnloaded()) {
      await(plan.modelUnloaded() ? engine.unload() : engine.load());
    }
  }

  private static void await(CompletableFuture<Void> change) {
    try {
      change.get(LOAD_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalArgumentException("the model could not be loaded or unloaded: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
