package dev.tocsin.harness.report;

import static dev.tocsin.dsl.alertmanager.Email.email;
import static dev.tocsin.dsl.alertmanager.MailServer.mailServer;
import static dev.tocsin.dsl.alertmanager.PagerDuty.pagerDuty;
import static dev.tocsin.dsl.alertmanager.Slack.slack;
import static dev.tocsin.dsl.alertmanager.Webhook.webhook;
import static dev.tocsin.dsl.metric.Label.ALERTNAME;
import static dev.tocsin.dsl.metric.Label.INSTANCE;
import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Quantity.count;
import static dev.tocsin.dsl.model.AlertmanagerConfig.alertmanager;
import static dev.tocsin.dsl.model.Inhibition.inhibit;
import static dev.tocsin.dsl.model.MonitoringModel.monitoring;
import static dev.tocsin.dsl.model.Receiver.receiver;
import static dev.tocsin.dsl.model.Route.route;
import static dev.tocsin.dsl.model.RuleGroup.group;
import static dev.tocsin.dsl.model.TimeInterval.timeInterval;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.tocsin.dsl.alertmanager.Secret;
import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Runbook;
import dev.tocsin.dsl.model.Severity;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.report.Evidence.Mark;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.series.Texts;
import java.net.URI;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A made-up report of thirty alerts, on two generations of servers, proven in all ways. */
final class Example {
  static final int ALERTS = 30;

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Secret SLACK = Secret.env("SLACK_WEBHOOK_URL");

  private static final Runbook RUNBOOK =
      Runbook.runbook("example")
          .symptoms("It is slow.")
          .investigation("Look.")
          .resolution("Restart.")
          .escalation("Call.");

  private static final List<Map<String, String>> GENERATIONS =
      List.of(
          Map.of("Prometheus", "2.42.0", "Alertmanager", "0.25.0"),
          Map.of("Prometheus", "3.5.3", "Alertmanager", "0.33.1"));

  private static final List<String> NAMES =
      List.of("Latency", "ErrorRate", "QueueDepth", "GpuMemory", "DiskFull", "Throughput");

  private Example() {}

  static String name(int i) {
    return (isCritical(i) ? "VeryHigh" : "High") + NAMES.get(i / 2 % NAMES.size()) + (i / 12 + 1);
  }

  private static boolean isCritical(int i) {
    return i % 2 == 1;
  }

  private static double limit(int i) {
    return List.of(2.0, 0.05, 250.0, 8.5e9, 0.9, 12000.0).get(i / 2 % 6) * (isCritical(i) ? 2 : 1);
  }

