package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.Labels.CODE;
import static dev.tocsin.monitoring.Labels.GPU;
import static dev.tocsin.monitoring.Labels.MODEL;

import dev.tocsin.dsl.metric.Bool;
import dev.tocsin.dsl.metric.Bytes;
import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Histogram;
import dev.tocsin.dsl.metric.Ratio;
import dev.tocsin.dsl.metric.Seconds;
import dev.tocsin.dsl.metric.Timestamp;
import dev.tocsin.dsl.metric.Unit;
import dev.tocsin.dsl.promql.Matcher;

/**
 * What the inference service exports, under the job {@code llm-inference}. The service holds itself
 * to it: every configured model and outcome code starts at 0, so that none is born late and loses
 * its first events to {@code rate}.
 */
final class LlmMetrics {
  private LlmMetrics() {}

  /** Finished requests. */
  interface Requests extends Unit {}

  /** Tokens, of prompts or generated. */
  interface Tokens extends Unit {}

  private static final Matcher OF_THE_SERVICE = JOB.is(Jobs.LLM_INFERENCE);

  /** Outcomes that are the service's own fault, a full queue (503) and a broken stream included. */
  static final Matcher SERVER_ERROR = CODE.matches("5..");

  // ---- what Prometheus knows of every target ----

  /** 1 where the last scrape was answered, 0 where not. */
  static final Gauge<Bool> UP = gauge("up", BOOL).where(OF_THE_SERVICE);

  static final Gauge<Timestamp> PROCESS_START =
      gauge("process_start_time_seconds", TIMESTAMP).where(OF_THE_SERVICE);

  // ---- requests ----

  /** Finished requests by outcome: the HTTP status, 499 for a client that left. */
  static final Counter<Requests> REQUESTS =
      counter("llm_requests_total", Requests.class, MODEL, CODE).where(OF_THE_SERVICE);

  static final Histogram<Seconds> REQUEST_DURATION =
      histogram("llm_request_duration_seconds", SECONDS, MODEL).where(OF_THE_SERVICE);

  /** A request that ends before its first token observes the time that it waited. */
  static final Histogram<Seconds> TIME_TO_FIRST_TOKEN =
      histogram("llm_time_to_first_token_seconds", SECONDS, MODEL).where(OF_THE_SERVICE);

  static final Histogram<Seconds> INTER_TOKEN_LATENCY =
      histogram("llm_inter_token_latency_seconds", SECONDS, MODEL).where(OF_THE_SERVICE);

  /** Sequences that hold a batch slot. */
  static final Gauge<Count> ACTIVE_REQUESTS =
      gauge("llm_active_requests", COUNT, MODEL).where(OF_THE_SERVICE);

  static final Gauge<Count> MAX_ACTIVE_REQUESTS =
      gauge("llm_max_active_requests", COUNT, MODEL).where(OF_THE_SERVICE);

  /** Sequences that wait for a slot. */
  static final Gauge<Count> QUEUED_REQUESTS =
      gauge("llm_queued_requests", COUNT, MODEL).where(OF_THE_SERVICE);

  // ---- tokens ----

  static final Counter<Tokens> PROMPT_TOKENS =
      counter("llm_prompt_tokens_total", Tokens.class, MODEL).where(OF_THE_SERVICE);

  static final Counter<Tokens> GENERATED_TOKENS =
      counter("llm_generated_tokens_total", Tokens.class, MODEL).where(OF_THE_SERVICE);

  /** Wall-clock time with at least one sequence decoding; it goes on while a step hangs. */
  static final Counter<Seconds> DECODE_BUSY =
      counter("llm_decode_busy_seconds_total", SECONDS, MODEL).where(OF_THE_SERVICE);

  // ---- state ----

  /** 1 where the model is loaded, 0 where not. */
  static final Gauge<Bool> MODEL_LOADED =
      gauge("llm_model_loaded", BOOL, MODEL).where(OF_THE_SERVICE);

  /** What {@code /health} says: 1 healthy, 0 not. */
  static final Gauge<Bool> HEALTHY = gauge("llm_service_healthy", BOOL).where(OF_THE_SERVICE);

  // ---- GPUs ----

  static final Gauge<Ratio> GPU_UTILIZATION =
      gauge("llm_gpu_utilization_ratio", RATIO, GPU).where(OF_THE_SERVICE);

  static final Gauge<Bytes> GPU_MEMORY_USED =
      gauge("llm_gpu_memory_used_bytes", BYTES, GPU).where(OF_THE_SERVICE);

  static final Gauge<Bytes> GPU_MEMORY_TOTAL =
      gauge("llm_gpu_memory_total_bytes", BYTES, GPU).where(OF_THE_SERVICE);
}
