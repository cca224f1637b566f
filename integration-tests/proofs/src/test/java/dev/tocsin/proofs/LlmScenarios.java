package dev.tocsin.proofs;

import static dev.tocsin.harness.scenario.Destination.email;
import static dev.tocsin.harness.scenario.Destination.pagerDuty;
import static dev.tocsin.harness.scenario.Destination.slack;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static dev.tocsin.harness.series.Observations.observations;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.harness.scenario.Destination;
import dev.tocsin.harness.scenario.Fault;
import dev.tocsin.harness.scenario.Scenario;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.Observations;
import java.time.Duration;
import java.util.List;

/**
 * One scenario for each alert of the catalogue. Levels, durations, labels and receivers are spelled
 * out here by what the catalogue promises, not taken from the definitions, so that a definition
 * that is wrong is found.
 */
final class LlmScenarios {
  private static final String JOB = LlmService.JOB;
  private static final String HOSTS = "node-exporter";
  private static final String SMALL = LlmService.SMALL;

  private static final Destination MAIL = email("llm-team@example.com");
  private static final Destination CRITICAL_CHANNEL = slack("#alerts-critical");
  private static final Destination WARNING_CHANNEL = slack("#alerts-warning");
  private static final Destination LLM_PAGER = pagerDuty("PAGERDUTY_LLM_SERVICE_KEY");
  private static final Destination PAGER = pagerDuty("PAGERDUTY_SERVICE_KEY");

  /** Of whatever a model is asked, so many requests a second. */
  private static final double REQUESTS = 2;

  /** A window with so many requests says something; the catalogue wants 20. */
  private static final double ENOUGH = 26;

  /** And one with so many does not, however slow or wrong they are. */
  private static final double TOO_FEW = 15;

  private static final double GIB = 1 << 30;

  /** Alerts whose windows go on about an instance that is gone; low throughput takes longer. */
  private static final String[] SYMPTOMS = {"HighTTFT", "HighRequestLatency", "HighErrorRate"};

  /** Nobody does anything: a share of nothing, or a percentile of nothing, must wake nobody. */
  static final String IDLE = "idle: ";

  /** The series are not there, as before the first request or on another kind of host. */
  static final String NO_DATA = "no data: ";

  /** One of one is all of them, and says nothing. */
  static final String ONE_EVENT = "one event: ";

  private LlmScenarios() {}

