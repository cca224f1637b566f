package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.HostMetrics.IDLE_CPU;
import static dev.tocsin.monitoring.HostMetrics.MEMORY_AVAILABLE;
import static dev.tocsin.monitoring.HostMetrics.MEMORY_TOTAL;
import static dev.tocsin.monitoring.Labels.LLM_INFERENCE;
import static dev.tocsin.monitoring.Labels.SERVICE;
import static dev.tocsin.monitoring.LlmMetrics.ACTIVE_REQUESTS;
import static dev.tocsin.monitoring.LlmMetrics.GPU_MEMORY_TOTAL;
import static dev.tocsin.monitoring.LlmMetrics.GPU_MEMORY_USED;
import static dev.tocsin.monitoring.LlmMetrics.GPU_UTILIZATION;
import static dev.tocsin.monitoring.LlmMetrics.QUEUED_REQUESTS;
import static java.time.Duration.ofMinutes;

import dev.tocsin.dsl.metric.InstantVector;
import dev.tocsin.dsl.metric.Ratio;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.RuleGroup;

/**
 * How full the service is: its slots, its queue, its GPUs, its host. Levels are read as they are;
 * the time for which they must hold is all the smoothing that they need.
 */
final class SaturationAlerts {
  private SaturationAlerts() {}

  // ---- slots and queue ----

  static final Alert HIGH_ACTIVE_REQUESTS =
      warning("HighActiveRequests")
          .when(ACTIVE_REQUESTS.isGreaterThan(count(10)))
          .forDuration(ofMinutes(5))
          .summary("{{ $labels.model }} on {{ $labels.instance }} is busy")
          .description("{{ $value }} requests are being decoded at once, over 10 for 5 minutes.")
          .runbook(SaturationRunbooks.HIGH_ACTIVE_REQUESTS)
          .label(SERVICE, LLM_INFERENCE);

  static final Alert VERY_HIGH_ACTIVE_REQUESTS =
      critical("VeryHighActiveRequests")
          .when(ACTIVE_REQUESTS.isGreaterThan(count(20)))
          .forDuration(ofMinutes(2))
          .summary("{{ $labels.model }} on {{ $labels.instance }} is close to full")
          .description("{{ $value }} requests are being decoded at once, over 20 for 2 minutes.")
          .runbook(SaturationRunbooks.VERY_HIGH_ACTIVE_REQUESTS)
          .label(SERVICE, LLM_INFERENCE);

  static final Alert REQUEST_QUEUE_BUILDING =
      warning("RequestQueueBuilding")
          .when(QUEUED_REQUESTS.isGreaterThan(count(5)))
          .forDuration(ofMinutes(3))
          .summary("Requests wait for {{ $labels.model }} on {{ $labels.instance }}")
          .description("{{ $value }} requests wait for a slot, over 5 for 3 minutes.")
          .runbook(SaturationRunbooks.REQUEST_QUEUE_BUILDING)
          .label(SERVICE, LLM_INFERENCE);

  // ---- GPUs; numbers are the host's own, so nothing is joined across instances ----

  static final Alert HIGH_GPU_UTILIZATION =
      warning("HighGPUUtilization")
          .when(GPU_UTILIZATION.isGreaterThan(percent(90)))
          .forDuration(ofMinutes(10))
          .summary("GPU {{ $labels.gpu }} of {{ $labels.instance }} is saturated")
          .description(
              "The GPU is {{ $value | humanizePercentage }} busy, over 90% for 10 minutes.")
          .runbook(SaturationRunbooks.HIGH_GPU_UTILIZATION)
          .label(SERVICE, LLM_INFERENCE);

  private static final InstantVector<Ratio> GPU_MEMORY_SHARE =
      GPU_MEMORY_USED.dividedBy(GPU_MEMORY_TOTAL);

  static final Alert HIGH_GPU_MEMORY_USAGE =
      warning("HighGPUMemoryUsage")
          .when(GPU_MEMORY_SHARE.isGreaterThan(percent(85)))
          .forDuration(ofMinutes(5))
          .summary("Memory of GPU {{ $labels.gpu }} of {{ $labels.instance }} fills up")
          .description(
              "{{ $value | humanizePercentage }} of the GPU's memory is used, over 85% for 5"
                  + " minutes.")
          .runbook(SaturationRunbooks.HIGH_GPU_MEMORY_USAGE)
          .label(SERVICE, LLM_INFERENCE);

  static final Alert CRITICAL_GPU_MEMORY_USAGE =
      critical("CriticalGPUMemoryUsage")
          .when(GPU_MEMORY_SHARE.isGreaterThan(percent(95)))
          .forDuration(ofMinutes(2))
          .summary("Memory of GPU {{ $labels.gpu }} of {{ $labels.instance }} is nearly full")
          .description(
              "{{ $value | humanizePercentage }} of the GPU's memory is used, over 95% for 2"
                  + " minutes.")
          .runbook(SaturationRunbooks.CRITICAL_GPU_MEMORY_USAGE)
          .label(SERVICE, LLM_INFERENCE);

  // ---- the host ----

  static final Alert HIGH_CPU_USAGE =
      warning("HighCPUUsage")
          .when(
              percent(100)
                  .minus(IDLE_CPU.rate(ofMinutes(5)).avg(by(JOB, INSTANCE)).as(RATIO))
                  .round(percent(0.01))
                  .isGreaterThan(percent(80)))
          .forDuration(ofMinutes(10))
          .summary("The CPUs of {{ $labels.instance }} are busy")
          .description(
              "Over 5 minutes, {{ $value | humanizePercentage }} of the CPU time was used (limit"
                  + " 80%).")
          .runbook(SaturationRunbooks.HIGH_CPU_USAGE)
          .label(SERVICE, LLM_INFERENCE);

  static final Alert HIGH_MEMORY_USAGE =
      warning("HighMemoryUsage")
          .when(
              MEMORY_TOTAL
                  .minus(MEMORY_AVAILABLE)
                  .dividedBy(MEMORY_TOTAL)
                  .isGreaterThan(percent(85)))
          .forDuration(ofMinutes(10))
          .summary("The memory of {{ $labels.instance }} fills up")
          .description(
              "{{ $value | humanizePercentage }} of the host's memory is used, over 85% for 10"
                  + " minutes.")
          .runbook(SaturationRunbooks.HIGH_MEMORY_USAGE)
          .label(SERVICE, LLM_INFERENCE);

  static final RuleGroup GROUP =
      group(
          "llm-saturation",
          HIGH_ACTIVE_REQUESTS,
          VERY_HIGH_ACTIVE_REQUESTS,
          REQUEST_QUEUE_BUILDING,
          HIGH_GPU_UTILIZATION,
          HIGH_GPU_MEMORY_USAGE,
          CRITICAL_GPU_MEMORY_USAGE,
          HIGH_CPU_USAGE,
          HIGH_MEMORY_USAGE);
}
