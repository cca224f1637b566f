package dev.tocsin.harness.promtool;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.go.GoRegexp;
import dev.tocsin.dsl.go.GoString;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.FiringLabels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What must and must not follow in one case, as expressions over Prometheus' own alert series. */
final class Expectations {
  private static final String ALERTS = "ALERTS";
  private static final String FOR_STATE = "ALERTS_FOR_STATE";

  private final Case one;
  private final FiringLabels labels;
  private final SortedMap<String, String> which;
  private final Map<String, String> own;
  private final String instance;
  private final boolean shared;
  private final Duration evaluation;
  private final List<String> always;
  private final List<Expectation> all = new ArrayList<>();

  /**
   * @param labels with which the alert fires
   * @param which of several that fire on the target, by labels; empty where there is only one
   * @param own the labels that distinguish the alert from those of other rules of its name
   * @param instance the target's address
   * @param shared whether other cases are in the same block
   * @param evaluation the interval at which rules are evaluated
   * @param always alerts that always fire
   */
  Expectations(
      Case one,
      FiringLabels labels,
      SortedMap<String, String> which,
      Map<String, String> own,
      String instance,
      boolean shared,
      Duration evaluation,
      List<String> always) {
    this.one = one;
    this.labels = labels;
    this.which = which;
    this.own = own;
    this.instance = instance;
    this.shared = shared;
    this.evaluation = evaluation;
    this.always = always;
  }

  List<Expectation> make() {
    switch (one.kind()) {
      case FIRES -> fires();
      case TOO_SHORT -> {
        Duration last = lastEvaluationBefore(one.end());
        one("it is pending", group(mine("pending")), last);
        never("it never fires", mine("firing"));
      }
      case WITHIN ->
          // From its beginning on: a counter that has just been born is not yet what it will be.
          nothing(
              "it is not even pending",
              "count_over_time(%s[%s])"
                  .formatted(mine(""), GoDuration.text(one.length().minus(one.begin()))),
              one.length());
      case SILENT -> never("it never fires", mine("firing"));
    }
    othersAreSilent();
    return all;
  }

  /** Of an alert that fires all the time, which is all that there is to expect. */
  List<Expectation> always() {
    labels
        .only()
        .ifPresentOrElse(
            this::firesWith,
            () -> one("it fires", group(mine("firing", promised())), one.firesBy()));
    return all;
  }

  private void fires() {
    Duration before = one.firesFrom().minus(evaluation);
    if (!before.isNegative()) {
      nothing(
          "it does not fire before " + GoDuration.text(one.firesFrom()),
          ever(mine("firing"), before),
          before);
    }
    labels
        .only()
        .ifPresentOrElse(
            this::firesWith,
            () -> one("it fires", group(mine("firing", promised())), one.firesBy()));
    nothing(
        "it fires when its condition has held for " + GoDuration.text(one.pending()),
        notInTime(),
        one.length());
    nothing(
        PromtoolTest.ENDED + GoDuration.text(one.resolvedBy()),
        "count_over_time(%s[%s])"
            .formatted(mine("firing"), GoDuration.text(one.length().minus(one.resolvedBy()))),
        one.length());
    for (String muted : one.scenario().inhibited()) {
      all.add(
          new Expectation(
              one,
              muted,
              muted + " fires too",
              "group by (alertname) (%s)"
                  .formatted(ever(alerts(muted, "firing", Map.of()), one.end())),
              one.end(),
              List.of(Map.of("alertname", muted))));
    }
  }

  /** Firing before its time is over, or pending when it is. */
  private String notInTime() {
    long seconds = one.pending().toSeconds();
    // Prometheus notes the beginning in whole seconds.
    boolean whole = evaluation.toMillis() % 1000 == 0;
    String held = "time() - " + FOR_STATE + matchers(one.scenario().alert(), "", own);
    return "count_over_time((%s unless ignoring (alertstate) (%s >= %d) or %s and ignoring (alertstate) (%s >= %d))[%s:%s])"
        .formatted(
            mine("firing"),
            held,
            seconds,
            mine("pending"),
            held,
            whole ? seconds : seconds + 1,
            GoDuration.text(one.length()),
            GoDuration.text(evaluation));
  }

