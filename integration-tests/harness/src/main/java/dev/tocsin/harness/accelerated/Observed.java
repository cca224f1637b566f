package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.PrometheusApi.RuleState;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import dev.tocsin.harness.servers.ServerException;
import dev.tocsin.harness.testbed.TestBed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What everyone saw of a case that does not hold, for its message. */
final class Observed {
  private static final int MOST = 6;

  private final Verdict verdict;
  private final Case script;
  private final TestBed bed;
  private final Recording seen;
  private final StringBuilder text = new StringBuilder();

  private Observed(Verdict verdict, Case script, TestBed bed, Recording seen) {
    this.verdict = verdict;
    this.script = script;
    this.bed = bed;
    this.seen = seen;
  }

  /** The verdict with what was observed as its last finding; it contains no secret. */
  static Verdict added(Verdict verdict, TestBed bed, Recording seen) {
    if (verdict.script().isEmpty()) {
      return verdict;
    }
    List<String> findings = new ArrayList<>(verdict.findings());
    findings.add(new Observed(verdict, verdict.script().get(), bed, seen).describe());
    return new Verdict(
        verdict.alert(),
        verdict.rules(),
        verdict.title(),
        verdict.script(),
        verdict.needsDelivery(),
        findings,
        verdict.evidence(),
        verdict.deliveries(),
        verdict.notified(),
        verdict.through(),
        verdict.muted(),
        verdict.outside(),
        verdict.seconds());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private String describe() {
    line("observed:");
    try {
      prometheus();
    } catch (ServerException e) {
      line("  Prometheus cannot be asked: " + e.getMessage());
    }
    alertmanager();
    line("  timeline, from the beginning of the case:");
    for (Evidence.Event event : verdict.evidence().events()) {
      line(
          "    "
              + Moments.text(seen.since(event.at()))
              + " "
              + event.who()
              + ": "
              + event.what()
              + (event.details().containsKey("headline")
                  ? ": " + event.details().get("headline")
                  : ""));
    }
    text.append("  logs and configuration: ").append(bed.folder());
    return bed.rehearsed().secrets().redact(text.toString());
  }

  private void prometheus() {
    String alert = verdict.alert();
    for (RuleState rule : bed.prometheus().rules()) {
      if (rule.name().equals(alert) && !rule.health().equals("ok")) {
        line("  Prometheus cannot evaluate the rule: " + rule.lastError());
      }
    }
    Instant before = seen.at(script.end()).minus(Duration.ofMillis(1));
    String target = seen.addresses().getOrDefault(script.main().name(), "");
    line("  Prometheus, just before the fault ended, of " + target + ":");
    bed.anatomy(alert).forEach((shipped, rehearsed) -> values(shipped, rehearsed, target, before));
  }

  private void values(Expr shipped, Expr rehearsed, String target, Instant at) {
    String expression = shipped.text().replaceAll("\\s+", " ");
    try {
      List<Sample> samples =
          bed.prometheus().query(rehearsed.text(), at).stream()
              .filter(sample -> sample.labels().getOrDefault("instance", target).equals(target))
              .toList();
      line("    " + expression);
      if (samples.isEmpty()) {
        line("      returns nothing");
      }
      samples.stream()
          .limit(MOST)
          .forEach(
              sample -> line("      " + Texts.labels(sample.labels()) + " = " + sample.value()));
    } catch (ServerException e) {
      line("    " + expression + " cannot be evaluated: " + e.getMessage());
    }
  }

  private void alertmanager() {
    String target = seen.addresses().getOrDefault(script.main().name(), "");
    line("  Alertmanager, of " + target + ":");
    boolean none = true;
    for (Recording.Known known : seen.known()) {
      String instance = known.labels().getOrDefault("instance", target);
      if (instance.equals(target) && known.labels().containsKey("instance")) {
        none = false;
        long suppressed = known.looks().stream().filter(Recording.Look::suppressed).count();
        line(
            "    "
                + Texts.labels(known.labels())
                + " for "
                + Texts.list(known.receivers())
                + (suppressed == 0
                    ? ""
                    : ", suppressed at " + suppressed + " of " + known.looks().size() + " looks"));
      }
    }
    if (none) {
      line("    no alert");
    }
    seen.errors().stream().limit(MOST).forEach(error -> line("    its log: " + error));
    seen.complaints().stream()
        .limit(MOST)
        .forEach(complaint -> line("  a receiver refused: " + complaint));
  }
}
