package dev.tocsin.dsl.model;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one definition says. The rules are required; what else is there decides which
 * files are generated.
 */
public final class MonitoringModel {
  private final String name;
  private final List<RuleGroup> groups;
  private final Optional<AlertmanagerConfig> alertmanager;
  private final Optional<PrometheusConfig> prometheus;
  private final Optional<Deployment> deployment;
  private final Optional<URI> runbookBase;
  private final Optional<Duration> pagePromise;

  private MonitoringModel(
      String name,
      List<RuleGroup> groups,
      Optional<AlertmanagerConfig> alertmanager,
      Optional<PrometheusConfig> prometheus,
      Optional<Deployment> deployment,
      Optional<URI> runbookBase,
      Optional<Duration> pagePromise) {
    this.name = name;
    this.groups = List.copyOf(groups);
    this.alertmanager = alertmanager;
    this.prometheus = prometheus;
    this.deployment = deployment;
    this.runbookBase = runbookBase;
    this.pagePromise = pagePromise;
  }

  /** A model of these rules; {@code name} is in the header of the files. */
  public static MonitoringModel monitoring(String name, RuleGroup... groups) {
    return new MonitoringModel(
        name,
        Arrays.asList(groups),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Alertmanager's configuration: {@code alertmanager.yml}. */
  public MonitoringModel alertmanager(AlertmanagerConfig config) {
    return new MonitoringModel(
        name, groups, Optional.of(config), prometheus, deployment, runbookBase, pagePromise);
  }

  /** Prometheus' configuration: {@code prometheus.yml}. */
  public MonitoringModel prometheus(PrometheusConfig config) {
    return new MonitoringModel(
        name, groups, alertmanager, Optional.of(config), deployment, runbookBase, pagePromise);
  }

  /** The containers: {@code docker-compose.yml}. */
  public MonitoringModel deployment(Deployment containers) {
    return new MonitoringModel(
        name, groups, alertmanager, prometheus, Optional.of(containers), runbookBase, pagePromise);
  }

  /** Where people read the runbooks: an alert's {@code runbook_url} is {@code base/slug.md}. */
  public MonitoringModel runbookBaseUrl(URI base) {
    return new MonitoringModel(
        name, groups, alertmanager, prometheus, deployment, Optional.of(base), pagePromise);
  }

  /** How soon after its fault a critical alert must page; runbooks show whether it does. */
  public MonitoringModel pageWithin(Duration promise) {
    return new MonitoringModel(
        name, groups, alertmanager, prometheus, deployment, runbookBase, Optional.of(promise));
  }

  /** With other rules, as a rehearsal needs it. */
  public MonitoringModel withGroups(List<RuleGroup> others) {
    return new MonitoringModel(
        name, others, alertmanager, prometheus, deployment, runbookBase, pagePromise);
  }

  public String name() {
    return name;
  }

  /** The rules, in the order in which they are written. */
  public List<RuleGroup> groups() {
    return groups;
  }

  /** The Alertmanager; empty where only rules are generated. */
  public Optional<AlertmanagerConfig> alertmanager() {
    return alertmanager;
  }

  /** What is scraped; empty where only rules are generated. */
  public Optional<PrometheusConfig> prometheus() {
    return prometheus;
  }

  /** How it runs; empty where nothing is deployed from here. */
  public Optional<Deployment> deployment() {
    return deployment;
  }

  /** The address below which people read the runbooks. */
  public Optional<URI> runbookBase() {
    return runbookBase;
  }

  /** Within how long of its fault a critical alert is to page. */
  public Optional<Duration> pagePromise() {
    return pagePromise;
  }

  /** All rules of all groups, in the order in which they are written. */
  public List<Rule> rules() {
    return groups.stream().flatMap(group -> group.rules().stream()).toList();
  }

  /** All alerts, in the order in which they are written. */
  public List<Alert> alerts() {
    return rules().stream().filter(Alert.class::isInstance).map(Alert.class::cast).toList();
  }

  /**
   * The rules that record this metric, which may be several; none where a target exports it, or
   * where a selector leaves its name open.
   */
  public List<RecordingRule> recording(@Nullable String metric) {
    return rules().stream()
        .filter(RecordingRule.class::isInstance)
        .map(RecordingRule.class::cast)
        .filter(rule -> rule.name().equals(metric))
        .toList();
  }

  /** The runbooks that the alerts name, each once, in their order. */
  public List<Runbook> runbooks() {
    return alerts().stream().flatMap(alert -> alert.runbook().stream()).distinct().toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MonitoringModel that
        && that.name.equals(name)
        && that.groups.equals(groups)
        && that.alertmanager.equals(alertmanager)
        && that.prometheus.equals(prometheus)
        && that.deployment.equals(deployment)
        && that.runbookBase.equals(runbookBase)
        && that.pagePromise.equals(pagePromise);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, groups, alertmanager, prometheus, deployment);
  }

  @Override
  public String toString() {
    return name + groups;
  }
}
