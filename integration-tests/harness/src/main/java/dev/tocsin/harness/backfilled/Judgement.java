package dev.tocsin.harness.backfilled;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import dev.tocsin.harness.receivers.Delivery;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.AlwaysFiring;
import dev.tocsin.harness.scenario.Compared;
import dev.tocsin.harness.scenario.Comparison;
import dev.tocsin.harness.scenario.EmptyLabels;
import dev.tocsin.harness.scenario.FiringLabels;
import dev.tocsin.harness.scenario.NoMatchDiagnosis;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.RuleDifferences;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.servers.PrometheusApi.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Judges a case by what was observed. */
final class Judgement {
  /** Prometheus stores the time at which an alert became pending in whole seconds. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Suite suite;
  private final Watch watch;
  private final ReadRules rules;
  private final Noted noted;
  private final BackfilledCase theCase;
  private final Watch.Observed observed;
  private final FloatLabels floats;
  private final Instant waking;
  private final Instant started;
  private final Evidence evidence = new Evidence();
  private final List<String> wrong = new ArrayList<>();

  Judgement(
      Suite suite,
      Watch watch,
      ReadRules rules,
      Noted noted,
      BackfilledCase theCase,
      Watch.Observed observed,
      FloatLabels floats,
      Instant waking,
      Instant started) {
    this.suite = suite;
    this.watch = watch;
    this.rules = rules;
    this.noted = noted;
    this.theCase = theCase;
    this.observed = observed;
    this.floats = floats;
    this.waking = waking;
    this.started = started;
  }

  Evidence evidence() {
    return evidence;
  }

  /** The expectations that were not met, and why; empty if all were. */
  Optional<String> judge() {
    holds(
        "Prometheus loads the shipped rule file, byte for byte",
        rules.isTheShippedFile(),
        "SHA-256 " + rules.found());
    holds(
        "Prometheus has all groups and rules of that file",
        rules.differences().isEmpty(),
        rules.differences().isEmpty()
            ? rules.file().groups().size() + " groups, " + rules.file().ruleCount() + " rules"
            : String.join("; ", rules.differences()));
    saw(Evidence.Mark.NOTE, waking, "script", "Prometheus starts", Map.of());
    switch (theCase.ending()) {
      case FIRES -> {
        fires();
        isNotified();
      }
      case TOO_EARLY -> {
        isPendingUntilItsTimeIsOver();
        fires();
      }
      case WITHIN -> {
        holds("it is not even pending", !isActive(), seen());
        isLookedAt();
        isWithin();
      }
      case SILENT -> {
        holds("it does not fire", observed.firing == null && firing().isEmpty(), seen());
        isLookedAt();
      }
    }
    othersAreSilent();
    if (wrong.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>(wrong);
    why().forEach(line -> lines.add("  why: " + line));
    return Optional.of(String.join("\n", lines));
  }

  private void fires() {
    ActiveAlert fired = observed.fired;
    Instant at = observed.firing;
    if (fired == null || at == null) {
      holds("it fires within seconds", false, seen());
      return;
    }
    saw(
        Evidence.Mark.FIRING,
        at,
        "Prometheus",
        alert() + " fires",
        Map.of("labels", fired.labels(), "value", fired.value()));
    holds(
        "it fires within seconds",
        true,
        Duration.between(started, at).toMillis() + " ms after Prometheus was started");
    List<String> empty =
        suite.alert(theCase.one().scenario()).stream()
            .flatMap(rule -> EmptyLabels.of(rule, fired.labels()).stream())
            .toList();
    holds(
        "its labels and annotations print no empty label",
        empty.isEmpty(),
        empty.isEmpty() ? Texts.fields(fired.annotations()) : String.join("; ", empty));
    FiringLabels labels = watch.actor(theCase).labels();
    Optional<SortedMap<String, String>> only = labels.only();
    if (only.isPresent()) {
      holds(
          "with these labels: " + Texts.labels(only.get()),
          fired.labels().equals(only.get()),
          Texts.labels(fired.labels()));
    } else {
      Map<String, String> promised = theCase.one().scenario().labels();
      holds(
          "with the labels of the scenario: " + Texts.labels(promised),
          fired.labels().entrySet().containsAll(promised.entrySet()),
          Texts.labels(fired.labels()));
    }
  }

  private Optional<Instant> firing() {
    return noted.firing(alert(), watch.actor(theCase));
  }

  private boolean isActive() {
    return observed.active != null
        || firing().isPresent()
        || noted.pending(alert(), watch.actor(theCase)).isPresent();
  }

  /** By the timestamps of Prometheus, independent of the speed of the machine. */
  private void isPendingUntilItsTimeIsOver() {
    Optional<Instant> seen = noted.pending(alert(), watch.actor(theCase));
    Optional<Instant> since = noted.since(alert(), watch.actor(theCase));
    Duration pending = theCase.one().pending();
    Duration behind = longest(Judgement::offset);
    boolean restored =
        seen.isPresent()
            && since.isPresent()
            && !since
                .get()
                .plus(pending)
                .isAfter(seen.get().plus(behind).plus(theCase.lacking()).plus(SECOND));
    if (seen.isEmpty() || since.isEmpty() || !restored) {
      holds(
          "it is pending since the time in the history",
          false,
          seen() + since.map(it -> "; Prometheus has it pending since " + it).orElse(""));
      return;
    }
    saw(
        Evidence.Mark.PENDING,
        seen.get(),
        "Prometheus",
        alert() + " is pending",
        Map.of("activeAt", since.get().toString()));
    holds(
        "it is pending since the time in the history",
        true,
        "since "
            + since.get()
            + ", as in the history, minus the time in which Prometheus was down");
    // activeAt has whole seconds, and rules are evaluated once per interval.
    Instant over = since.get().plus(pending);
    Instant earliest = over.minus(behind);
    Instant latest = over.plus(SECOND.multipliedBy(2)).plus(longest(Watch::interval));
    holds(
        "it fires after its for of " + GoDuration.text(pending) + ", neither earlier nor later",
        firing().filter(at -> !at.isBefore(earliest) && !at.isAfter(latest)).isPresent(),
        firing()
            .map(at -> Duration.between(since.get(), at).toMillis() + " ms after it became pending")
            .orElse("it does not fire"));
  }

  /** Of those of its groups. */
  private Duration longest(Function<SourceGroup, Duration> time) {
    return watch.groups(theCase).stream().map(time).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** A group with a query offset writes its results with that offset. */
  private static Duration offset(SourceGroup group) {
    return Duration.ofNanos(group.queryOffset().orElse(0));
  }

  /** An alert whose targets or rules are not read never fires. */
  private void isLookedAt() {
    List<String> scraped = new ArrayList<>();
    for (Part part : theCase.one().cast()) {
      String address = watch.actor(theCase).addresses().getOrDefault(part.name(), "");
      if (part.timeline().isKnown(theCase.now())) {
        List<Sample> all = noted.scrapes(address);
        scraped.add(
            address
                + " answered "
                + all.stream().filter(sample -> sample.value() == 1).count()
                + " of "
                + all.size()
                + " scrapes");
      }
    }
    for (SourceGroup group : watch.groups(theCase)) {
      scraped.add(
          "the last evaluation of group "
              + group.title()
              + " was "
              + noted
                  .evaluated(group.title())
                  .map(at -> Duration.between(started, at).toMillis() + " ms after the start")
                  .orElse("never"));
    }
    holds(
        "its target is scraped as scripted, and its rule is evaluated after that",
        watch.isLookedAt(theCase, noted),
        String.join("; ", scraped));
  }

  /**
   * The rule reads the series of the target, and does not fire because they are within the
   * threshold.
   */
  private void isWithin() {
    List<String> seen = new ArrayList<>();
    boolean within = false;
    boolean compares = false;
    for (SourceRule rule : written()) {
      for (Comparison comparison : Comparison.of(rule.expression())) {
        String condition = comparison.left() + " " + comparison.rest();
        Optional<Compared> compared = PromqlCheck.check(condition).expr().map(Compared::of);
        if (compared.isEmpty() || compared.get().operator().isEmpty()) {
          continue;
        }
        compares = true;
        List<Sample> values =
            watch.samples(compared.get().value().text(), theCase).orElse(List.of());
        List<Sample> over = watch.samples(condition, theCase).orElse(List.of());
        seen.add(Watch.text(values) + " where it fires if " + comparison.rest());
        within |= over.isEmpty() && (!values.isEmpty() || reads(compared.get().value()));
      }
    }
    if (compares) {
      holds("what its rule compares is there, and within its limit", within, join(seen));
    }
  }

  private static String join(List<String> seen) {
    return String.join("; ", seen);
  }

  /** An expression may be empty although its series exist, as {@code count(up == 0)}. */
  private boolean reads(Expr value) {
    return Nodes.of(value).stream()
        .filter(Expr.VectorSelector.class::isInstance)
        .anyMatch(selector -> !watch.samples(selector.text(), theCase).orElse(List.of()).isEmpty());
  }

  private void isNotified() {
    Set<String> receivers = watch.receivers(theCase);
    holds(
        "Alertmanager routes it to exactly these receivers: " + Texts.list(receivers),
        observed.receivers.equals(receivers),
        Texts.list(observed.receivers));
    Map<String, List<Delivery>> notified = watch.notified(theCase);
    notified
        .values()
        .forEach(
            all ->
                all.forEach(
                    one -> evidence.arrived(one, Duration.between(anchor(), one.at()), alert())));
    theCase
        .one()
        .scenario()
        .destinations(suite.model())
        .ifPresentOrElse(
            promised ->
                holds(
                    "exactly these destinations are notified: " + Texts.list(promised),
                    notified.keySet().equals(promised),
                    Texts.list(notified.keySet())),
            () -> {
              if (needsDelivery()) {
                holds(
                    "a destination is notified",
                    !notified.isEmpty(),
                    Texts.list(notified.keySet()));
              } else {
                holds(
                    "no notification arrives, since its receivers have no integrations",
                    notified.isEmpty(),
                    Texts.list(notified.keySet()));
              }
            });
    for (String words : theCase.one().scenario().texts()) {
      notified.forEach(
          (destination, all) ->
              holds(
                  "the notification of " + destination + " contains \"" + words + "\"",
                  all.stream().anyMatch(one -> one.words().contains(words)),
                  all.get(0).words()));
    }
  }

  /** Whether any of its receivers has an integration. */
  boolean needsDelivery() {
    return watch.needsDelivery(theCase);
  }

  private void othersAreSilent() {
    Set<String> allowed = new TreeSet<>(theCase.one().scenario().mayAlsoFire());
    allowed.addAll(theCase.one().scenario().inhibited());
    allowed.addAll(AlwaysFiring.names(suite));
    Set<String> others = new TreeSet<>(observed.others);
    others.removeAll(allowed);
    holds("no other alert fires on the same target", others.isEmpty(), Texts.list(others));
  }

  private void holds(String expected, boolean held, String seen) {
    if (held) {
      evidence.held(expected, seen);
    } else {
      wrong.add("  expected: " + expected + "\n  but saw: " + seen);
    }
  }

  private void saw(Evidence.Mark mark, Instant at, String who, String what, Map<String, ?> more) {
    evidence.saw(mark, alert(), at, Duration.between(anchor(), at), who, what, more);
  }

  private Instant anchor() {
    return theCase.anchor(waking);
  }

  private String alert() {
    return theCase.one().scenario().alert();
  }

  private String seen() {
    ActiveAlert fired = observed.fired;
    if (fired != null) {
      return "it fires: " + Texts.labels(fired.labels()) + ", value " + fired.value();
    }
    if (observed.active != null) {
      return "it is pending, and does not fire";
    }
    return "it is neither pending nor firing on this target";
  }

  // ---- why ----

  private List<SourceRule> written() {
    return rules.file().groups().stream()
        .flatMap(group -> group.rules().stream())
        .filter(rule -> rule.isAlert() && rule.name().equals(alert()))
        .toList();
  }

  private List<String> why() {
    List<String> lines = new ArrayList<>();
    List<SourceRule> written = written();
    if (written.isEmpty()) {
      return List.of("the rule file has no alert " + alert());
    }
    lines.addAll(RuleDifferences.between(rules.file(), suite.model(), alert()));
    if (theCase.fires() && observed.active == null) {
      written.forEach(
          rule ->
              lines.addAll(
                  NoMatchDiagnosis.of(
                      rule.expression(), theCase.one(), rules.file(), suite, floats)));
    }
    for (SourceRule rule : written) {
      Comparison.of(rule.expression())
          .forEach(
              compared ->
                  watch
                      .value(compared.left(), theCase)
                      .ifPresent(
                          value ->
                              lines.add(
                                  "the rule compares " + value + " with " + compared.rest())));
    }
    lines.add("Prometheus has " + alert() + " " + watch.states(alert()));
    Map<String, String> expected = new TreeMap<>();
    watch.actor(theCase).labels().only().ifPresent(expected::putAll);
    if (!expected.isEmpty() && theCase.pendingSince(waking).isPresent()) {
      lines.add(
          "its history says that it was pending since "
              + theCase.pendingSince(waking).orElse(waking)
              + " with "
              + Texts.labels(expected));
    }
    return lines;
  }
}
