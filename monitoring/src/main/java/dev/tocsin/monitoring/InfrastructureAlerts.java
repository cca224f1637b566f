package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;
import static dev.tocsin.monitoring.HostMetrics.DISK_AVAILABLE;
import static dev.tocsin.monitoring.HostMetrics.DISK_READ_ONLY;
import static dev.tocsin.monitoring.HostMetrics.DISK_SIZE;
import static dev.tocsin.monitoring.Labels.INFRASTRUCTURE;
import static dev.tocsin.monitoring.Labels.INTEGRATION;
import static dev.tocsin.monitoring.Labels.SERVICE;
import static dev.tocsin.monitoring.MonitoringMetrics.ALERTMANAGERS_DISCOVERED;
import static dev.tocsin.monitoring.MonitoringMetrics.ALERTMANAGER_RELOADED;
import static dev.tocsin.monitoring.MonitoringMetrics.NOTIFICATIONS;
import static dev.tocsin.monitoring.MonitoringMetrics.NOTIFICATIONS_FAILED;
import static dev.tocsin.monitoring.MonitoringMetrics.PROMETHEUS_RELOADED;
import static dev.tocsin.monitoring.MonitoringMetrics.RULE_FAILURES;
import static dev.tocsin.monitoring.MonitoringMetrics.UP;
import static java.time.Duration.ofMinutes;

import dev.tocsin.dsl.metric.Bool;
import dev.tocsin.dsl.metric.Condition;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Quantity;
import dev.tocsin.dsl.metric.Ratio;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.dsl.model.Severity;

/**
 * Whether the watchers themselves work. Durations and severities follow the mixins of <a
 * href="https://github.com/prometheus/prometheus/tree/main/documentation/prometheus-mixin">Prometheus</a>,
 * <a
 * href="https://github.com/prometheus/alertmanager/tree/main/doc/alertmanager-mixin">Alertmanager</a>
 * and <a
 * href="https://github.com/prometheus/node_exporter/tree/master/docs/node-mixin">node_exporter</a>,
 * but none is held for longer than 15 minutes.
 */
final class InfrastructureAlerts {
  private InfrastructureAlerts() {}

  /** Always fires: when it stops to arrive, the whole way to people is broken. */
  static final Alert WATCHDOG =
      alert(Severity.NONE, "Watchdog")
          .when(vector(1).exists())
          .immediately()
          .summary("The way of alerts works")
          .description(
              "This alert always fires. When it stops to arrive, the way from Prometheus by"
                  + " Alertmanager to people is broken.")
          .runbook(InfrastructureRunbooks.WATCHDOG)
          .label(SERVICE, INFRASTRUCTURE);

  // ---- up ----

  /** Critical, because nobody but the dead man's switch watches the one that is left. */
  static final Alert PROMETHEUS_DOWN =
      critical("PrometheusDown")
          .when(UP.where(JOB.is(Jobs.PROMETHEUS)).isEqualTo(FALSE))
          .forDuration(ofMinutes(5))
          .summary("Prometheus {{ $labels.instance }} is down")
          .description(
              "Prometheus {{ $labels.instance }} has not answered for 5 minutes. The server that"
                  + " says so may be the last.")
          .runbook(InfrastructureRunbooks.PROMETHEUS_DOWN)
          .label(SERVICE, INFRASTRUCTURE);

  static final Alert ALERTMANAGER_DOWN =
      critical("AlertmanagerDown")
          .when(UP.where(JOB.is(Jobs.ALERTMANAGER)).isEqualTo(FALSE))
          .forDuration(ofMinutes(5))
          .summary("Alertmanager {{ $labels.instance }} is down")
          .description(
              "Alertmanager {{ $labels.instance }} has not answered for 5 minutes. The one that told"
                  + " you may be the last.")
          .runbook(InfrastructureRunbooks.ALERTMANAGER_DOWN)
          .label(SERVICE, INFRASTRUCTURE);

  /** Every job that is none of the others: node_exporter's, and any that is added. */
  static final Alert EXPORTER_DOWN =
      warning("ExporterDown")
          .when(
              UP.where(
                      JOB.doesNotMatch(
                          String.join("|", Jobs.LLM_INFERENCE, Jobs.PROMETHEUS, Jobs.ALERTMANAGER)))
                  .isEqualTo(FALSE))
          .forDuration(ofMinutes(5))
          .summary("{{ $labels.job }} on {{ $labels.instance }} is down")
          .description(
              "{{ $labels.job }} on {{ $labels.instance }} has not answered for 5 minutes: what it"
                  + " measures is not watched.")
          .runbook(InfrastructureRunbooks.EXPORTER_DOWN)
          .label(SERVICE, INFRASTRUCTURE);

  // ---- Prometheus ----

  static final Alert PROMETHEUS_RULE_FAILURES =
      critical("PrometheusRuleFailures")
          .when(RULE_FAILURES.increase(ofMinutes(5)).isGreaterThan(count(0)))
          .forDuration(ofMinutes(15))
          .summary("Prometheus {{ $labels.instance }} fails to evaluate rules")
          .description(
              "Over 5 minutes, {{ $value | printf \"%.0f\" }} evaluations in"
                  + " {{ $labels.rule_group }} failed: its alerts are blind.")
          .runbook(InfrastructureRunbooks.PROMETHEUS_RULE_FAILURES)
          .label(SERVICE, INFRASTRUCTURE);