  /** Alerts on the service and its host; scripted targets can tell all of it. */
  static List<Scenario> ofTheService() {
    return List.of(
        down(),
        downMutesSymptoms(),
        goneMutesSymptoms(),
        restarting(),
        critical("LLMServiceUnhealthy")
            .named("the health check fails")
            .target(JOB, service())
            .when(Fault.exporting(service().gauge("llm_service_healthy", 0)))
            .forDuration(ofMinutes(2))
            .notificationContains("is not healthy"),
        critical("LLMServiceUnhealthy")
            .named("something else answers in its place, beside an instance that is well")
            .target(JOB, service())
            .when(Fault.exporting(service().without("llm_service_healthy")))
            .otherTarget("well", JOB, service())
            .forDuration(ofMinutes(2)),
        critical("ModelNotLoaded")
            .named("no model is loaded")
            .target(JOB, service())
            .when(Fault.exporting(service().gauge("llm_model_loaded", 0, "model", SMALL)))
            .forDuration(ofMinutes(5))
            .notificationContains("has no model loaded"),
        critical("ModelNotLoaded")
            .named("it knows no model, beside an instance that has one")
            .target(JOB, service())
            .when(Fault.exporting(service().without("llm_model_loaded")))
            .otherTarget("loaded", JOB, service())
            .forDuration(ofMinutes(5)),
        firstToken(warning("HighTTFT"), ofMinutes(5)).firesAbove(2).forDuration(ofMinutes(5)),
        slowBesideVerySlow(),
        firstToken(critical("VeryHighTTFT"), ofMinutes(2))
            .firesAbove(5)
            .forDuration(ofMinutes(2))
            .inhibits("HighTTFT"),
        warning("HighRequestLatency")
            .target(JOB, service())
            .atValue(seconds -> service().and(durations(oneInTen(seconds, ENOUGH, ofMinutes(5)))))
            .ranges(ofMinutes(5))
            .firesAbove(10)
            .forDuration(ofMinutes(5))
            .label("model", SMALL)
            .doesNotFireWhen(
                IDLE + "nothing is asked of it", service().and(durations(observations())))
            .doesNotFireInPromtoolWhen(NO_DATA + "it says nothing of requests", service())
            .doesNotFireWhen(
                "one request in fifty is slow", service().and(durations(oneInFifty(60))))
            .doesNotFireInPromtoolWhen(
                "a few requests are slow", service().and(durations(all(60, TOO_FEW, ofMinutes(5)))))
            .doesNotFireWhen(
                ONE_EVENT + "a single request takes a minute",
                service().and(durations(observations().atOnce(60, 1)))),
        throughput(warning("LowThroughput")).firesBelow(10).forDuration(ofMinutes(10)),
        throughput(critical("VeryLowThroughput"))
            .firesBelow(5)
            .forDuration(ofMinutes(5))
            .inhibits("LowThroughput"),
        errors(warning("HighErrorRate"), ofMinutes(5)).firesAbove(0.05).forDuration(ofMinutes(3)),
        errors(critical("VeryHighErrorRate"), ofMinutes(2))
            .firesAbove(0.1)
            .forDuration(ofMinutes(1))
            .inhibits("HighErrorRate"),
        active(warning("HighActiveRequests")).firesAbove(10).forDuration(ofMinutes(5)),
        active(critical("VeryHighActiveRequests"))
            .firesAbove(20)
            .forDuration(ofMinutes(2))
            .inhibits("HighActiveRequests"),
        warning("RequestQueueBuilding")
            .target(JOB, service())
            .atValue(depth -> service().gauge("llm_queued_requests", depth, "model", SMALL))
            .firesAbove(5)
            .forDuration(ofMinutes(3))
            .label("model", SMALL),
        warning("HighGPUUtilization")
            .target(JOB, service())
            .atValue(share -> service().gauge("llm_gpu_utilization_ratio", share, "gpu", "0"))
            .firesAbove(0.9)
            .forDuration(ofMinutes(10))
            .label("gpu", "0")
            .doesNotFireInPromtoolWhen("there is no GPU", service()),
        gpuMemory(warning("HighGPUMemoryUsage")).firesAbove(0.85).forDuration(ofMinutes(5)),
        gpuMemory(critical("CriticalGPUMemoryUsage"))
            .firesAbove(0.95)
            .forDuration(ofMinutes(2))
            .inhibits("HighGPUMemoryUsage"),
        warning("HighCPUUsage")
            .target(HOSTS, busy(0.5))
            // Idle time that is counted from nothing looks like work until the window is full.
            .faultAfter(ofMinutes(6))
            .atValue(LlmScenarios::busy)
            .ranges(ofMinutes(5))
            .firesAbove(0.8)
            .forDuration(ofMinutes(10))
            .doesNotFireWhen(IDLE + "nothing runs", busy(0.1))
            .doesNotFireInPromtoolWhen(NO_DATA + "it says nothing of CPUs", host()),
        warning("HighMemoryUsage")
            .target(HOSTS, host())
            .atValue(
                share ->
                    host()
                        .gauge("node_memory_MemTotal_bytes", 64 * GIB)
                        .gauge("node_memory_MemAvailable_bytes", (1 - share) * 64 * GIB))
            .valuesBetween(0, 1)
            .firesAbove(0.85)
            .forDuration(ofMinutes(10))
            .doesNotFireInPromtoolWhen(NO_DATA + "it says nothing of memory", host()));
  }

