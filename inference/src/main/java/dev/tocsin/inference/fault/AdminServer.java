package dev.tocsin.inference.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.inference.engine.Engine;
import dev.tocsin.inference.http.ApiException;
import dev.tocsin.inference.http.ApiKey;
import dev.tocsin.inference.http.ConnectionLimits;
import dev.tocsin.inference.http.RequestBody;
import dev.tocsin.inference.http.RequestMemory;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The admin port: {@code GET /faults} returns the plan, {@code PUT /faults} replaces it, {@code
 * DELETE /faults} ends all faults. On loopback only.
 *
 * <p>A web page in a browser on this machine can send requests to loopback too. Therefore every
 * request needs the token, a loopback {@code Host} and no {@code Origin}, and a plan must be {@code
 * application/json}, which a page cannot send to another site without a preflight request.
 */
public final class AdminServer implements AutoCloseable {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LARGEST_BODY = 10_000;
  private static final int CONNECTIONS = 32;
  private static final Duration LOAD_TIME = Duration.ofSeconds(60);
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Engine engine;
  private final InjectedFaults faults;
  private final Ballast host;
  private final Ballast gpu;
  private final ApiKey token;
  private final RequestMemory memory = new RequestMemory(Runtime.getRuntime().maxMemory());
  private final ConnectionLimits limits;
  private final ExecutorService thread = Executors.newSingleThreadExecutor(AdminServer::daemon);
  private final Javalin javalin;

  /**
   * Starts to listen.
   *
   * @param port the port, 0 for a free one
   * @param token what clients must send as a bearer token
   * @param clientTime how long a request's header may take
   */
  public AdminServer(
      int port,
      String token,
      Duration clientTime,
      Engine engine,
      InjectedFaults faults,
      Ballast host,
      Ballast gpu) {
    this.engine = engine;
    this.faults = faults;
    this.host = host;
    this.gpu = gpu;
    this.token = new ApiKey(token);
    limits = new ConnectionLimits(CONNECTIONS, clientTime, LOAD_TIME.plus(clientTime));
    javalin = Javalin.create(config -> configure(config, port)).start();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "admin");
    thread.setDaemon(true);
    return thread;
  }

  private void configure(JavalinConfig config, int port) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.asyncTimeout = 0;
    String address = InetAddress.getLoopbackAddress().getHostAddress();
    config.jetty.addConnector((server, http) -> limits.connector(server, http, address, port));
    config.routes.get("/faults", context -> answer(context, 200, faults.plan().json()));
    config.routes.put("/faults", this::replace);
    config.routes.post("/faults", this::replace);
    config.routes.delete("/faults", context -> change(context, FaultPlan.NONE));
    config.routes.before(this::admit);
  }

  /** The port that it listens on. */
  public int port() {
    return javalin.port();
  }

  private void admit(Context context) {
    String name = String.valueOf(context.header("Host")).replaceFirst(":\\d+$", "");
    String type = String.valueOf(context.header("Content-Type"));
    boolean plan = context.method().name().equals("PUT") || context.method().name().equals("POST");
    if (!LOOPBACK.contains(name.toLowerCase(Locale.ROOT)) || context.header("Origin") != null) {
      refuse(context, 403, "use a loopback Host and no Origin: web pages have no access");
    } else if (!allowed(context)) {
      refuse(context, 401, "send the token of --admin-token-file as 'Authorization: Bearer TOKEN'");
    } else if (plan && !type.split(";", -1)[0].strip().equalsIgnoreCase("application/json")) {
      refuse(context, 415, "the Content-Type must be application/json");
    }
  }

  private boolean allowed(Context context) {
    try {
      token.check(context.header("Authorization"));
      return true;
    } catch (ApiException e) {
      return false;
    }
  }

  private static void refuse(Context context, int status, String message) {
    answer(context, status, MAPPER.createObjectNode().put("error", message));
    context.skipRemainingHandlers();
  }

  private void replace(Context context) {
    long arrived = System.nanoTime();
    context.future(
        () ->
            RequestBody.read(context, LARGEST_BODY, memory, limits, arrived)
                .done()
                .handleAsync(
                    (body, failure) -> {
                      replace(context, body, failure);
                      return null;
                    },
                    thread));
  }

  private void replace(Context context, @Nullable RequestBody body, @Nullable Throwable failure) {
    if (failure instanceof ApiException problem) {
      refuse(context, problem.outcome().status(), problem.text());
    } else if (body != null) {
      try {
        become(FaultPlan.parse(MAPPER.readTree(body.stream())));
        answer(context, 200, faults.plan().json());
      } catch (JsonProcessingException e) {
        refuse(context, 400, "the body is not JSON: " + e.getOriginalMessage());
      } catch (IllegalArgumentException e) {
        refuse(context, 400, String.valueOf(e.getMessage()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        body.release();
      }
    }
  }

  /** Runs on the thread that makes all changes, one at a time. */
  private void change(Context context, FaultPlan plan) {
    context.future(
        () ->
            CompletableFuture.runAsync(
                () -> {
                  try {
                    become(plan);
                    answer(context, 200, faults.plan().json());
                  } catch (IllegalArgumentException e) {
                    refuse(context, 400, String.valueOf(e.getMessage()));
                  }
                },
                thread));
  }

  private static void answer(Context context, int status, ObjectNode json) {
    context.status(status).contentType("application/json").result(json.toString());
  }

  private void become(FaultPlan plan) {
    FaultPlan before = faults.plan();
    if (plan.freeze() && plan.modelUnloaded() != before.modelUnloaded()) {
      throw new IllegalArgumentException(
          "a frozen engine can neither load nor unload its model: send one change after the other");
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
      change.get(LOAD_TIME.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalArgumentException("the model could not be loaded or unloaded: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    javalin.stop();
    limits.close();
    thread.shutdownNow();
  }
}
