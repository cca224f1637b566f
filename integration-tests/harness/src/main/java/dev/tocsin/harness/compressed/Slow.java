package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.Rule;
import dev.tocsin.dsl.RuleGroup;
import dev.tocsin.dsl.prometheus.PrometheusConfig;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ExpressionParts;
import dev.tocsin.harness.scenario.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether the machine kept up well enough to judge a case by what was seen. What Prometheus did not
 * look at it cannot fire on, so keeping quiet proves nothing then; and what it saw late fires late.
 * A case that does not hold is held against nobody where anything at all was missed.
 */
final class Slow {
  /** A share that shifts no moment by more than the margin that cases have. */
  private static final double TOLERATED = 0.02;

  /**
   * What was never even pending would have had to hold its condition at each look that was left
   * out, and at none that was not: enough of them is all that it takes.
   */
  private static final double TOLERATED_WHERE_NEVER_PENDING = 0.2;

  private static final double DUE = 0.9;

  /** So many intervals between two scrapes shift what is seen by more than the margin. */
  private static final double GAP = 3;

  /** And so many are no gap, on any machine. */
  private static final double NO_GAP = 1.5;

  /** Fewer in a window, and a rate has no value; fewer between two crashes, and it was not up. */
  private static final int NEEDED = 2;

  /**
   * So many thousandths of a window: cases keep 5 % away from their limits, and a target tells its
   * value when it answers, not when it was asked.
   */
  private static final long LATE = 20;

  private final Case script;
  private final boolean holds;
  private final Recording seen;

  private Slow(Case script, boolean holds, Recording seen) {
    this.script = script;
    this.holds = holds;
    this.seen = seen;
  }

  /** Why nothing can be said of the case; empty when its verdict stands. */
  static String reason(MonitoringModel model, Verdict verdict, Recording seen) {
    // What fired, was told and ended as it should did so on a slow machine too.
    if (verdict.script().isEmpty() || verdict.holds() && verdict.script().get().fires()) {
      return "";
    }
    return new Slow(verdict.script().get(), verdict.holds(), seen).reason(model);
  }

  /**
   * By what it is known that the machine did not keep up, for what is judged of all targets and
   * rules; empty where nothing was missed at all.
   */
  static Optional<String> starvation(Recording seen) {
    Recording.KeepingUp machine = seen.keepingUp();
    Map<String, Long> missed = new TreeMap<>(machine.missed());
    missed.values().removeIf(count -> count <= 0);
    if (!missed.isEmpty()) {
      return Optional.of("evaluations of rules were missed: " + missed);
    }
    return machine.scrapes().entrySet().stream()
        .filter(one -> !one.getValue().failed().isEmpty() || one.getValue().longestGap() > GAP)
        .map(
            one ->
                one.getValue().failed().size()
                    + " scrapes of "
                    + one.getKey()
                    + " failed, and once there were "
                    + one.getValue().longestGap()
                    + " intervals between two")
        .sorted()
        .findFirst();
  }

  private String reason(MonitoringModel model) {
    Recording.KeepingUp machine = seen.keepingUp();
    for (RuleGroup group : model.groups()) {
      long missed = machine.missed().getOrDefault(group.name(), 0L);
      String alert = script.scenario().alert();
      boolean its = group.rules().stream().anyMatch(rule -> rule.name().equals(alert));
      if (its && missed > (holds ? share() * machine.evaluations() : 0)) {
        return missed
            + " evaluations of the group "
            + group.name()
            + " were missed, of "
            + machine.evaluations();
      }
    }
    for (Part part : script.cast()) {
      String address = seen.addresses().getOrDefault(part.name(), "");
      Recording.Scrapes scrapes = machine.scrapes().get(address);
      if (scrapes == null) {
        continue;
      }
      long failed = scrapes.failed().size();
      if (failed > tolerated(scrapes)) {
        return failed + " scrapes of " + address + " failed, of " + scrapes.made();
      }
      if (scrapes.made() < DUE * scrapes.due() - 2 || !holds && scrapes.longestGap() > gap(model)) {
        return "only "
            + scrapes.made()
            + " scrapes of "
            + address
            + " were made where "
            + scrapes.due()
            + " were due, and once there were "
            + scrapes.longestGap()
            + " intervals between two";
      }
      if (!holds && scrapes.longest().compareTo(patience(model)) > 0) {
        return "a scrape of "
            + address
            + " took "
            + scrapes.longest().toMillis()
            + " ms, and what is seen so late shifts rates";
      }
    }
    return "";
  }

  /** How long a scrape may take until it shifts a rate over the shortest window. */
  private Duration patience(MonitoringModel model) {
    return seen.clock().inReal(shortestWindow(model)).multipliedBy(LATE).dividedBy(1000);
  }

  /** The shortest window of any rule; an hour where there is none. */
  private static Duration shortestWindow(MonitoringModel model) {
    Duration shortest = Duration.ofHours(1);
    for (RuleGroup group : model.groups()) {
      for (Rule rule : group.rules()) {
        for (Duration window : windows(rule)) {
          shortest = window.compareTo(shortest) < 0 ? window : shortest;
        }
      }
    }
    return shortest;
  }

  private static List<Duration> windows(Rule rule) {
    List<Duration> windows = new ArrayList<>();
    for (Expr node : Nodes.of(ExpressionParts.parsed(rule.expr()))) {
      if (node instanceof Expr.MatrixSelector selector
          && selector.range() instanceof DurationExpr.Literal range) {
        windows.add(Duration.ofMillis(range.milliseconds()));
      }
    }
    return windows;
  }

  /**
   * So many intervals between two scrapes as leave enough of them in the shortest window, and in
   * the shortest time for which a target that crashes again and again answers.
   */
  private double gap(MonitoringModel model) {
    Duration interval =
        model.prometheus().map(PrometheusConfig::scrapeInterval).orElse(Duration.ofMinutes(1));
    double least = GAP;
    for (Part part : script.cast()) {
      Optional<Duration> served = part.timeline().shortestService();
      if (served.isPresent()) {
        least = Math.min(least, intervals(served.get(), interval) - NEEDED);
      }
    }
    least = Math.min(least, intervals(shortestWindow(model), interval) - NEEDED);
    return Math.max(NO_GAP, least);
  }

  private static double intervals(Duration time, Duration interval) {
    return time.toMillis() / (double) Math.max(1, interval.toMillis());
  }

  /** A scrape that fails while a fault lasts lets every for begin anew. */
  private double tolerated(Recording.Scrapes scrapes) {
    boolean inFault = scrapes.failed().stream().anyMatch(this::isDuringFault);
    boolean counts = !holds || script.kind() == Case.Kind.TOO_SHORT && inFault;
    return counts ? 0 : share() * scrapes.due();
  }

  private double share() {
    boolean pending =
        seen.alerts().stream()
            .filter(life -> life.name().equals(script.scenario().alert()))
            .anyMatch(life -> isOfCast(life) || !seen.addresses().containsValue(life.instance()));
    return pending ? TOLERATED : TOLERATED_WHERE_NEVER_PENDING;
  }

  private boolean isOfCast(Recording.Life life) {
    return script.cast().stream()
        .anyMatch(part -> life.instance().equals(seen.addresses().get(part.name())));
  }

  private boolean isDuringFault(Instant at) {
    Duration moment = seen.since(at);
    return moment.compareTo(script.begin()) >= 0 && moment.compareTo(script.end()) <= 0;
  }
}
