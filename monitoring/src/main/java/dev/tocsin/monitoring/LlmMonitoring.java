package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;

import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.model.MonitoringModel;

/**
 * The production monitoring of the LLM inference service: from the metrics that it exports to the
 * people who are woken. {@code mvn generate} writes the files beside this module; the build fails
 * when they are not what stands here.
 */
public final class LlmMonitoring implements Monitoring {
  @Override
  public MonitoringModel define() {
    return monitoring(
            "llm-inference",
            AvailabilityAlerts.GROUP,
            LatencyAlerts.GROUP,
            ThroughputAlerts.GROUP,
            ErrorAlerts.GROUP,
            SaturationAlerts.GROUP,
            InfrastructureAlerts.GROUP,
            RecordingRules.KPIS,
            RecordingRules.BUSINESS,
            RecordingRules.ALERT_FREQUENCY)
        .alertmanager(Routing.CONFIG)
        .prometheus(Installation.PROMETHEUS)
        .deployment(Installation.CONTAINERS)
        .runbookBaseUrl(Parameters.RUNBOOKS)
        .pageWithin(Parameters.PAGE_PROMISE);
  }
}
