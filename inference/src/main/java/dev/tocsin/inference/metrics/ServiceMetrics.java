package dev.tocsin.inference.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Every metric of the service, by name.
 *
 * <p>Series that alerts use exist from the start, at 0: the first value of a series has no rate.
 * Gauges are read at each scrape, so that they are correct while the engine hangs too.
 */
public final class ServiceMetrics {

  /** The value of the label {@code model} for requests that do not name the served model. */
  public static final String UNKNOWN = "unknown";

  // Boundaries at the alerts' thresholds (2 s and 5 s, 10 s), and finite ones well past them, so
  // that a quantile beyond a threshold is an estimate and not the last boundary.
  private static final double[] FIRST_TOKEN_BUCKETS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 120
  };
  private static final double[] DURATION_BUCKETS = {
    0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 7.5, 10, 15, 20, 30, 45, 60, 120, 300
  };
  private static final double[] INTER_TOKEN_BUCKETS = {
    0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2.5, 5, 10, 30
  };

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final String model;
  private final boolean nativeHistograms;
  private final Counter requests;
  private final DistributionDataPoint duration;
  private final DistributionDataPoint firstToken;
  private final DistributionDataPoint interToken;
  private final io.prometheus.metrics.core.datapoints.CounterDataPoint promptTokens;
  private final io.prometheus.metrics.core.datapoints.CounterDataPoint generatedTokens;

  /**
   * Registers everything.
   *
   * @param model the name of the model that is served
   * @param nativeHistograms whether histograms are native ones too
   */
  public ServiceMetrics(
      String model, EngineView engine, Supplier<List<GpuReading>> gpus, boolean nativeHistograms) {
    this.model = model;
    this.nativeHistograms = nativeHistograms;
    JvmMetrics.builder().register(registry);
    requests =
        Counter.builder()
            .name("llm_requests_total")
            .help("Finished requests by outcome")
            .labelNames("model", "code")
            .register(registry);
    for (String name : List.of(model, UNKNOWN)) {
      Outcome.codes().forEach(code -> requests.initLabelValues(name, code));
    }
    duration =
        histogram(
            "llm_request_duration_seconds",
            "Time from arrival to the end of accepted requests",
            DURATION_BUCKETS);
    firstToken =
        histogram(
            "llm_time_to_first_token_seconds",
            "Time from arrival to the first token, or to the end without one",
            FIRST_TOKEN_BUCKETS);
    interToken =
        histogram(
            "llm_inter_token_latency_seconds",
            "Time between two tokens of an answer",
            INTER_TOKEN_BUCKETS);
    promptTokens = counter("llm_prompt_tokens_total", "Processed prompt tokens");
    generatedTokens = counter("llm_generated_tokens_total", "Generated tokens");
    CounterWithCallback.builder()
        .name("llm_decode_busy_seconds_total")
        .help("Seconds with at least one sequence decoding")
        .labelNames("model")
        .callback(c -> c.call(engine.decodingSeconds(), model))
        .register(registry);
    gauge("llm_active_requests", "Sequences that hold a batch slot", engine::active);
    gauge("llm_max_active_requests", "Batch slots", engine::slots);
    gauge("llm_queued_requests", "Requests waiting for a slot", engine::queued);
    gauge("llm_model_loaded", "1 if the model is loaded", () -> engine.loaded() ? 1 : 0);
    GaugeWithCallback.builder()
        .name("llm_service_healthy")
        .help("1 if /health answers 200")
        .callback(c -> c.call(engine.healthy() ? 1 : 0))
        .register(registry);
    gpuGauge("llm_gpu_utilization_ratio", "GPU utilization, 0 to 1", gpus, GpuReading::utilization);
    gpuGauge("llm_gpu_memory_used_bytes", "GPU memory in use", gpus, GpuReading::usedBytes);
    gpuGauge("llm_gpu_memory_total_bytes", "GPU memory", gpus, GpuReading::totalBytes);
  }

  private DistributionDataPoint histogram(String name, String help, double[] buckets) {
    Histogram.Builder histogram =
        Histogram.builder()
            .name(name)
            .help(help)
            .unit(Unit.SECONDS)
            .labelNames("model")
            .classicUpperBounds(buckets);
    if (!nativeHistograms) {
      histogram.classicOnly();
    }
    return histogram.register(registry).labelValues(model);
  }

  private io.prometheus.metrics.core.datapoints.CounterDataPoint counter(String name, String help) {
    return Counter.builder()
        .name(name)
        .help(help)
        .labelNames("model")
        .register(registry)
        .labelValues(model);
  }

  private void gauge(String name, String help, Supplier<Integer> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("model")
        .callback(c -> c.call(value.get(), model))
        .register(registry);
  }

  private void gpuGauge(
      String name,
      String help,
      Supplier<List<GpuReading>> gpus,
      ToDoubleFunction<GpuReading> value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames("gpu")
        .callback(
            c ->
                gpus.get()
                    .forEach(
                        gpu -> {
                          double number = value.applyAsDouble(gpu);
                          if (!Double.isNaN(number)) {
                            c.call(number, gpu.index());
                          }
                        }))
        .register(registry);
  }

  /** Registers the device and the number format of the model, once they are known. */
  public void computesOn(String device, String precision) {
    Info.builder()
        .name("llm_service")
        .help("Device and number format of the model")
        .labelNames("model", "device", "precision")
        .register(registry)
        .setLabelValues(model, device, precision);
  }

  /** A request has ended. */
  public void finished(boolean knownModel, Outcome outcome) {
    requests.labelValues(knownModel ? model : UNKNOWN, String.valueOf(outcome.status())).inc();
  }

  /** The duration of an accepted request. */
  public void duration(double seconds) {
    duration.observe(seconds);
  }

  /** How long an accepted request waited for its first token, or for its end without one. */
  public void timeToFirstToken(double seconds) {
    firstToken.observe(seconds);
  }

  /** The time between two tokens. */
  public void interTokenLatency(double seconds) {
    interToken.observe(seconds);
  }

  /** A prompt has been processed. */
  public void promptTokens(int tokens) {
    promptTokens.inc(tokens);
  }

  /** A token has been generated. */
  public void generatedToken() {
    generatedTokens.inc();
  }

  /** The content type for a scraper with this {@code Accept} header. */
  public String contentType(@Nullable String accept) {
    return writer(accept).getContentType();
  }

  /**
   * OpenMetrics for a scraper that accepts it, and otherwise Prometheus' text format, which every
   * Prometheus reads.
   *
   * <p>Protobuf, which only a Prometheus with native histograms or created timestamps accepts, is
   * for native histograms alone: no other format carries them. Without them text is enough, and
   * Prometheus has nothing that would make it drop the {@code _bucket} series of classic
   * histograms.
   */
  private ExpositionFormatWriter writer(@Nullable String accept) {
    if (nativeHistograms && formats.getPrometheusProtobufWriter().accepts(accept)) {
      return formats.getPrometheusProtobufWriter();
    }
    ExpositionFormatWriter openMetrics = formats.getOpenMetricsTextFormatWriter();
    return openMetrics.accepts(accept) ? openMetrics : formats.getPrometheusTextFormatWriter();
  }

  /** Writes everything in that format. */
  public void write(@Nullable String accept, OutputStream out) throws IOException {
    writer(accept).write(out, registry.scrape());
  }
}