  /** Alerts on hosts' disks and on exporters, which scripted targets can tell as well. */
  static List<Scenario> ofHosts() {
    return List.of(
        disk(infrastructureWarning("LowDiskSpace")).firesBelow(0.15).forDuration(ofMinutes(15)),
        disk(infrastructureCritical("VeryLowDiskSpace"))
            .firesBelow(0.05)
            .forDuration(ofMinutes(15))
            .inhibits("LowDiskSpace"),
        infrastructureWarning("ExporterDown")
            .named("an exporter does not answer")
            .target(HOSTS, host())
            .when(Fault.down())
            .forDuration(ofMinutes(5))
            .doesNotFireWhen(
                "it starts anew again and again",
                Fault.crashing(ofMinutes(2), Duration.ZERO, host())));
  }

  /**
   * Alerts on Prometheus and Alertmanager, for the ways in which no real server can be broken. On
   * the real stack they are proven on the servers' own metrics.
   */
  static List<Scenario> ofServers() {
    return List.of(
        infrastructureCritical("PrometheusDown")
            .named("a Prometheus does not answer")
            .target("prometheus", prometheus())
            .when(Fault.down())
            .forDuration(ofMinutes(5)),
        infrastructureCritical("AlertmanagerDown")
            .named("an Alertmanager does not answer")
            .target("alertmanager", alertmanager())
            .when(Fault.down())
            .forDuration(ofMinutes(5)),
        infrastructureCritical("PrometheusRuleFailures")
            .target("prometheus", prometheus())
            .atValue(
                times ->
                    prometheus()
                        .counter(
                            "prometheus_rule_evaluation_failures_total",
                            times / 300,
                            "rule_group",
                            "alerts.yml;broken"))
            .detectedWithin(ofMinutes(2))
            .ranges(ofMinutes(5))
            .firesAbove(0)
            .forDuration(ofMinutes(15)),
        infrastructureCritical("PrometheusBadConfig")
            .named("a reload fails")
            .target("prometheus", prometheus())
            .when(
                Fault.exporting(prometheus().gauge("prometheus_config_last_reload_successful", 0)))
            .ranges(ofMinutes(5))
            .forDuration(ofMinutes(10)),
        infrastructureWarning("PrometheusNotConnectedToAlertmanagers")
            .named("it knows no Alertmanager")
            .target("prometheus", prometheus())
            .when(
                Fault.exporting(
                    prometheus().gauge("prometheus_notifications_alertmanagers_discovered", 0)))
            .ranges(ofMinutes(5))
            .forDuration(ofMinutes(10)),
        infrastructureCritical("AlertmanagerFailedReload")
            .named("a reload fails")
            .target("alertmanager", alertmanager())
            .when(
                Fault.exporting(
                    alertmanager().gauge("alertmanager_config_last_reload_successful", 0)))
            .ranges(ofMinutes(5))
            .forDuration(ofMinutes(10)),
        infrastructureCritical("AlertmanagerFailedToSendAlerts")
            .target("alertmanager", alertmanager().and(notifications(1, 0)))
            .atValue(share -> alertmanager().and(notifications(1, share)))
            .ranges(ofMinutes(15))
            .firesAbove(0.01)
            .forDuration(ofMinutes(5))
            .label("integration", "slack")
            .doesNotFireInPromtoolWhen("all is notified", alertmanager().and(notifications(1, 0)))
            .doesNotFireWhen(
                IDLE + "there is nothing to tell", alertmanager().and(notifications(0, 0)))
            .doesNotFireInPromtoolWhen(NO_DATA + "it has never notified anything", alertmanager()));
  }

  // ---- who is notified ----

  private static Scenario critical(String alert) {
    return scenario(alert)
        .ranges()
        .label("severity", "critical")
        .label("service", "llm-inference")
        .label("job", JOB)
        .notifies(MAIL, CRITICAL_CHANNEL, LLM_PAGER)
        .atAllHours()
        .groupBy(Label.ALERTNAME, Label.JOB)
        .repeatInterval(ofHours(1), CRITICAL_CHANNEL, LLM_PAGER)
        .repeatInterval(ofHours(4), MAIL)
        .notifiesWithin(ofMinutes(21));
  }

