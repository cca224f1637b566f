package dev.tocsin.monitoring;

import static dev.tocsin.dsl.Tocsin.*;

import dev.tocsin.dsl.model.Deployment;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.Service;
import java.util.List;

/**
 * What is scraped and what runs: the service, a pair of Prometheus servers that watch each other, a
 * pair of Alertmanagers that agree on who speaks, and a node_exporter.
 *
 * <p>Both Prometheus servers read the same files and send the same alerts. When one dies while an
 * alert fires, the other goes on sending it, and Alertmanager does not take silence for a recovery.
 */
final class Installation {
  private Installation() {}

  private static final String PROMETHEUS_IMAGE = "prom/prometheus:v3.5.3";
  private static final String ALERTMANAGER_IMAGE = "prom/alertmanager:v0.33.1";
  private static final String NODE_EXPORTER_IMAGE = "prom/node-exporter:v1.11.1";
  private static final String LLM_INFERENCE_IMAGE = "tocsin/llm-inference:0.1.0";

  static final PrometheusConfig PROMETHEUS =
      prometheus(Parameters.INTERVAL)
          .scrapeTimeout(Parameters.SCRAPE_TIMEOUT)
          .alertmanagers("alertmanager-1:9093", "alertmanager-2:9093")
          .scrapeConfigs(
              job(Jobs.LLM_INFERENCE, "llm-inference:8000"),
              job(Jobs.PROMETHEUS, "prometheus-1:9090", "prometheus-2:9090"),
              job(Jobs.ALERTMANAGER, "alertmanager-1:9093", "alertmanager-2:9093"),
              job(Jobs.NODE_EXPORTER, "node-exporter:9100"));

  static final Deployment CONTAINERS =
      compose(
          "llm-monitoring",
          service("llm-inference", LLM_INFERENCE_IMAGE)
              .command(
                  argument("--model", "/models/demo").because("The volume below."),
                  argument("--host", "0.0.0.0")
                      .because("For the other containers too: the default is loopback alone."))
              .volumes("../inference/models/demo:/models/demo:ro")
              .ports("127.0.0.1:8000:8000")
              // Its image has no shell and no wget: a program of its jar asks it.
              .healthcheck(
                  "/opt/java/bin/java",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx16m",
                  "-cp",
                  "/opt/tocsin/tocsin-inference.jar",
                  "dev.tocsin.inference.HealthCheck"),
          prometheusServer(1, 9090),
          prometheusServer(2, 9091),
          alertmanager(1, 2, 9093),
          alertmanager(2, 1, 9094),
          service("node-exporter", NODE_EXPORTER_IMAGE)
              .command(
                  argument("--path.rootfs=/host")
                      .because("The machine's disks, and not the container's."))
              .volumes("/:/host:ro,rslave")
              .healthcheck("wget", "-q", "--spider", "http://localhost:9100/")
              .with("pid", "host"));

  private static Service prometheusServer(int number, int port) {
    String name = "prometheus-" + number;
    return service(name, PROMETHEUS_IMAGE)
        .command(
            argument("--config.file=/etc/prometheus/prometheus.yml")
                .because("Generated, beside this file."),
            argument("--storage.tsdb.path=/prometheus").because("The volume below."),
            argument("--storage.tsdb.retention.time=30d")
                .because("How far back dashboards and reports can look."),
            argument("--rules.alert.for-grace-period=1m")
                .because(
                    """
                    A pending alert outlives a restart if its `for` is longer than this; the
                    default of 10m would forget most of ours.\
                    """),
            argument("--web.external-url=" + Parameters.prometheus(number))
                .because("Where people reach this server: alerts link to it."))
        .volumes(
            "./prometheus.yml:/etc/prometheus/prometheus.yml:ro",
            "./production-alerts.yml:/etc/prometheus/production-alerts.yml:ro",
            name + "-data:/prometheus")
        .ports("127.0.0.1:" + port + ":9090")
        .healthcheck("promtool", "check", "healthy", "--url=http://localhost:9090");
  }

  private static Service alertmanager(int number, int peer, int port) {
    String name = "alertmanager-" + number;
    return service(name, ALERTMANAGER_IMAGE)
        .command(
            argument("--config.file=/etc/alertmanager/alertmanager.yml")
                .because("Generated, beside this file."),
            argument("--storage.path=/alertmanager").because("The volume below."),
            argument("--data.maintenance-interval=1s")
                .because(
                    """
                    Notifications are recorded on disk every second: after a kill with the default
                    of 15m, pages came twice and a resolve could be lost.\
                    """),
            argument("--cluster.listen-address=0.0.0.0:9094")
                .because("Where the other Alertmanager reaches this one."),
            argument("--cluster.peer=alertmanager-" + peer + ":9094")
                .because("The two agree on which of them notifies."),
            argument("--web.external-url=" + Parameters.alertmanager(number))
                .because("Where people reach this server: notifications link to it."))
        .volumes(
            "./alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro",
            name + "-data:/alertmanager")
        .secrets(
            List.of(
                Parameters.SMTP_PASSWORD,
                Parameters.SLACK_WEBHOOK_URL,
                Parameters.PAGERDUTY_SERVICE_KEY,
                Parameters.PAGERDUTY_LLM_SERVICE_KEY))
        .ports("127.0.0.1:" + port + ":9093")
        .healthcheck("wget", "-q", "--spider", "http://localhost:9093/-/healthy");
  }
}
