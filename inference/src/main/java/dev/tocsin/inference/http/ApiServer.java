package dev.tocsin.inference.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.inference.engine.Engine;
import dev.tocsin.inference.metrics.Outcome;
import dev.tocsin.inference.metrics.ServiceMetrics;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The API, health and metrics on one port.
 *
 * <p>A completion occupies a thread from the end of its body to the end of its answer, so
 * completions have a thread pool of their own with a thread for every slot and every place in the
 * queue. The web server's threads never wait for the engine: a scrape is answered while all slots
 * are taken and hundreds of requests wait.
 */
public final class ApiServer implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Threads for requests whose body is being parsed. */
  private static final int SPARE_THREADS = 64;

  private final Engine engine;
  private final ServedModel model;
  private final ServiceMetrics metrics;
  private final Health health;
  private final ApiSettings settings;
  private final ApiKey key;
  private final RequestMemory memory = new RequestMemory(Runtime.getRuntime().maxMemory());
  private final ConnectionLimits limits;
  private final CompletionHandler completions;
  private final ThreadPoolExecutor threads;
  private final Javalin javalin;

  /** Starts to listen. */
  public ApiServer(
      Engine engine,
      int queue,
      ServedModel model,
      ServiceMetrics metrics,
      Health health,
      ApiSettings settings) {
    this.engine = engine;
    this.model = model;
    this.metrics = metrics;
    this.health = health;
    this.settings = settings;
    key = new ApiKey(settings.apiKey());
    limits =
        new ConnectionLimits(settings.connections(), settings.clientTime(), settings.requestTime());
    completions = new CompletionHandler(engine, model, metrics, settings, key, memory);
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            engine.slots() + queue + SPARE_THREADS,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "api-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    javalin = Javalin.create(this::configure).start();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.asyncTimeout = 0;
    config.jetty.addConnector(
        (server, http) -> limits.connector(server, http, settings.host(), settings.port()));
    config.routes.post("/v1/chat/completions", context -> complete(context, true));
    config.routes.post("/v1/completions", context -> complete(context, false));
    config.routes.get("/v1/models", this::models);
    config.routes.get("/v1/models/{name}", this::oneModel);
    config.routes.get("/health", context -> health(context, health.problem()));
    config.routes.get("/health/live", context -> health(context, health.problem()));
    config.routes.get("/health/ready", context -> health(context, health.notReady()));
    config.routes.get("/metrics", this::scrape);
    config.routes.error(404, "*", ApiServer::notFound);
  }

  private void complete(Context context, boolean chat) {
    long arrived = System.nanoTime();
    if (completions.refuses(context)) {
      return;
    }
    context.future(
        () -> {
          CompletableFuture<Void> answered = new CompletableFuture<>();
          RequestBody.read(context, settings.bodyBytes(), memory, limits, arrived)
              .done()
              .whenComplete(
                  (body, failure) -> answer(context, chat, arrived, body, failure, answered));
          return answered;
        });
  }

  private void answer(
      Context context,
      boolean chat,
      long arrived,
      @Nullable RequestBody body,
      @Nullable Throwable failure,
      CompletableFuture<Void> answered) {
    try {
      threads.execute(
          () -> {
            try {
              completions.handle(context, chat, arrived, body, failure);
            } finally {
              answered.complete(null);
            }
          });
    } catch (RejectedExecutionException e) {
      if (body != null) {
        body.release();
      }
      completions.turnAway(context);
      answered.complete(null);
    }
  }

  private void models(Context context) throws IOException {
    if (!allowed(context)) {
      return;
    }
    ObjectNode root = MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = root.putArray("data");
    data.add(describe());
    json(context, 200, root);
  }

  private void oneModel(Context context) throws IOException {
    if (!allowed(context)) {
      return;
    }
    if (context.pathParam("name").equals(model.name())) {
      json(context, 200, describe());
    } else {
      CompletionHandler.respond(
          context, ApiException.unknownModel(context.pathParam("name"), model.name()));
    }
  }

  private boolean allowed(Context context) {
    try {
      key.check(context.header("Authorization"));
      return true;
    } catch (ApiException e) {
      CompletionHandler.respond(context, e);
      return false;
    }
  }

  private ObjectNode describe() {
    return MAPPER
        .createObjectNode()
        .put("id", model.name())
        .put("object", "model")
        .put("created", model.created())
        .put("owned_by", "tocsin")
        .put("max_model_len", engine.contextLength());
  }

  private static void health(Context context, Optional<String> problem) throws IOException {
    ObjectNode root = MAPPER.createObjectNode().put("status", problem.isEmpty() ? "ok" : "failing");
    problem.ifPresent(text -> root.put("problem", text));
    json(context, problem.isEmpty() ? 200 : 503, root);
  }

  private void scrape(Context context) throws IOException {
    String accept = context.header("Accept");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 * 1024);
    metrics.write(accept, bytes);
    context.contentType(metrics.contentType(accept)).result(bytes.toByteArray());
  }

  private static void notFound(Context context) {
    CompletionHandler.respond(
        context,
        ApiException.of(
            Outcome.NOT_FOUND,
            null,
            "Unknown path: " + context.method() + " " + RequestReader.brief(context.path()) + "."));
  }

  private static void json(Context context, int status, ObjectNode json) throws IOException {
    context.status(status).contentType("application/json").result(MAPPER.writeValueAsBytes(json));
  }

  /** The port that the server listens on. */
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
    limits.close();
    threads.shutdownNow();
  }
}