  private static Scenario warning(String alert) {
    return scenario(alert)
        .ranges()
        .label("severity", "warning")
        .label("service", "llm-inference")
        .notifies(MAIL, WARNING_CHANNEL)
        .onlyDuring("business-hours", WARNING_CHANNEL)
        .groupBy(Label.ALERTNAME, Label.JOB)
        .repeatInterval(ofHours(4))
        .notifiesWithin(ofMinutes(21));
  }

  private static Scenario infrastructureCritical(String alert) {
    return scenario(alert)
        .ranges()
        .label("severity", "critical")
        .label("service", "infrastructure")
        .notifies(MAIL, CRITICAL_CHANNEL, PAGER)
        .atAllHours()
        .groupBy(Label.ALERTNAME, Label.JOB)
        .repeatInterval(ofHours(1), CRITICAL_CHANNEL, PAGER)
        .repeatInterval(ofHours(4), MAIL)
        .notifiesWithin(ofMinutes(26));
  }

  private static Scenario infrastructureWarning(String alert) {
    return scenario(alert)
        .ranges()
        .label("severity", "warning")
        .label("service", "infrastructure")
        .notifies(MAIL, WARNING_CHANNEL)
        .onlyDuring("business-hours", WARNING_CHANNEL)
        .groupBy(Label.ALERTNAME, Label.JOB)
        .repeatInterval(ofHours(4))
        .notifiesWithin(ofMinutes(26));
  }

  // ---- what happens ----

  private static Scenario down() {
    return critical("LLMServiceDown")
        .named("an instance stops answering")
        .target(JOB, service())
        .when(Fault.down())
        .forDuration(ofMinutes(1))
        .notificationContains("does not answer")
        .doesNotFireWhen("the whole service works", LlmService.healthy())
        .doesNotFireWhen("the whole service idles", LlmService.idle());
  }

  /** Slow and wrong before it went: windows go on about that, and must not be heard. */
  private static Scenario downMutesSymptoms() {
    return critical("LLMServiceDown")
        .named("an ailing instance stops answering")
        .target(JOB, ailing())
        .faultAfter(ofMinutes(12))
        .when(Fault.down())
        .recoversTo(service())
        .forDuration(ofMinutes(1))
        .inhibits(SYMPTOMS);
  }

  /** No instance is left to tell of, and what the last one was slow at goes on in windows. */
  private static Scenario goneMutesSymptoms() {
    return critical("LLMServiceDown")
        .named("an ailing service is gone from discovery")
        .target(JOB, ailing())
        .faultAfter(ofMinutes(8))
        .when(Fault.gone())
        .recoversTo(service())
        .forDuration(ofMinutes(1))
        .withoutLabel(Label.INSTANCE)
        .notificationContains("No instance of llm-inference exists")
        .inhibits(SYMPTOMS);
  }

  /** In ways that its windows remember when it is gone, and not badly in any. */
  private static Load ailing() {
    return service()
        .and(firstTokens(observations().of(4, REQUESTS)))
        .and(durations(observations().of(15, REQUESTS)))
        .and(requests(REQUESTS, 0.07));
  }

  private static Scenario restarting() {
    return critical("LLMServiceRestarting")
        .named("it crashes every two minutes")
        .target(JOB, service())
        .when(Fault.crashing(ofSeconds(105), ofSeconds(15), service()))
        .detectedWithin(ofMinutes(5))
        .ranges(ofMinutes(15))
        .forDuration(Duration.ZERO)
        .doesNotFireWhen(
            "it is deployed twice",
            (before, begin, end) ->
                before
                    .restarting(begin, service())
                    .restarting(begin.plus(ofMinutes(2)), service()));
  }

  private static Scenario firstToken(Scenario scenario, Duration window) {
    return scenario
        .target(JOB, service())
        .atValue(seconds -> service().and(firstTokens(oneInTen(seconds, ENOUGH, window))))
        .ranges(window)
        .label("model", SMALL)
        .notificationContains("first token")
        .doesNotFireWhen(
            IDLE + "nothing is asked of it", service().and(firstTokens(observations())))
        .doesNotFireInPromtoolWhen(NO_DATA + "it says nothing of first tokens", service())
        .doesNotFireWhen("one request in fifty is slow", service().and(firstTokens(oneInFifty(60))))
        .doesNotFireInPromtoolWhen(
            "a few requests wait for long", service().and(firstTokens(all(60, TOO_FEW, window))))
        .doesNotFireWhen(
            ONE_EVENT + "a single request waits a minute",
            service().and(firstTokens(observations().atOnce(60, 1))));
  }

