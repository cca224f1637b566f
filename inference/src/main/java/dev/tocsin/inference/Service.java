package dev.tocsin.inference;

import ai.djl.Device;
import dev.tocsin.inference.engine.Engine;
import dev.tocsin.inference.engine.EngineListener;
import dev.tocsin.inference.engine.EngineSettings;
import dev.tocsin.inference.engine.Faults;
import dev.tocsin.inference.fault.AdminServer;
import dev.tocsin.inference.fault.HostBallast;
import dev.tocsin.inference.fault.InjectedFaults;
import dev.tocsin.inference.http.ApiServer;
import dev.tocsin.inference.http.ApiSettings;
import dev.tocsin.inference.http.Health;
import dev.tocsin.inference.http.ServedModel;
import dev.tocsin.inference.metrics.EngineView;
import dev.tocsin.inference.metrics.GpuReading;
import dev.tocsin.inference.metrics.GpuSampler;
import dev.tocsin.inference.metrics.Nvml;
import dev.tocsin.inference.metrics.ServiceMetrics;
import dev.tocsin.inference.model.ModelConfig;
import dev.tocsin.inference.model.ModelException;
import dev.tocsin.inference.model.ModelFolder;
import dev.tocsin.inference.model.Tokenizer;
import dev.tocsin.inference.torch.GpuBallast;
import dev.tocsin.inference.torch.TorchModel;
import dev.tocsin.inference.torch.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: its components, in the order in which they start and stop. */
final class Service implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final Options options;
  private final Engine engine;
  private final Tokenizer tokenizer;
  private final InjectedFaults faults = new InjectedFaults();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final ApiServer api;
  private final @Nullable AdminServer admin;

  /**
   * Starts and loads the model.
   *
   * @throws ModelException if the folder, the device or a file cannot be used
   * @throws io.javalin.util.JavalinBindException if a port cannot be listened on
   */
  Service(Options options) {
    this.options = options;
    try {
      ModelFolder folder = ModelFolder.open(options.model());
      ModelConfig config = shortened(folder.config(), options.context());
      String apiKey =
          options.apiKeyFile() == null ? null : secret("--api-key-file", options.apiKeyFile());
      tokenizer = part(folder.tokenizer());
      Device device = TorchRuntime.start(options.device(), options.threads());
      Supplier<List<GpuReading>> gpus = gpus(device);
      long cacheBytes =
          CacheBudget.of(options.cacheBytes(), config, options.slots(), device, gpus.get());
      String name = options.name() == null ? folder.name() : options.name();

      ServiceMetrics[] metrics = new ServiceMetrics[1];
      engine =
          new Engine(
              new EngineSettings(
                  options.slots(),
                  options.queue(),
                  options.chunk(),
                  cacheBytes,
                  options.hangTime()),
              () -> TorchModel.load(config, folder.weights(), device),
              tokenizer,
              config.endTokens(),
              listener(metrics),
              options.adminPort().isPresent() ? faults : Faults.NONE);
      Health health = new Health(engine, faults::problem);
      metrics[0] = new ServiceMetrics(name, view(engine, health), gpus, options.nativeHistograms());
      String place = device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
      metrics[0].computesOn(place, device.isGpu() ? "fp16" : "fp32");
      ServedModel served =
          new ServedModel(name, tokenizer, folder.chatFormat(), System.currentTimeMillis() / 1000);
      ApiSettings settings =
          new ApiSettings(
              options.host(),
              options.port(),
              options.bodyBytes(),
              options.connections(),
              options.clientTime(),
              options.requestTime(),
              apiKey);
      api = part(new ApiServer(engine, options.queue(), served, metrics[0], health, settings));
      admin = admin(device);
      long start = System.nanoTime();
      part(engine);
      load(engine);
      LOG.info(
          "Model {} on {} with libtorch {}, {} threads, loaded in {} ms; {} slots, {} MiB of"
              + " key-value cache",
          name,
          place,
          TorchRuntime.version(),
          options.threads(),
          (System.nanoTime() - start) / 1_000_000,
          options.slots(),
          cacheBytes >> 20);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private static void load(Engine engine) {
    try {
      engine.start().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ModelException problem) {
        throw problem;
      }
      throw new ModelException("The model cannot be loaded: " + e.getCause(), e);
    }
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    return part;
  }

  private @Nullable AdminServer admin(Device device) {
    OptionalInt port = options.adminPort();
    if (port.isEmpty()) {
      return null;
    }
    GpuBallast gpu = new GpuBallast(device);
    AdminServer server =
        new AdminServer(
            port.getAsInt(),
            secret("--admin-token-file", options.adminTokenFile()),
            options.clientTime(),
            engine,
            faults,
            new HostBallast(HostMemory::available),
            gpu::resize);
    LOG.warn("Fault injection is enabled at http://127.0.0.1:{}/faults", server.port());
    return part(server);
  }

  private Supplier<List<GpuReading>> gpus(Device device) {
    Optional<Nvml> nvml = Nvml.open();
    if (nvml.isEmpty()) {
      return List::of;
    }
    if (!device.isGpu()) {
      LOG.warn("This machine has a GPU, but the model runs on the CPU");
    }
    return part(new GpuSampler(nvml.get()))::readings;
  }

  private static ModelConfig shortened(ModelConfig config, OptionalInt context) {
    if (context.isEmpty() || context.getAsInt() == config.contextLength()) {
      return config;
    }
    if (context.getAsInt() > config.contextLength()) {
      throw new ModelException(
          "--context "
              + context.getAsInt()
              + ": the model allows sequences of "
              + config.contextLength()
              + " tokens");
    }
    return config.withContextLength(context.getAsInt());
  }

  private static String secret(String option, @Nullable Path file) {
    if (file == null) {
      throw new ModelException(option + " is missing");
    }
    try {
      String key = Files.readString(file).strip();
      if (key.isEmpty()) {
        throw new ModelException(option + " " + file + ": the file is empty");
      }
      return key;
    } catch (IOException e) {
      throw new ModelException(option + " " + file + " cannot be read: " + e, e);
    }
  }

  private static EngineListener listener(ServiceMetrics[] metrics) {
    return new EngineListener() {
      @Override
      public void promptRead(int tokens) {
        metrics[0].promptTokens(tokens);
      }

      @Override
      public void firstToken() {
        metrics[0].generatedToken();
      }

      @Override
      public void nextToken(double secondsSinceLast) {
        metrics[0].generatedToken();
        metrics[0].interTokenLatency(secondsSinceLast);
      }
    };
  }

  private static EngineView view(Engine engine, Health health) {
    return new EngineView() {
      @Override
      public int active() {
        return engine.active();
      }

      @Override
      public int slots() {
        return engine.slots();
      }

      @Override
      public int queued() {
        return engine.queued();
      }

      @Override
      public boolean loaded() {
        return engine.loaded();
      }

      @Override
      public double decodingSeconds() {
        return engine.decodingSeconds();
      }

      @Override
      public boolean healthy() {
        return health.problem().isEmpty();
      }
    };
  }

  /** The port of the API. */
  int port() {
    return api.port();
  }

  /** The admin port; empty unless fault injection is enabled. */
  OptionalInt adminPort() {
    return admin == null ? OptionalInt.empty() : OptionalInt.of(admin.port());
  }

  /** Refuses new requests, waits for running ones up to the drain timeout, and stops. */
  void drainAndClose() {
    try {
      boolean all = engine.drain(options.drainTime());
      LOG.info(all ? "All requests have ended, stopping" : "Stopping with unfinished requests");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  @Override
  public void close() {
    faults.close();
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("A component failed to stop", e);
      }
    }
  }
}
