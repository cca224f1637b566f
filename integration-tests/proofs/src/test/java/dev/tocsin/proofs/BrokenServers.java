package dev.tocsin.proofs;

import static dev.tocsin.proofs.Recipients.OF_CRITICAL;
import static dev.tocsin.proofs.Recipients.OF_WARNING;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Instance;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.servers.Server;
import dev.tocsin.harness.servers.ServerException;
import dev.tocsin.harness.servers.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A second Prometheus and a second Alertmanager, which are watched and do wrong whatever the rules
 * on such servers look for: rules that fail, reloads that fail, nobody to tell, and notifications
 * that nobody takes.
 */
public final class BrokenServers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOKBACK = Duration.ofSeconds(2);

  /** Rules that fail at each evaluation: no side of the operator has one series of a kind. */
  private static final String FAILING_RULES =
      """
      groups:
        - name: broken
          interval: 250ms
          rules:
            - record: broken
              expr: up * on () up
      """;

  private static final String WELL_PROMETHEUS =
      """
      global:
        scrape_interval: 250ms
        scrape_timeout: 250ms
        evaluation_interval: 250ms
      alerting:
        alertmanagers:
          - static_configs:
              - targets: ['%2$s']
      scrape_configs:
        - job_name: itself
          static_configs:
            - targets: ['%1$s']
      """;

  /** Its rules fail, and it has nobody to tell. */
  private static final String ILL_PROMETHEUS =
      """
      global:
        scrape_interval: 250ms
        scrape_timeout: 250ms
        evaluation_interval: 250ms
      rule_files: [broken.yml]
      scrape_configs:
        - job_name: itself
          static_configs:
            - targets: ['%1$s']
            - targets: ['%1$s']
              labels: {twice: 'yes'}
      """;

  private static final String ALERTMANAGER =
      """
      route:
        receiver: only
        group_wait: 0s
        group_interval: 200ms
        repeat_interval: 200ms
      receivers:
        - name: only
          webhook_configs:
            - url: http://127.0.0.1:%d/
      """;

  private static final String RULES = "broken.yml";
  private static final String BROKEN = "this: [is no configuration";

  private final Stack servers;
  private final int port = Instance.freePort();
  private @Nullable HttpServer receiver;

  private BrokenServers(Stack servers) {
    this.servers = servers;
  }

  /** Starts them, and they are well. */
  public static BrokenServers start(Programs programs, Path folder) {
    BrokenServers ill = new BrokenServers(Stack.prepare(programs, folder));
    ill.findsItsReceiver();
    ill.writeWell();
    ill.servers.start("prometheus.yml", "alertmanager.yml", LOOKBACK);
    ill.awaitReady();
    return ill;
  }

  private void writeWell() {
    servers.write(
        Map.of(
            "prometheus.yml", WELL_PROMETHEUS.formatted(prometheus(), alertmanager()),
            "alertmanager.yml", ALERTMANAGER.formatted(port)));
  }

  private void awaitReady() {
    Await.that(
        "the servers that are to be ill answer",
        PATIENCE,
        () -> servers.prometheus().isReady() && servers.alertmanager().isReady(),
        () -> "");
  }

  /** {@code host:port}. */
  public String prometheus() {
    return servers.prometheusAddress();
  }

  /** {@code host:port}. */
  public String alertmanager() {
    return servers.alertmanagerAddress();
  }

  /** To be killed. */
  public Server prometheusServer() {
    return servers.prometheuses().get(0);
  }

  /** The alerts that fire of all that is wrong with them, and who is notified. */
  public static Map<String, Set<String>> alerts() {
    return new TreeMap<>(
        Map.of(
            "PrometheusRuleFailures", OF_CRITICAL,
            "PrometheusBadConfig", OF_CRITICAL,
            "PrometheusNotConnectedToAlertmanagers", OF_WARNING,
            "AlertmanagerFailedReload", OF_CRITICAL,
            "AlertmanagerFailedToSendAlerts", OF_CRITICAL));
  }

  /** The {@code instance} of such an alert. */
  public String instance(String alert) {
    return alert.startsWith("Prometheus") ? prometheus() : alertmanager();
  }

  // ---- what goes wrong ----

  /** A rule that fails, and nobody to tell. */
  public void losesRulesAndAlertmanagers() {
    servers.write(
        Map.of(RULES, FAILING_RULES, "prometheus.yml", ILL_PROMETHEUS.formatted(prometheus())));
    servers.prometheus().reload();
  }

  /** A rule file and a configuration that nobody can read; the rules that were read go on. */
  public void getUnreadableFiles() {
    servers.write(Map.of(RULES, BROKEN, "alertmanager.yml", BROKEN));
    refuses(() -> servers.prometheus().reload());
    refuses(() -> servers.alertmanager().reload());
  }

  private static void refuses(Runnable reload) {
    assertThatThrownBy(reload::run).isInstanceOf(ServerException.class);
  }

  /** There is something to tell, and the only receiver is gone: nobody listens any more. */
  public void losesItsReceiver() {
    stopReceiver();
    servers.alertmanager().post(Map.of("alertname", "Anything"));
  }

  // ---- what is put right ----

  /** The receiver listens, and takes what it is notified. */
  public synchronized void findsItsReceiver() {
    if (receiver != null) {
      return;
    }
    try {
      HttpServer fresh =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      fresh.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      fresh.start();
      receiver = fresh;
    } catch (IOException e) {
      throw new UncheckedIOException("the receiver cannot listen at its port " + port, e);
    }
  }

  private synchronized void stopReceiver() {
    if (receiver != null) {
      receiver.stop(0);
      receiver = null;
    }
  }

  /** With the configurations that they had at first. */
  public void getWell() {
    findsItsReceiver();
    writeWell();
    servers.prometheus().reload();
    servers.alertmanager().reload();
  }

  /** Started anew, and without what they knew. */
  public void startAnew() {
    findsItsReceiver();
    writeWell();
    servers.prometheuses().forEach(Server::restart);
    servers.alertmanagers().forEach(Server::restart);
    awaitReady();
  }

  @Override
  public void close() {
    servers.close();
    stopReceiver();
  }
}