  /** Another model there is not muted. */
  private static Scenario slowBesideVerySlow() {
    return warning("HighTTFT")
        .named("a model is slow beside one that is very slow")
        .target(JOB, service())
        .when(
            Fault.exporting(
                service()
                    .and(firstTokens(observations().of(8, REQUESTS)))
                    .histogram(
                        "llm_time_to_first_token_seconds",
                        LlmService.SECONDS,
                        observations().of(2.5, REQUESTS),
                        "model",
                        LlmService.LARGE)))
        .ranges(ofMinutes(5))
        .label("model", LlmService.LARGE)
        .mayAlsoFire("VeryHighTTFT");
  }

  private static Scenario throughput(Scenario scenario) {
    return scenario
        .target(JOB, service())
        // Hardly more than the tenth of the time that it must have worked to be judged.
        .atValue(perSecond -> service().and(tokens(perSecond, 0.12)))
        .ranges(ofMinutes(5))
        .label("model", SMALL)
        .doesNotFireWhen(IDLE + "nothing is asked of it", service().and(tokens(0, 0)))
        .doesNotFireInPromtoolWhen(NO_DATA + "it says nothing of tokens", service())
        .doesNotFireWhen("one short and slow request a minute", service().and(tokens(1, 0.08)))
        .doesNotFireWhen(
            ONE_EVENT + "a single request takes twenty seconds for as many tokens",
            service()
                .burst("llm_generated_tokens_total", 20, "model", SMALL)
                .burst("llm_decode_busy_seconds_total", 20, "model", SMALL));
  }

  private static Scenario errors(Scenario scenario, Duration window) {
    return scenario
        .target(JOB, service().and(requests(0, 0)))
        .atValue(share -> service().and(requests(ENOUGH / window.toSeconds(), share)))
        .ranges(window)
        .label("model", SMALL)
        .doesNotFireInPromtoolWhen(
            "all of a few requests fail", service().and(requests(TOO_FEW / window.toSeconds(), 1)))
        .doesNotFireInPromtoolWhen(
            "the callers make mistakes",
            service()
                .counter("llm_requests_total", 0, "model", SMALL, "code", "200")
                .counter("llm_requests_total", REQUESTS, "model", SMALL, "code", "400"))
        .doesNotFireWhen(IDLE + "nothing is asked of it", service().and(requests(0, 0)))
        .doesNotFireInPromtoolWhen(NO_DATA + "it says nothing of requests", service())
        .doesNotFireWhen(
            ONE_EVENT + "a single request fails",
            service()
                .counter("llm_requests_total", 0, "model", SMALL, "code", "200")
                .burst("llm_requests_total", 1, "model", SMALL, "code", "500"));
  }

  private static Scenario active(Scenario scenario) {
    return scenario
        .target(JOB, service())
        .atValue(count -> service().gauge("llm_active_requests", count, "model", SMALL))
        .label("model", SMALL);
  }

  private static Scenario gpuMemory(Scenario scenario) {
    return scenario
        .target(JOB, service())
        .atValue(
            share ->
                service()
                    .gauge("llm_gpu_memory_used_bytes", share * 80 * GIB, "gpu", "0")
                    .gauge("llm_gpu_memory_total_bytes", 80 * GIB, "gpu", "0"))
        .label("gpu", "0")
        .valuesBetween(0, 1)
        .doesNotFireInPromtoolWhen(NO_DATA + "there is no GPU", service());
  }

