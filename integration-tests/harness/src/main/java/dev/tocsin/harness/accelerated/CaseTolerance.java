package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.dsl.model.RuleGroup;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.ExpressionParts;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.verdict.KeepingUp;
import dev.tocsin.harness.verdict.Slowness;
import dev.tocsin.harness.verdict.Tolerance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How much may be missing of what was due before a case is inconclusive. A case that does not hold
 * is held against nobody where anything at all was missed; one in which the alert rightly did not
 * fire tolerates what could not have made it fire.
 */
final class CaseTolerance {
  /** A share that shifts no moment by more than the margin that cases have. */
  private static final double TOLERATED = 0.02;

  /**
   * What was never even pending would have had to hold its condition at each look that was left
   * out, and at none that was not: enough of them is all that it takes.
   */
  private static final double TOLERATED_WHERE_NEVER_PENDING = 0.2;

  /** And so many are no gap, on any machine. */
  private static final double NO_GAP = 1.5;

  /** Fewer in a window, and a rate has no value; fewer between two crashes, and it was not up. */
  private static final int NEEDED = 2;

  /**
   * Thousandths of a window: cases keep 5 % away from their limits, and a target tells its value
   * when it answers, not when it was asked.
   */
  private static final long LATE = 20;

  private final Case script;
  private final Recording seen;

  private CaseTolerance(Case script, Recording seen) {
    this.script = script;
    this.seen = seen;
  }

  /** Whether the machine was too slow for a verdict. */
  static Slowness slowness(MonitoringModel model, Verdict verdict, Recording seen) {
    // What fired, was notified and ended as it should did so on a slow machine too.
    if (verdict.script().isEmpty() || verdict.holds() && verdict.script().get().fires()) {
      return Slowness.NONE;
    }
    Case script = verdict.script().get();
    CaseTolerance its = new CaseTolerance(script, seen);
    Set<String> groups =
        model.groups().stream()
            .filter(group -> group.rules().stream().anyMatch(its::isAlert))
            .map(RuleGroup::name)
            .collect(Collectors.toSet());
    Set<String> targets =
        script.cast().stream()
            .map(part -> seen.addresses().getOrDefault(part.name(), ""))
            .collect(Collectors.toSet());
    KeepingUp machine = seen.keepingUp().only(groups::contains, targets::contains);
    return machine.slowness(verdict.holds() ? its.ofQuiet(machine) : its.ofFailed(model));
  }

  private boolean isAlert(Rule rule) {
    return rule.name().equals(script.scenario().alert());
  }

  /** Nothing is missed, and nothing seen so late that it shifts a rate. */
  private Tolerance ofFailed(MonitoringModel model) {
    Duration patience = seen.clock().inReal(shortestWindow(model)).multipliedBy(LATE);
    return Tolerance.NONE.gapOf(gap(model)).scrapeWithin(patience.dividedBy(1000));
  }

  /** A scrape that fails while a fault lasts that is too short lets every for begin anew. */
  private Tolerance ofQuiet(KeepingUp machine) {
    Tolerance tolerance = Tolerance.NONE.missing(share()).anyGap();
    boolean inFault =
        machine.scrapes().values().stream()
            .anyMatch(scrapes -> scrapes.failed().stream().anyMatch(this::isDuringFault));
    return script.kind() == Case.Kind.TOO_SHORT && inFault ? tolerance.noFailure() : tolerance;
  }

  /** The shortest window of any rule; an hour where there is none. */
  private static Duration shortestWindow(MonitoringModel model) {
    return model.rules().stream()
        .flatMap(rule -> ExpressionParts.windows(rule.expr()).stream())
        .min(Duration::compareTo)
        .orElse(Duration.ofHours(1));
  }

  /**
   * So many intervals between two scrapes as leave enough of them in the shortest window, and in
   * the shortest time for which a target that crashes again and again answers.
   */
  private double gap(MonitoringModel model) {
    Duration interval = PrometheusDefaults.of(model).scrapeInterval();
    double least = Tolerance.GAP;
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
