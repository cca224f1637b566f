package dev.tocsin.monitoring;

import static dev.tocsin.dsl.deploy.Deployment.compose;
import static dev.tocsin.dsl.deploy.Service.service;
import static dev.tocsin.dsl.prometheus.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.prometheus.ScrapeJob.job;

import dev.tocsin.dsl.deploy.Deployment;
import dev.tocsin.dsl.deploy.Service;
import dev.tocsin.dsl.prometheus.PrometheusConfig;
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
      prometheus(Parameters.INTERVAL, Parameters.SCRAPE_TIMEOUT)
          .alerting("alertmanager-1:9093", "alertmanager-2:9093")
          .scraping(
              job(Jobs.LLM_INFERENCE, "llm-inference:8000"),
              job(Jobs.PROMETHEUS, "prometheus-1:9090", "prometheus-2:9090"),
              job(Jobs.ALERTMANAGER, "alertmanager-1:9093", "alertmanager-2:9093"),
              job(Jobs.NODE_EXPORTER, "node-exporter:9100"));

  static final Deployment CONTAINERS =
      compose(
          "llm-monitoring",
          service("llm-inference", LLM_INFERENCE_IMAGE)
              .command("--model", "/models/demo", "--host", "0.0.0.0")
              .volumes("../inference/models/demo:/models/demo:ro")
              .ports("127.0.0.1:8000:8000"),
          prometheusServer("prometheus-1", 9090),
          prometheusServer("prometheus-2", 9091),
          alertmanager("alertmanager-1", "alertmanager-2", 9093),
          alertmanager("alertmanager-2", "alertmanager-1", 9094),
          service("node-exporter", NODE_EXPORTER_IMAGE)
              .command("--path.rootfs=/host")
              .volumes("/:/host:ro,rslave")
              .with("pid", "host"));

  /**
   * A pending alert outlives a restart when its time is over the grace period, whose default of 10
   * minutes would forget most of ours.
   */
  private static Service prometheusServer(String name, int port) {
    return service(name, PROMETHEUS_IMAGE)
        .command(
            "--config.file=/etc/prometheus/prometheus.yml",
            "--storage.tsdb.path=/prometheus",
            "--storage.tsdb.retention.time=30d",
            "--rules.alert.for-grace-period=1m",
            "--web.external-url=http://localhost:" + port)
        .volumes(
            "./prometheus.yml:/etc/prometheus/prometheus.yml:ro",
            "./production-alerts.yml:/etc/prometheus/production-alerts.yml:ro",
            name + "-data:/prometheus")
        .ports("127.0.0.1:" + port + ":9090");
  }

  /**
   * What was told is written down every second: after a kill with the default of 15 minutes, pages
   * came twice and a resolve could be lost.
   */
  private static Service alertmanager(String name, String peer, int port) {
    return service(name, ALERTMANAGER_IMAGE)
        .command(
            "--config.file=/etc/alertmanager/alertmanager.yml",
            "--storage.path=/alertmanager",
            "--data.maintenance-interval=1s",
            "--cluster.listen-address=0.0.0.0:9094",
            "--cluster.peer=" + peer + ":9094",
            "--web.external-url=http://localhost:" + port)
        .volumes(
            "./alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro",
            name + "-data:/alertmanager")
        .secrets(
            List.of(
                Parameters.SMTP_PASSWORD,
                Parameters.SLACK_WEBHOOK_URL,
                Parameters.PAGERDUTY_SERVICE_KEY,
                Parameters.PAGERDUTY_LLM_SERVICE_KEY))
        .ports("127.0.0.1:" + port + ":9093");
  }
}
