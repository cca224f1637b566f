package dev.tocsin.harness;

import static dev.tocsin.dsl.alertmanager.Email.email;
import static dev.tocsin.dsl.alertmanager.MailServer.mailServer;
import static dev.tocsin.dsl.alertmanager.PagerDuty.pagerDuty;
import static dev.tocsin.dsl.alertmanager.Slack.slack;
import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Label.ALERTNAME;
import static dev.tocsin.dsl.metric.Label.INSTANCE;
import static dev.tocsin.dsl.metric.Label.JOB;
import static dev.tocsin.dsl.metric.Metric.counter;
import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Promql.by;
import static dev.tocsin.dsl.metric.Quantity.count;
import static dev.tocsin.dsl.model.Alert.critical;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.RecordingRule.record;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.ScrapeJob.job;
import static dev.tocsin.dsl.model.TimeInterval.timeInterval;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.PrometheusConfig;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.dsl.model.Severity;
import dev.tocsin.dsl.model.TimeInterval;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.ZoneId;

/** A small shop's monitoring, for the harness's own tests. */
public final class Shop {
  private static final Gauge<Count> UP = gauge("up", Count.class);
  private static final Counter<Count> ORDERS = counter("shop_orders_total", Count.class);

  private static final Runbook RUNBOOK =
      Runbook.runbook("shop-down")
          .symptoms("Nobody can buy.")
          .investigation("Look at the host.")
          .resolution("Start it.")
          .escalation("Call the owner.");

  public static final Alert DOWN =
      critical("ShopDown")
          .when(UP.where(JOB.is("shop")).isEqualTo(count(0)))
          .forDuration(ofMinutes(1))
          .summary("Shop {{ $labels.instance }} is down")
          .description("It does not answer its scrapes.")
          .runbook(RUNBOOK);

  public static final Alert FEW_ORDERS =
      Alert.warning("FewOrders")
          .when(ORDERS.rate(ofMinutes(5)).sum(by(JOB, INSTANCE)).isLessThan(count(2).perSecond()))
          .forDuration(ofMinutes(10))
          .summary("Few orders")
          .description("{{ $value }} orders a second.")
          .runbook(RUNBOOK)
          .keepFiringFor(ofMinutes(3));

  private static final TimeInterval OPENING =
      timeInterval("opening")
          .weekdays(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)
          .times("09:00", "17:00")
          .location(ZoneId.of("Europe/Berlin"));

  private static final TimeInterval INVENTORY =
      timeInterval("inventory").weekdays(DayOfWeek.SATURDAY, DayOfWeek.SATURDAY);

  private static final Secret SLACK = Secret.env("SLACK_WEBHOOK_URL");

  private static final Receiver TEAM =
      receiver("team", email("team@example.org"), slack("#shop", SLACK));

  private static final Receiver ON_CALL =
      receiver("on-call", pagerDuty(Secret.env("PAGERDUTY_KEY")), slack("#urgent", SLACK));

  private static final Receiver SWITCH =
      receiver("switch", webhook(URI.create("http://switch.example.org/shop")));

  private static final Receiver HOOK = receiver("hook", webhook(Secret.env("HOOK_URL")));

  private Shop() {}

  public static MonitoringModel model() {
    return monitoring(
            "shop",
            group("shop", DOWN, FEW_ORDERS),
            group("kpi", record("job:shop_orders:rate1h").expr(ORDERS.rate(ofHours(1))))
                .interval(ofMinutes(1)))
        .prometheus(
            prometheus(ofSeconds(15))
                .scrapeTimeout(ofSeconds(10))
                .alertmanagers("alertmanager:9093")
                .scrapeConfigs(
                    job("shop", "shop-1:8080", "shop-2:8080"), job("itself", "prometheus:9090")))
        .alertmanager(
            alertmanager(
                    route(TEAM)
                        .groupBy(ALERTNAME, JOB)
                        .routes(
                            route(SWITCH)
                                .matchers(ALERTNAME.is("Watchdog"))
                                .groupWait(ofSeconds(0)),
                            route(HOOK).matchers(ALERTNAME.is("Hooked")),
                            route(ON_CALL)
                                .matchers(Severity.CRITICAL)
                                .groupWait(ofSeconds(10))
                                .groupInterval(ofMinutes(2))
                                .repeatInterval(ofHours(1)),
                            route(TEAM)
                                .matchers(Severity.WARNING)
                                .activeTimeIntervals(OPENING)
                                .muteTimeIntervals(INVENTORY)))
                .smtp(
                    mailServer("smtp.example.org:587", "alerts@example.org")
                        .login("alerts@example.org", Secret.env("SMTP_PASSWORD"))))
        .runbookBaseUrl(URI.create("https://runbooks.example.org"));
  }

  public static MonitoringModel scrapedEvery(int seconds) {
    PrometheusConfig config = model().prometheus().orElseThrow();
    return model()
        .prometheus(
            config
                .scrapeInterval(ofSeconds(seconds))
                .scrapeTimeout(ofSeconds(seconds))
                .evaluationInterval(ofSeconds(seconds)));
  }
}