  private void othersAreSilent() {
    Set<String> allowed = new TreeSet<>(one.scenario().mayAlsoFire());
    allowed.addAll(one.scenario().inhibited());
    allowed.add(one.scenario().alert());
    if (!shared) {
      allowed.addAll(always);
    }
    String where =
        "{alertname!~%s,alertstate=\"firing\"%s}"
            .formatted(GoString.quote(GoRegexp.anyOf(allowed)), place());
    nothing(
        "no other alert fires" + (allowed.size() > 1 ? " but " + allowed : ""),
        ever(ALERTS + where, one.length()) + (shared ? "" : unlessBefore(allowed)),
        one.length());
  }

  /**
   * What was pending before the fault comes of what else is not in a block of its own, such as the
   * targets of other jobs, and is no work of the fault.
   */
  private String unlessBefore(Set<String> allowed) {
    return " unless ignoring (alertstate) count_over_time(%s{alertname!~%s%s}[%s] offset %s)"
        .formatted(
            ALERTS,
            GoString.quote(GoRegexp.anyOf(allowed)),
            place(),
            GoDuration.text(one.begin()),
            GoDuration.text(one.length().minus(one.begin()).plus(evaluation)));
  }

  // ---- kinds of expectations ----

  private void firesWith(SortedMap<String, String> complete) {
    SortedMap<String, String> sample = new TreeMap<>(complete);
    sample.put("__name__", ALERTS);
    sample.put("alertstate", "firing");
    all.add(
        new Expectation(
            one,
            one.scenario().alert(),
            "it fires, with these labels",
            mine("firing", which),
            one.firesBy(),
            List.of(sample)));
  }

  /** At least one series, of whatever labels. */
  private void one(String words, String expr, Duration at) {
    all.add(new Expectation(one, one.scenario().alert(), words, expr, at, List.of(Map.of())));
  }

  private void nothing(String words, String expr, Duration at) {
    all.add(new Expectation(one, one.scenario().alert(), words, expr, at, List.of()));
  }

  private void never(String words, String selector) {
    nothing(words, ever(selector, one.length()), one.length());
  }

  // ---- expressions ----

  private static String group(String expr) {
    return "group(" + expr + ")";
  }

  /** Since the beginning, which is inside the range in all versions of Prometheus. */
  private String ever(String selector, Duration until) {
    return "count_over_time(%s[%s])".formatted(selector, GoDuration.text(until.plus(evaluation)));
  }

  private String mine(String state) {
    return mine(state, Map.of());
  }

  private String mine(String state, Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(more);
    all.putAll(own);
    return alerts(one.scenario().alert(), state, all);
  }

  private String alerts(String alert, String state, Map<String, String> more) {
    return ALERTS + matchers(alert, state, more);
  }

  private String matchers(String alert, String state, Map<String, String> more) {
    String stated = state.isEmpty() ? "" : ",alertstate=" + GoString.quote(state);
    String rest =
        more.entrySet().stream()
            .map(label -> "," + label.getKey() + "=" + GoString.quote(label.getValue()))
            .collect(Collectors.joining());
    return "{alertname=" + GoString.quote(alert) + stated + place() + rest + "}";
  }

  /**
   * A block of its own has no other instance, and the alert may have no label for it. The label is
   * one that nothing has: it distinguishes promtool's output of one block from that of another.
   */
  private String place() {
    return shared
        ? ",instance=" + GoString.quote(instance)
        : ",case!=" + GoString.quote(one.name());
  }

  /** What is known of its labels where the complete set is not. */
  private Map<String, String> promised() {
    SortedMap<String, String> known = new TreeMap<>(one.scenario().labels());
    labels.all().stream()
        .reduce(
            (a, b) -> {
              SortedMap<String, String> common = new TreeMap<>(a);
              common.entrySet().retainAll(b.entrySet());
              return common;
            })
        .ifPresent(known::putAll);
    known.keySet().removeAll(Set.of("alertname", "instance"));
    return known;
  }

  private Duration lastEvaluationBefore(Duration moment) {
    long step = evaluation.toMillis();
    return Duration.ofMillis((moment.toMillis() - 1) / step * step);
  }
}
