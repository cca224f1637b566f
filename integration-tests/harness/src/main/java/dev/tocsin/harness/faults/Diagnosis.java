package dev.tocsin.harness.faults;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.AlertmanagerApi.KnownAlert;
import dev.tocsin.harness.servers.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.servers.PrometheusApi.RuleState;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.harness.servers.ServerException;
import dev.tocsin.harness.testbed.TestBed;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** What Prometheus, Alertmanager and the sinks saw, for the message of a failure. */
final class Diagnosis {
  private static final int MOST_SAMPLES = 8;

  private final TestBed bed;
  private final Instant since;
  private final StringBuilder text = new StringBuilder();

  private Diagnosis(TestBed bed, Instant since) {
    this.bed = bed;
    this.since = since;
  }

  /** What was seen of an alert since a moment; no secret is in it. */
  static String of(TestBed bed, String alert, Instant since, Evidence evidence) {
    Diagnosis diagnosis = new Diagnosis(bed, since);
    diagnosis.line("Prometheus:");
    diagnosis.guarded(() -> diagnosis.prometheus(alert));
    diagnosis.line("Alertmanager:");
    diagnosis.guarded(diagnosis::alertmanager);
    diagnosis.line("Notifications:");
    diagnosis.sinks();
    diagnosis.line("Events, in virtual time:");
    diagnosis.timeline(evidence);
    diagnosis.line("Logs and configuration: " + bed.folder());
    return bed.rehearsed().secrets().redact(diagnosis.text.toString());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void guarded(Supplier<String> part) {
    try {
      line(part.get().stripTrailing());
    } catch (ServerException e) {
      line("  cannot be asked: " + e.getMessage());
    }
  }

  private String prometheus(String alert) {
    StringBuilder part = new StringBuilder();
    List<RuleState> rules =
        bed.prometheus().rules().stream().filter(rule -> rule.name().equals(alert)).toList();
    if (rules.isEmpty()) {
      part.append("  no rule is named ").append(alert).append('\n');
    }
    for (RuleState rule : rules) {
      part.append("  rule ").append(rule.name()).append(" is ").append(rule.state());
      part.append(", evaluation ").append(rule.health());
      part.append(rule.lastError().isEmpty() ? "" : ": " + rule.lastError()).append('\n');
    }
    bed.anatomy(alert)
        .forEach(
            (shipped, rehearsed) -> {
              part.append("  ").append(shipped.text().replace("\n", " ")).append('\n');
              part.append(values(rehearsed));
            });
    part.append("  alerts:\n");
    for (ActiveAlert active : bed.prometheus().alerts()) {
      part.append("    ").append(active.state()).append(' ').append(Texts.labels(active.labels()));
      part.append(" = ").append(active.value());
      part.append(" since ").append(active.activeAt()).append('\n');
    }
    return part.toString();
  }

  private String values(Expr expr) {
    StringBuilder part = new StringBuilder();
    try {
      List<Sample> samples = bed.prometheus().query(expr.text());
      if (samples.isEmpty()) {
        part.append("    returns nothing\n");
      }
      for (Sample sample : samples.subList(0, Math.min(MOST_SAMPLES, samples.size()))) {
        part.append("    ").append(Texts.labels(sample.labels())).append(" = ");
        part.append(sample.value()).append('\n');
      }
    } catch (ServerException e) {
      part.append("    cannot be evaluated: ").append(e.getMessage()).append('\n');
    }
    return part.toString();
  }

  private String alertmanager() {
    StringBuilder part = new StringBuilder();
    List<KnownAlert> alerts = bed.alertmanager().alerts();
    if (alerts.isEmpty()) {
      part.append("  no alert\n");
    }
    for (KnownAlert alert : alerts) {
      part.append("  ").append(alert.state()).append(' ').append(Texts.labels(alert.labels()));
      part.append(
          alert.inhibitedBy().isEmpty() ? "" : " inhibited by " + Texts.list(alert.inhibitedBy()));
      part.append(
          alert.silencedBy().isEmpty() ? "" : " silenced by " + Texts.list(alert.silencedBy()));
      part.append(" (")
          .append(alert.fingerprint())
          .append(") to ")
          .append(Texts.list(alert.receivers()));
      part.append('\n');
    }
    return part.toString();
  }

  private void sinks() {
    List<Delivery> deliveries = bed.sinks().since(since);
    long heartbeats = 0;
    for (Delivery delivery : deliveries) {
      if (isHeartbeat(delivery, bed.alwaysFiring())) {
        heartbeats++;
      } else {
        line("  " + delivery.at() + " " + delivery.destination() + ": " + delivery.headline());
      }
    }
    if (deliveries.isEmpty()) {
      line("  nothing");
    }
    if (heartbeats > 0) {
      line("  and " + heartbeats + " calls about " + Texts.list(bed.alwaysFiring()) + " alone");
    }
    bed.sinks().complaints().forEach(complaint -> line("  refused: " + complaint));
  }

  private void timeline(Evidence evidence) {
    for (Evidence.Event event : evidence.events()) {
      line(
          String.format(
              Locale.ROOT,
              "  %.0fs %s: %s",
              event.virtualSeconds(),
              event.who(),
              event.what().replace("\n", " ")));
    }
  }

  /** Whether a call is only about alerts that fire all the time. */
  static boolean isHeartbeat(Delivery delivery, Set<String> alwaysFiring) {
    return delivery instanceof Delivery.WebhookCall call
        && call.alerts().stream()
            .allMatch(alert -> alwaysFiring.contains(alert.labels().getOrDefault("alertname", "")));
  }
}