  private static Scenario disk(Scenario scenario) {
    return scenario
        .target(HOSTS, host())
        .atValue(
            share ->
                host()
                    .gauge("node_filesystem_avail_bytes", share * 100 * GIB, disk())
                    .gauge("node_filesystem_size_bytes", 100 * GIB, disk())
                    .gauge("node_filesystem_readonly", 0, disk()))
        .label("mountpoint", "/")
        .label("device", "/dev/vda1")
        .valuesBetween(0, 1)
        .doesNotFireInPromtoolWhen(NO_DATA + "it says nothing of disks", host())
        .doesNotFireWhen(
            "a disk that nobody can write to is full",
            host()
                .gauge("node_filesystem_avail_bytes", 0, disk())
                .gauge("node_filesystem_size_bytes", 100 * GIB, disk())
                .gauge("node_filesystem_readonly", 1, disk()));
  }

  // ---- what targets export; no more than a scenario needs ----

  /** An instance that is well, and has nothing to do. */
  private static Load service() {
    return load()
        .startTime("process_start_time_seconds")
        .gauge("llm_service_healthy", 1)
        .gauge("llm_model_loaded", 1, "model", SMALL);
  }

  private static Load host() {
    return load().startTime("process_start_time_seconds");
  }

  /** A median tells nothing of these: most are fast. */
  private static Observations oneInTen(double seconds, double requests, Duration window) {
    double rate = requests / window.toSeconds();
    return observations().of(0.05, 0.9 * rate).of(seconds, 0.1 * rate);
  }

  /** All of so many in a window take as long. */
  private static Observations all(double seconds, double requests, Duration window) {
    return observations().of(seconds, requests / window.toSeconds());
  }

  /** And these only who asks for more than one in twenty. */
  private static Observations oneInFifty(double seconds) {
    return observations().of(0.05, 0.98 * REQUESTS).of(seconds, 0.02 * REQUESTS);
  }

  /** Its two CPUs work for this share of the time, one of them more than the other. */
  private static Load busy(double share) {
    return host().and(cpu("0", share + 0.1)).and(cpu("1", share - 0.1));
  }

  private static Load cpu(String cpu, double share) {
    return load()
        .counter("node_cpu_seconds_total", 1 - share, "cpu", cpu, "mode", "idle")
        .counter("node_cpu_seconds_total", share, "cpu", cpu, "mode", "user");
  }

  private static Load prometheus() {
    return load()
        .startTime("process_start_time_seconds")
        .gauge("prometheus_config_last_reload_successful", 1)
        .gauge("prometheus_notifications_alertmanagers_discovered", 2)
        .counter("prometheus_rule_evaluation_failures_total", 0, "rule_group", "alerts.yml;broken");
  }

  private static Load alertmanager() {
    return load()
        .startTime("process_start_time_seconds")
        .gauge("alertmanager_config_last_reload_successful", 1);
  }

  /** So many notifications a second, this share of which fails. */
  private static Load notifications(double perSecond, double failing) {
    return load()
        .counter("alertmanager_notifications_total", perSecond, "integration", "slack")
        .counter(
            "alertmanager_notifications_failed_total", perSecond * failing, "integration", "slack");
  }

  private static Load firstTokens(Observations seconds) {
    return load()
        .histogram("llm_time_to_first_token_seconds", LlmService.SECONDS, seconds, "model", SMALL);
  }

  private static Load durations(Observations seconds) {
    return load()
        .histogram("llm_request_duration_seconds", LlmService.SECONDS, seconds, "model", SMALL);
  }

  /** So many tokens for each second of decoding, which goes on for this share of the time. */
  private static Load tokens(double perBusySecond, double busy) {
    return load()
        .counter("llm_generated_tokens_total", perBusySecond * busy, "model", SMALL)
        .counter("llm_decode_busy_seconds_total", busy, "model", SMALL);
  }

  private static Load requests(double perSecond, double failing) {
    return load()
        .counter("llm_requests_total", perSecond * (1 - failing), "model", SMALL, "code", "200")
        .counter("llm_requests_total", perSecond * failing, "model", SMALL, "code", "500");
  }

  private static String[] disk() {
    return new String[] {"device", "/dev/vda1", "fstype", "ext4", "mountpoint", "/"};
  }
}
