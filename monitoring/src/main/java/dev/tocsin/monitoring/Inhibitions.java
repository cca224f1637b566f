package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.AvailabilityAlerts.LLM_SERVICE_DOWN;
import static dev.tocsin.monitoring.AvailabilityAlerts.LLM_SERVICE_UNHEALTHY;
import static dev.tocsin.monitoring.AvailabilityAlerts.MODEL_NOT_LOADED;
import static dev.tocsin.monitoring.ErrorAlerts.HIGH_ERROR_RATE;
import static dev.tocsin.monitoring.ErrorAlerts.VERY_HIGH_ERROR_RATE;
import static dev.tocsin.monitoring.InfrastructureAlerts.LOW_DISK_SPACE;
import static dev.tocsin.monitoring.InfrastructureAlerts.VERY_LOW_DISK_SPACE;
import static dev.tocsin.monitoring.Labels.DEVICE;
import static dev.tocsin.monitoring.Labels.GPU;
import static dev.tocsin.monitoring.Labels.MODEL;
import static dev.tocsin.monitoring.Labels.MOUNTPOINT;
import static dev.tocsin.monitoring.Labels.SCOPE;
import static dev.tocsin.monitoring.LatencyAlerts.HIGH_REQUEST_LATENCY;
import static dev.tocsin.monitoring.LatencyAlerts.HIGH_TTFT;
import static dev.tocsin.monitoring.LatencyAlerts.VERY_HIGH_TTFT;
import static dev.tocsin.monitoring.SaturationAlerts.CRITICAL_GPU_MEMORY_USAGE;
import static dev.tocsin.monitoring.SaturationAlerts.HIGH_ACTIVE_REQUESTS;
import static dev.tocsin.monitoring.SaturationAlerts.HIGH_GPU_MEMORY_USAGE;
import static dev.tocsin.monitoring.SaturationAlerts.HIGH_GPU_UTILIZATION;
import static dev.tocsin.monitoring.SaturationAlerts.REQUEST_QUEUE_BUILDING;
import static dev.tocsin.monitoring.SaturationAlerts.VERY_HIGH_ACTIVE_REQUESTS;
import static dev.tocsin.monitoring.ThroughputAlerts.LOW_THROUGHPUT;
import static dev.tocsin.monitoring.ThroughputAlerts.VERY_LOW_THROUGHPUT;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Inhibition;

/** Which alerts say nothing new while another fires. */
final class Inhibitions {
  private Inhibitions() {}

  /** What the service itself measures, and so goes on about for a window's length after its end. */
  private static final Alert[] SYMPTOMS = {
    LLM_SERVICE_UNHEALTHY,
    MODEL_NOT_LOADED,
    HIGH_TTFT,
    VERY_HIGH_TTFT,
    HIGH_REQUEST_LATENCY,
    LOW_THROUGHPUT,
    VERY_LOW_THROUGHPUT,
    HIGH_ERROR_RATE,
    VERY_HIGH_ERROR_RATE,
    HIGH_ACTIVE_REQUESTS,
    VERY_HIGH_ACTIVE_REQUESTS,
    REQUEST_QUEUE_BUILDING,
    HIGH_GPU_UTILIZATION,
    HIGH_GPU_MEMORY_USAGE,
    CRITICAL_GPU_MEMORY_USAGE
  };

  /** An instance that is down mutes its own symptoms, and no other's. */
  private static final Inhibition INSTANCE_DOWN =
      inhibit(SYMPTOMS)
          .whileFiring(LLM_SERVICE_DOWN)
          .having(INSTANCE.isPresent())
          .equal(JOB, INSTANCE);

  /** No target at all mutes all symptoms of the job; a fleet that is only too small does not. */
  private static final Inhibition JOB_DOWN =
      inhibit(SYMPTOMS)
          .whileFiring(LLM_SERVICE_DOWN)
          .having(INSTANCE.isMissing(), SCOPE.isMissing())
          .equal(JOB);

  static final Inhibition[] ALL = {
    INSTANCE_DOWN,
    JOB_DOWN,
    inhibit(HIGH_TTFT).whileFiring(VERY_HIGH_TTFT).equal(JOB, INSTANCE, MODEL),
    inhibit(LOW_THROUGHPUT).whileFiring(VERY_LOW_THROUGHPUT).equal(JOB, INSTANCE, MODEL),
    inhibit(HIGH_ERROR_RATE).whileFiring(VERY_HIGH_ERROR_RATE).equal(JOB, INSTANCE, MODEL),
    inhibit(HIGH_ACTIVE_REQUESTS)
        .whileFiring(VERY_HIGH_ACTIVE_REQUESTS)
        .equal(JOB, INSTANCE, MODEL),
    inhibit(HIGH_GPU_MEMORY_USAGE).whileFiring(CRITICAL_GPU_MEMORY_USAGE).equal(INSTANCE, GPU),
    inhibit(LOW_DISK_SPACE).whileFiring(VERY_LOW_DISK_SPACE).equal(INSTANCE, DEVICE, MOUNTPOINT),
  };
}
