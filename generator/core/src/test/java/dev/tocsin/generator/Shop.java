package dev.tocsin.generator;

import static dev.tocsin.dsl.alertmanager.Email.email;
import static dev.tocsin.dsl.alertmanager.MailServer.mailServer;
import static dev.tocsin.dsl.alertmanager.PagerDuty.pagerDuty;
import static dev.tocsin.dsl.alertmanager.Slack.slack;
import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Label.ALERTNAME;
import static dev.tocsin.dsl.metric.Label.INSTANCE;
import static dev.tocsin.dsl.metric.Label.JOB;
import static dev.tocsin.dsl.metric.Label.label;
import static dev.tocsin.dsl.metric.Metric.counter;
import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Promql.by;
import static dev.tocsin.dsl.metric.Quantity.count;
import static dev.tocsin.dsl.metric.Quantity.percent;
import static dev.tocsin.dsl.model.Alert.critical;
import static dev.tocsin.dsl.model.Alert.plain;
import static dev.tocsin.dsl.model.Alert.warning;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.Deployment.compose;
import static dev.tocsin.dsl.model.Inhibition.inhibit;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.PrometheusConfig.prometheus;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.RecordingRule.record;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.Runbook.runbook;
import static dev.tocsin.dsl.model.ScrapeJob.job;
import static dev.tocsin.dsl.model.Service.Argument.argument;
import static dev.tocsin.dsl.model.Service.service;
import static dev.tocsin.dsl.model.Severity.CRITICAL;
import static dev.tocsin.dsl.model.TimeInterval.timeInterval;
import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Monitoring;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Receiver;
import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.dsl.model.TimeInterval;
import java.net.URI;
import java.time.ZoneId;
import java.util.List;

/** A small definition that uses everything once; its files are golden. */
public final class Shop implements Monitoring {
  static final Label CODE = label("code");
  static final Counter<Count> ORDERS = counter("shop_orders_total", Count.class, CODE);
  static final Gauge<Count> UP = gauge("up", Count.class);

  static final Runbook ORDERS_FAIL =
      runbook("orders-fail")
          .symptoms("Customers see an error when they order.")
          .investigation("1. Look at the log of the shop.\n2. Ask the payment service.")
          .resolution("Roll back the last release.")
          .escalation("After 30 minutes, call the head of the shop.");

  static final Alert DOWN =
      critical("ShopDown")
          .when(UP.where(JOB.is("shop")).isEqualTo(count(0)))
          .forDuration(ofMinutes(1))
          .summary("{{ $labels.instance }} is down")
          .description("It has not answered for a minute.")
          .runbook(
              runbook("shop-down")
                  .symptoms("Nobody can order.")
                  .investigation("Is the host up?")
                  .resolution("Start it.")
                  .escalation("Call the host's owner."));

  static final Alert FAILING =
      warning("OrdersFail")
          .when(
              ORDERS
                  .where(CODE.matches("5.."))
                  .rate(ofMinutes(5))
                  .sum(by(JOB, INSTANCE))
                  .dividedBy(ORDERS.rate(ofMinutes(5)).sum(by(JOB, INSTANCE)))
                  .isGreaterThan(percent(5)))
          .forDuration(ofMinutes(10))
          .summary("Orders fail")
          .description("{{ $value | humanizePercentage }} of orders fail: \"no\"\nAct.")
          .runbook(ORDERS_FAIL)
          .keepFiringFor(ofMinutes(1).plusSeconds(30));

  static final Alert BEATING = plain("Heartbeat").when(UP.exists());

  static final TimeInterval OFFICE =
      timeInterval("office-hours")
          .weekdays(MONDAY, FRIDAY)
          .times("09:00", "17:30")
          .location(ZoneId.of("Europe/Berlin"));

  static final Receiver TEAM =
      receiver(
          "team",
          email("team@shop.example").subject("[{{ .Status }}] {{ .CommonLabels.alertname }}"),
          slack("#shop", Secret.env("SLACK_URL")).title("{{ .CommonAnnotations.summary }}"));
  static final Receiver ON_CALL =
      receiver("on-call", pagerDuty(Secret.env("PAGERDUTY_KEY")).severity("critical"));
  static final Receiver DEAD_MAN =
      receiver("dead-man", webhook(URI.create("http://dead-man.example/ping")).sendResolved(false));

  @Override
  public MonitoringModel define() {
    return monitoring(
            "shop",
            group("shop", DOWN, FAILING),
            group(
                    "shop-kpis",
                    record("job:shop_orders:rate5m")
                        .expr(ORDERS.rate(ofMinutes(5)).sum(by(JOB)))
                        .label(label("team"), "shop"))
                .interval(ofMinutes(1)),
            group("always", BEATING))
        .alertmanager(
            alertmanager(
                    route(TEAM)
                        .groupBy(ALERTNAME, JOB)
                        .groupWait(ofSeconds(30))
                        .groupInterval(ofMinutes(5))
                        .repeatInterval(ofHours(4))
                        .routes(
                            route(DEAD_MAN).matchers(BEATING).groupWait(ofSeconds(0)).groupByAll(),
                            route(ON_CALL)
                                .matchers(CRITICAL)
                                .groupWait(ofSeconds(10))
                                .continueMatching(),
                            route(TEAM).matchers(CODE.isNot("x")).activeTimeIntervals(OFFICE)))
                .inhibitRules(inhibit(FAILING, BEATING).whileFiring(DOWN).equal(JOB, INSTANCE))
                .smtp(
                    mailServer("mail.shop.example:587", "shop@shop.example")
                        .login("shop", Secret.env("SMTP_PASSWORD"))))
        .prometheus(
            prometheus(ofSeconds(15))
                .scrapeTimeout(ofSeconds(10))
                .alertmanagers("alertmanager:9093")
                .scrapeConfigs(
                    job("shop", "shop:8080"), job("mail", "mail:9100").metricsPath("/probe")))
        .deployment(
            compose(
                "shop",
                service("alertmanager", "prom/alertmanager:v0.28.1")
                    .command(
                        argument("--config.file=/etc/alertmanager/alertmanager.yml"),
                        argument("--storage.path", "/am").because("The volume.\nIt stays."))
                    .healthcheck("wget", "-q", "--spider", "http://localhost:9093/-/healthy")
                    .ports("127.0.0.1:9093:9093")
                    .volumes("./alertmanager.yml:/etc/alertmanager/alertmanager.yml:ro", "am:/am")
                    .secrets(
                        List.of(
                            Secret.env("SLACK_URL"),
                            Secret.env("PAGERDUTY_KEY"),
                            Secret.env("SMTP_PASSWORD"))),
                service("prometheus", "prom/prometheus:v3.5.0")
                    .environment("TZ", "UTC")
                    .after("alertmanager")))
        .runbookBaseUrl(URI.create("https://shop.example/runbooks"))
        .pageWithin(ofMinutes(5));
  }
}