  static final Alert PROMETHEUS_BAD_CONFIG =
      critical("PrometheusBadConfig")
          .when(reloadFails(PROMETHEUS_RELOADED))
          .forDuration(ofMinutes(10))
          .summary("Prometheus {{ $labels.instance }} refuses its configuration")
          .description(
              "The last reload of Prometheus {{ $labels.instance }} failed: it runs with an old"
                  + " configuration and old rules, and will not start again with the new.")
          .runbook(InfrastructureRunbooks.PROMETHEUS_BAD_CONFIG)
          .label(SERVICE, INFRASTRUCTURE);

  static final Alert PROMETHEUS_NOT_CONNECTED_TO_ALERTMANAGERS =
      warning("PrometheusNotConnectedToAlertmanagers")
          .when(ALERTMANAGERS_DISCOVERED.maxOverTime(ofMinutes(5)).isLessThan(count(1)))
          .forDuration(ofMinutes(10))
          .summary("Prometheus {{ $labels.instance }} knows no Alertmanager")
          .description(
              "Prometheus {{ $labels.instance }} has no Alertmanager to send to: only the alerts of"
                  + " the other server arrive.")
          .runbook(InfrastructureRunbooks.PROMETHEUS_NOT_CONNECTED_TO_ALERTMANAGERS)
          .label(SERVICE, INFRASTRUCTURE);

  // ---- Alertmanager ----

  static final Alert ALERTMANAGER_FAILED_RELOAD =
      critical("AlertmanagerFailedReload")
          .when(reloadFails(ALERTMANAGER_RELOADED))
          .forDuration(ofMinutes(10))
          .summary("Alertmanager {{ $labels.instance }} refuses its configuration")
          .description(
              "The last reload of Alertmanager {{ $labels.instance }} failed: it tells people by an"
                  + " old configuration, and will not start again with the new.")
          .runbook(InfrastructureRunbooks.ALERTMANAGER_FAILED_RELOAD)
          .label(SERVICE, INFRASTRUCTURE);

  /**
   * A notification that fails is tried again once a {@code group_interval} of 5 minutes, so that a
   * window of 5 minutes would at times hold none; hence 15. Both sides are summed, because newer
   * versions give one of them a label {@code reason}.
   */
  static final Alert ALERTMANAGER_FAILED_TO_SEND_ALERTS =
      critical("AlertmanagerFailedToSendAlerts")
          .when(
              NOTIFICATIONS_FAILED
                  .rate(ofMinutes(15))
                  .sum(by(JOB, INSTANCE, INTEGRATION))
                  .dividedBy(NOTIFICATIONS.rate(ofMinutes(15)).sum(by(JOB, INSTANCE, INTEGRATION)))
                  .isGreaterThan(percent(1)))
          .forDuration(ofMinutes(5))
          .summary("Alertmanager {{ $labels.instance }} cannot notify by {{ $labels.integration }}")
          .description(
              "Over 15 minutes, {{ $value | humanizePercentage }} of the notifications by"
                  + " {{ $labels.integration }} failed: people were not told.")
          .runbook(InfrastructureRunbooks.ALERTMANAGER_FAILED_TO_SEND_ALERTS)
          .label(SERVICE, INFRASTRUCTURE);

  // ---- disks ----

  static final Alert LOW_DISK_SPACE =
      warning("LowDiskSpace")
          .when(freeSpaceIsBelow(percent(15)))
          .forDuration(ofMinutes(15))
          .summary("{{ $labels.mountpoint }} of {{ $labels.instance }} fills up")
          .description(
              "{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }})"
                  + " is free, under 15% for 15 minutes.")
          .runbook(InfrastructureRunbooks.LOW_DISK_SPACE)
          .label(SERVICE, INFRASTRUCTURE);

  static final Alert VERY_LOW_DISK_SPACE =
      critical("VeryLowDiskSpace")
          .when(freeSpaceIsBelow(percent(5)))
          .forDuration(ofMinutes(15))
          .summary("{{ $labels.mountpoint }} of {{ $labels.instance }} is nearly full")
          .description(
              "{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} ({{ $labels.device }})"
                  + " is free, under 5% for 15 minutes.")
          .runbook(InfrastructureRunbooks.VERY_LOW_DISK_SPACE)
          .label(SERVICE, INFRASTRUCTURE);

  static final RuleGroup GROUP =
      group(
          "infrastructure",
          WATCHDOG,
          PROMETHEUS_DOWN,
          ALERTMANAGER_DOWN,
          EXPORTER_DOWN,
          PROMETHEUS_RULE_FAILURES,
          PROMETHEUS_BAD_CONFIG,
          PROMETHEUS_NOT_CONNECTED_TO_ALERTMANAGERS,
          ALERTMANAGER_FAILED_RELOAD,
          ALERTMANAGER_FAILED_TO_SEND_ALERTS,
          LOW_DISK_SPACE,
          VERY_LOW_DISK_SPACE);

  /** The highest of a window, so that one lost scrape does not start the time anew. */
  private static Condition reloadFails(Gauge<Bool> lastReloadWentWell) {
    return lastReloadWentWell.maxOverTime(ofMinutes(5)).isEqualTo(FALSE);
  }

  private static Condition freeSpaceIsBelow(Quantity<Ratio> limit) {
    return DISK_AVAILABLE
        .dividedBy(DISK_SIZE)
        .isLessThan(limit)
        .unless(DISK_READ_ONLY.isEqualTo(TRUE));
  }
}
