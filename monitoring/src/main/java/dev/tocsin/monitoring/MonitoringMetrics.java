package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.Labels.ALERT_STATE;
import static dev.tocsin.monitoring.Labels.INTEGRATION;
import static dev.tocsin.monitoring.Labels.RULE_GROUP;
import static dev.tocsin.monitoring.Labels.SERVICE;

import dev.tocsin.dsl.metric.Bool;
import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;

/** What Prometheus and Alertmanager tell of themselves. */
final class MonitoringMetrics {
  private MonitoringMetrics() {}

  /** 1 where the last scrape was answered, 0 where not; of every target of every job. */
  static final Gauge<Bool> UP = gauge("up", BOOL);

  static final Counter<Count> RULE_FAILURES =
      counter("prometheus_rule_evaluation_failures_total", COUNT, RULE_GROUP);

  /** 1 where the last reload of Prometheus' configuration went well, 0 where not. */
  static final Gauge<Bool> PROMETHEUS_RELOADED =
      gauge("prometheus_config_last_reload_successful", BOOL);

  static final Gauge<Count> ALERTMANAGERS_DISCOVERED =
      gauge("prometheus_notifications_alertmanagers_discovered", COUNT);

  /** 1 where the last reload of Alertmanager's configuration went well, 0 where not. */
  static final Gauge<Bool> ALERTMANAGER_RELOADED =
      gauge("alertmanager_config_last_reload_successful", BOOL);

  static final Counter<Count> NOTIFICATIONS =
      counter("alertmanager_notifications_total", COUNT, INTEGRATION);

  /** Newer versions add the label {@code reason}, which {@link #NOTIFICATIONS} lacks. */
  static final Counter<Count> NOTIFICATIONS_FAILED =
      counter("alertmanager_notifications_failed_total", COUNT, INTEGRATION);

  /** What Prometheus writes while an alert fires. */
  static final Gauge<Count> FIRING =
      gauge("ALERTS", COUNT, ALERTNAME, ALERT_STATE, SEVERITY, SERVICE)
          .where(ALERT_STATE.is("firing"));
}
