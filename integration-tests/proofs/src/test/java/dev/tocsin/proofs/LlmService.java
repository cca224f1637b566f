package dev.tocsin.proofs;

import static dev.tocsin.harness.series.Load.load;
import static dev.tocsin.harness.series.Observations.observations;

import dev.tocsin.harness.series.Load;
import java.util.List;

/**
 * What the inference service and its host export, by the metrics' contract: spelled out here, not
 * taken from the definitions, so that a name that is wrong there is found.
 */
final class LlmService {
  static final String JOB = "llm-inference";
  static final String SMALL = "small";
  static final String LARGE = "large";

  private static final List<String> CODES = List.of("200", "400", "404", "499", "500", "503");
  static final List<Double> SECONDS =
      List.of(0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 7.5, 10.0, 20.0, 60.0);
  private static final double GIB = 1 << 30;

  private LlmService() {}

  /**
   * How a model does.
   *
   * @param requests finished a second
   * @param failures the share of them that ends with a 500
   * @param firstToken seconds until the first token
   * @param total seconds until the last
   */
  record Traffic(double requests, double failures, double firstToken, double total) {
    static final Traffic NONE = new Traffic(0, 0, 0, 0);
    static final Traffic GOOD = new Traffic(2, 0.005, 0.3, 4);

    Traffic failing(double share) {
      return new Traffic(requests, share, firstToken, total);
    }

    Traffic startingAfter(double seconds) {
      return new Traffic(requests, failures, seconds, Math.max(total, seconds + 1));
    }
  }

  /** All is well, and there is work. */
  static Load healthy() {
    return serving(Traffic.GOOD, Traffic.GOOD);
  }

  /** All is well, and there is nothing to do. */
  static Load idle() {
    return serving(Traffic.NONE, Traffic.NONE);
  }

  /** An instance whose models do like this. */
  static Load serving(Traffic small, Traffic large) {
    Load load =
        load()
            .startTime("process_start_time_seconds")
            .gauge("llm_service_healthy", 1)
            .gauge("llm_gpu_utilization_ratio", 0.5, "gpu", "0")
            .gauge("llm_gpu_memory_used_bytes", 40 * GIB, "gpu", "0")
            .gauge("llm_gpu_memory_total_bytes", 80 * GIB, "gpu", "0");
    return load.and(model(SMALL, small)).and(model(LARGE, large)).and(requestsOfUnknownModels());
  }

  private static Load requestsOfUnknownModels() {
    return load().counter("llm_requests_total", 0, "model", "unknown", "code", "404");
  }

  private static Load model(String model, Traffic traffic) {
    double busy = Math.min(1, traffic.requests() * 0.4);
    Load load =
        load()
            .gauge("llm_model_loaded", 1, "model", model)
            .gauge("llm_active_requests", traffic.requests() * 2, "model", model)
            .gauge("llm_max_active_requests", 32, "model", model)
            .gauge("llm_queued_requests", 0, "model", model)
            .counter("llm_prompt_tokens_total", traffic.requests() * 100, "model", model)
            .counter("llm_generated_tokens_total", busy * 60, "model", model)
            .counter("llm_decode_busy_seconds_total", busy, "model", model)
            .histogram(
                "llm_time_to_first_token_seconds",
                SECONDS,
                observations().of(traffic.firstToken(), traffic.requests()),
                "model",
                model)
            .histogram(
                "llm_request_duration_seconds",
                SECONDS,
                observations().of(traffic.total(), traffic.requests()),
                "model",
                model)
            .histogram(
                "llm_inter_token_latency_seconds",
                SECONDS,
                observations().of(0.05, busy * 60),
                "model",
                model);
    for (String code : CODES) {
      double rate =
          switch (code) {
            case "200" -> traffic.requests() * (1 - traffic.failures());
            case "500" -> traffic.requests() * traffic.failures();
            default -> 0;
          };
      load = load.counter("llm_requests_total", rate, "model", model, "code", code);
    }
    return load;
  }

  /** A host that has room. */
  static Load host() {
    return load()
        .startTime("process_start_time_seconds")
        .counter("node_cpu_seconds_total", 0.8, "cpu", "0", "mode", "idle")
        .counter("node_cpu_seconds_total", 0.2, "cpu", "0", "mode", "user")
        .gauge("node_memory_MemTotal_bytes", 64 * GIB)
        .gauge("node_memory_MemAvailable_bytes", 32 * GIB)
        .gauge("node_filesystem_avail_bytes", 60 * GIB, disk())
        .gauge("node_filesystem_size_bytes", 100 * GIB, disk())
        .gauge("node_filesystem_readonly", 0, disk());
  }

  private static String[] disk() {
    return new String[] {"device", "/dev/vda1", "fstype", "ext4", "mountpoint", "/"};
  }
}