  static MonitoringModel model() {
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < ALERTS; i++) {
      var value = gauge("example_value_" + i, Count.class);
      alerts.add(
          Alert.alert(isCritical(i) ? Severity.CRITICAL : Severity.WARNING, name(i))
              .when(value.isGreaterThan(count(limit(i))))
              .forDuration(ofMinutes(5))
              .summary(name(i) + " on {{ $labels.instance }}")
              .description("Look at <b>it</b> & act.")
              .runbook(RUNBOOK));
    }
    var night =
        timeInterval("nights").weekdays(DayOfWeek.MONDAY, DayOfWeek.FRIDAY).times("00:00", "06:00");
    var team = receiver("team", email("team@example.org"), slack("#warnings", SLACK));
    var onCall =
        receiver("on-call", pagerDuty(Secret.env("PAGERDUTY_KEY")), slack("#urgent", SLACK));
    var config =
        alertmanager(
                route(team)
                    .groupBy(ALERTNAME)
                    .routes(
                        route(receiver("switch", webhook(URI.create("http://switch.example.org/"))))
                            .matchers(ALERTNAME.is("Watchdog")),
                        route(onCall)
                            .matchers(Severity.CRITICAL)
                            .groupWait(ofSeconds(10))
                            .repeatInterval(ofHours(1)),
                        route(team).matchers(Severity.WARNING).muteTimeIntervals(night)))
            .smtp(
                mailServer("smtp.example.org:587", "alerts@example.org")
                    .login("alerts@example.org", Secret.env("SMTP_PASSWORD")));
    for (int i = 1; i < ALERTS; i += 2) {
      config =
          config.inhibitRules(
              inhibit(alerts.get(i - 1)).whileFiring(alerts.get(i)).equal(INSTANCE));
    }
    return monitoring("example", group("example", alerts.toArray(Alert[]::new)))
        .alertmanager(config);
  }

  /** Everything held but for one proof, if {@code failing}. */
  static ProofReport report(boolean failing) {
    ProofReport report = new ProofReport(Clock.fixed(NOON, ZoneOffset.UTC), () -> 0);
    report.about(model());
    report.ships(
        Map.of("rules.yml", "groups: []\n", "alertmanager.yml", "route:\n  receiver: team\n"));
    for (int i = 0; i < ALERTS; i++) {
      if (i == ALERTS - 1) {
        continue; // One alert is not proven at all.
      }
      for (Map<String, String> generation : GENERATIONS) {
        for (Case.Kind kind : Case.Kind.values()) {
          report.add(virtual(i, kind, generation));
          if (kind != Case.Kind.SILENT) {
            report.add(
                played(
                    i,
                    kind,
                    generation,
                    ProofMethod.BACKFILLED,
                    failing && i == 4 && kind == Case.Kind.FIRES));
          }
          report.add(
              played(
                  i,
                  kind,
                  generation,
                  ProofMethod.ACCELERATED,
                  failing && i == 7 && kind == Case.Kind.FIRES));
        }
      }
    }
    report.add(
        Proof.of(
                "Alertmanager",
                "killed while an alert fires, and started again",
                ProofMethod.ACCELERATED,
                Proof.Backend.PROCESSES)
            .on(GENERATIONS.get(1))
            .atSpeed(150)
            .taking(Duration.ofSeconds(11))
            .seeing(quick("no notification is lost", "1 duplicate")));
    return report;
  }

  private static Evidence quick(String expected, String seen) {
    Evidence evidence = new Evidence();
    evidence.held(expected, seen);
    return evidence;
  }

  private static Proof virtual(int i, Case.Kind kind, Map<String, String> generation) {
    return Proof.of(name(i), title(i, kind), ProofMethod.PROMTOOL, Proof.Backend.PROMTOOL)
        .ofKind(kind)
        .on(Map.of("Prometheus", generation.getOrDefault("Prometheus", "")))
        .taking(Duration.ofMillis(20))
        .seeing(quick("promtool agrees at every moment", "SUCCESS"));
  }

  private static String title(int i, Case.Kind kind) {
    return kind == Case.Kind.SILENT
        ? "nothing is asked of it"
        : Markup.number(level(i, kind))
            + " (threshold > "
            + Markup.number(limit(i))
            + (kind == Case.Kind.TOO_SHORT ? ", but not for long enough" : "");
  }

  private static double level(int i, Case.Kind kind) {
    return switch (kind) {
      case FIRES, TOO_SHORT -> limit(i) * 1.05;
      case WITHIN -> limit(i) * 0.95;
      case SILENT -> 0;
    };
  }

  private static Proof played(
      int i, Case.Kind kind, Map<String, String> generation, ProofMethod method, boolean broken) {
    Evidence evidence = new Evidence();
    String instance = "127.0.0.1:" + (20000 + i);
    Map<String, String> labels =
        Map.of("alertname", name(i), "instance", instance, "severity", severity(i));
    double faultEnds = kind == Case.Kind.TOO_SHORT ? 390 : 720;
    List<Curve.Point> points = new ArrayList<>();
    for (int second = 0; second <= 1200; second += 10) {
      if (i == 3 && second > 200 && second < 320) {
        continue; // A gap: no scrape was answered.
      }
      boolean fault = second >= 130 && second < faultEnds;
      double calm = limit(i) * (0.3 + 0.05 * Math.sin(second / 60.0));
      double ramp = Math.min(1, (second - 120) / 120.0);
      points.add(new Curve.Point(second, fault ? calm + (level(i, kind) - calm) * ramp : calm));
    }
    evidence.went(
        new Curve(
            "example_value_" + i,
            Map.of("instance", instance),
            i / 2 % 6 == 0 ? "s" : "",
            Optional.of(new Curve.Limit(">", limit(i))),
            points));
    mark(evidence, Mark.FAULT_BEGINS, "", 120, "script", "the fault begins", Map.of());
    mark(evidence, Mark.FAULT_ENDS, "", faultEnds, "script", "the fault ends", Map.of());
    if (kind == Case.Kind.FIRES || kind == Case.Kind.TOO_SHORT) {
      mark(evidence, Mark.PENDING, name(i), 160, "Prometheus", "pending", Map.of("labels", labels));
    }
    if (kind == Case.Kind.TOO_SHORT) {
      mark(evidence, Mark.RESOLVED, name(i), 400, "Prometheus", "no longer pending", Map.of());
    }
    if (kind == Case.Kind.FIRES) {
      fires(evidence, i, labels, broken);
    } else {
      evidence.held("it never fires", "ALERTS{alertname=\"" + name(i) + "\"} is empty");
      evidence.held("nobody is notified", "0 notifications");
    }
    Proof proof =
        Proof.of(name(i), title(i, kind), method, Proof.Backend.PROCESSES)
            .ofKind(kind)
            .on(generation)
            .atSpeed(method == ProofMethod.ACCELERATED ? 150 : 1)
            .taking(Duration.ofMillis(3200 + i * 10))
            .seeing(evidence);
    proof = kind == Case.Kind.FIRES ? proof.needingDelivery() : proof;
    proof = i == 2 ? proof.noting("inconclusive at speed 300: 4 evaluations missed") : proof;
    return broken
        ? proof.failing(
            """
            expected: %s resolved reaches Slack #urgent by SLACK_WEBHOOK_URL
            but saw: nothing for 60 s
            What Prometheus sees:
              rule %s is firing
                example_value_%d > %s
                  {instance="%s"} = %s\
            """
                .formatted(name(i), name(i), i, limit(i), instance, level(i, kind)))
        : proof;
  }

  private static String severity(int i) {
    return isCritical(i) ? "critical" : "warning";
  }

  private static void fires(Evidence evidence, int i, Map<String, String> labels, boolean broken) {
    mark(
        evidence,
        Mark.FIRING,
        name(i),
        460,
        "Prometheus",
        "firing",
        Map.of("labels", labels, "value", "2.1"));
    evidence.held("it fires, labelled " + Texts.labels(labels), "value 2.1");
    if (isCritical(i)) {
      mark(
          evidence,
          Mark.INHIBITED,
          name(i - 1),
          470,
          "Alertmanager",
          name(i - 1) + " is suppressed",
          Map.of("labels", labels, "by", name(i)));
      mark(evidence, Mark.RESOLVED, name(i - 1), 742, "Prometheus", "ended", Map.of());
      evidence.held("it mutes " + name(i - 1), "suppressed at each of 12 looks");
    }
    tell(evidence, i, labels, false, 480);
    if (!broken) {
      mark(evidence, Mark.RESOLVED, name(i), 740, "Prometheus", "ended", Map.of());
      tell(evidence, i, labels, true, 800);
      evidence.held("it ends by 15m", "it fired last at 12m20s");
    }
  }

  private static void tell(
      Evidence evidence, int i, Map<String, String> labels, boolean resolved, double second) {
    Instant at = NOON.plusMillis((long) (second * 10) + i);
    String title =
        String.format(Locale.ROOT, "[%s:1] %s", resolved ? "RESOLVED" : "FIRING", name(i));
    Duration virtual = Duration.ofMillis((long) (second * 1000));
    if (isCritical(i)) {
      evidence.arrived(
          new Delivery.PagerDutyEvent(
              at,
              "PAGERDUTY_KEY",
              resolved ? "resolve" : "trigger",
              "a1b2c3",
              "critical",
              title,
              Map.of("instance", labels.getOrDefault("instance", "")),
              List.of()),
          virtual);
    } else {
      evidence.arrived(
          new Delivery.Mail(at, "alerts@example.org", "team@example.org", title, title + "\nLook."),
          virtual);
    }
    evidence.arrived(
        new Delivery.SlackMessage(
            at.plusMillis(300),
            "SLACK_WEBHOOK_URL",
            isCritical(i) ? "#urgent" : "#warnings",
            title,
            "https://runbooks.example.org/example",
            "Look at <b>it</b> & act.",
            resolved ? "good" : "danger",
            List.of()),
        virtual.plusSeconds(5));
  }

  private static void mark(
      Evidence evidence,
      Mark mark,
      String alert,
      double second,
      String who,
      String what,
      Map<String, ?> details) {
    evidence.saw(
        mark,
        alert,
        NOON.plusMillis((long) (second * 10)),
        Duration.ofMillis((long) (second * 1000)),
        who,
        what,
        details);
  }
}
