package dev.tocsin.harness;

import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Promql.promql;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.ScrapeJob.job;
import static dev.tocsin.harness.scenario.Scenario.scenario;
import static dev.tocsin.harness.series.Load.load;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Load;
import java.net.URI;
import java.time.Duration;

/**
 * What {@code time()} is compared with is a moment by the clock of the case, in every way; and what
 * always fires is proven in every way.
 */
@Cores(0.5)
class TimeBasedAlertsIT implements ProvenAlerts {
  private static final Alert EXPIRES =
      Alert.plain("CertificateExpires")
          .when(promql("probe_cert_expiry_seconds - time() < 14 * 86400").exists())
          .forDuration(ofMinutes(10));

  private static final Alert NO_BACKUP =
      Alert.plain("NoBackup")
          .when(promql("time() - backup_last_success_seconds > 600").exists())
          .forDuration(ofMinutes(5));

  /** No series can stop it, and no scenario is about it; it is proven in every way all the same. */
  private static final Alert WATCHDOG = Alert.plain("Watchdog").when(promql("vector(1)").exists());

  private static Load expiring(double seconds) {
    return load().timestamp("probe_cert_expiry_seconds", Duration.ofSeconds(Math.round(seconds)));
  }

  /** So long ago all the time: it is never longer ago than that. */
  private static Load backedUp(double seconds) {
    return load()
        .movingTimestamp("backup_last_success_seconds", Duration.ofSeconds(-Math.round(seconds)));
  }

  @Override
  public Suite suite() {
    return Suite.of(
            monitoring("shop", group("alerts", EXPIRES, NO_BACKUP, WATCHDOG))
                .prometheus(prometheus(ofSeconds(15)).scrapeConfigs(job("shop", "shop:9100")))
                .alertmanager(
                    alertmanager(
                        route(receiver("team", webhook(URI.create("http://team.example.org"))))
                            .groupBy(Label.ALERTNAME))))
        .with(
            scenario(EXPIRES)
                .target("shop", load().timestamp("probe_cert_expiry_seconds", Duration.ofDays(90)))
                .atValue(TimeBasedAlertsIT::expiring),
            scenario(NO_BACKUP).target("shop", backedUp(60)).atValue(TimeBasedAlertsIT::backedUp))
        .methods(ProofMethod.ACCELERATED, ProofMethod.BACKFILLED, ProofMethod.PROMTOOL);
  }
}
