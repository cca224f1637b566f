package dev.tocsin.harness.backfill;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Nodes;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.generator.rules.SourceGroup;
import dev.tocsin.generator.rules.SourceRule;
import dev.tocsin.generator.write.DurationText;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.Compared;
import dev.tocsin.harness.scenario.Comparison;
import dev.tocsin.harness.scenario.EmptyLabels;
import dev.tocsin.harness.scenario.FiringLabels;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.RuleDifferences;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.scenario.Unfound;
import dev.tocsin.harness.series.FloatLabels;
import dev.tocsin.harness.sink.Delivery;
import dev.tocsin.harness.stack.PrometheusApi.ActiveAlert;
import dev.tocsin.harness.stack.PrometheusApi.Sample;
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

/** Whether what was seen of a story is what must follow. */
final class Judgement {
  /** Prometheus notes when an alert began to be pending in whole seconds. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Suite suite;
  private final Watch watch;
  private final ReadRules rules;
  private final Noted noted;
  private final Story story;
  private final Watch.Sight sight;
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
      Story story,
      Watch.Sight sight,
      FloatLabels floats,
      Instant waking,
      Instant started) {
    this.suite = suite;
    this.watch = watch;
    this.rules = rules;
    this.noted = noted;
    this.story = story;
    this.sight = sight;
    this.floats = floats;
    this.waking = waking;
    this.started = started;
  }

  Evidence evidence() {
    return evidence;
  }

  /** What was expected and did not follow, and why; empty when all did. */
  Optional<String> judge() {
    holds(
        "Prometheus reads the rule file that ships, byte for byte",
        rules.isTheShippedFile(),
        "SHA-256 " + rules.found());
    holds(
        "it has the rules of that file, group by group",
        rules.differences().isEmpty(),
        rules.differences().isEmpty()
            ? rules.file().groups().size() + " groups, " + rules.file().ruleCount() + " rules"
            : String.join("; ", rules.differences()));
    saw(Evidence.Mark.NOTE, waking, "script", "Prometheus wakes up", Map.of());
    switch (story.ending()) {
      case FIRES -> {
        fires();
        isTold();
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
        holds("it does not fire", sight.firing == null && firing().isEmpty(), seen());
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
    ActiveAlert fired = sight.fired;
    Instant at = sight.firing;
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
        suite.alert(story.one().scenario()).stream()
            .flatMap(rule -> EmptyLabels.of(rule, fired.labels()).stream())
            .toList();
    holds(
        "its labels and annotations print no label that is empty",
        empty.isEmpty(),
        empty.isEmpty() ? fired.annotations().toString() : String.join("; ", empty));
    FiringLabels labels = watch.actor(story).labels();
    Optional<SortedMap<String, String>> only = labels.only();
    if (only.isPresent()) {
      holds(
          "with these labels: " + only.get(),
          fired.labels().equals(only.get()),
          fired.labels().toString());
    } else {
      Map<String, String> promised = story.one().scenario().labels();
      holds(
          "with labels that the scenario promises: " + promised,
          fired.labels().entrySet().containsAll(promised.entrySet()),
          fired.labels().toString());
    }
  }

  private Optional<Instant> firing() {
    return noted.firing(alert(), watch.actor(story));
  }

  private boolean isActive() {
    return sight.active != null
        || firing().isPresent()
        || noted.pending(alert(), watch.actor(story)).isPresent();
  }

  /** By Prometheus' own clock, whatever the machine does meanwhile. */
  private void isPendingUntilItsTimeIsOver() {
    Optional<Instant> seen = noted.pending(alert(), watch.actor(story));
    Optional<Instant> since = noted.since(alert(), watch.actor(story));
    Duration pending = story.one().pending();
    Duration behind = longest(Judgement::offset);
    boolean restored =
        seen.isPresent()
            && since.isPresent()
            && !since
                .get()
                .plus(pending)
                .isAfter(seen.get().plus(behind).plus(story.lacking()).plus(SECOND));
    if (seen.isEmpty() || since.isEmpty() || !restored) {
      holds(
          "it is pending, and Prometheus knows since when",
          false,
          seen() + since.map(it -> "; Prometheus says since " + it).orElse(""));
      return;
    }
    saw(
        Evidence.Mark.PENDING,
        seen.get(),
        "Prometheus",
        alert() + " is pending",
        Map.of("activeAt", since.get().toString()));
    holds(
        "it is pending, and Prometheus knows since when",
        true,
        "since " + since.get() + ", as its history says, less the time in which it was down");
    // Since when is told in whole seconds, and rules are evaluated once in each interval.
    Instant over = since.get().plus(pending);
    Instant earliest = over.minus(behind);
    Instant latest = over.plus(SECOND.multipliedBy(2)).plus(longest(Watch::interval));
    holds(
        "it fires when its for of " + DurationText.of(pending) + " is over, not before, nor later",
        firing().filter(at -> !at.isBefore(earliest) && !at.isAfter(latest)).isPresent(),
        firing()
            .map(at -> Duration.between(since.get(), at).toMillis() + " ms after that instant")
            .orElse("it does not fire"));
  }

  /** Of those of its groups. */
  private Duration longest(Function<SourceGroup, Duration> time) {
    return watch.groups(story).stream().map(time).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** A group that is queried behind time notes what it finds behind time. */
  private static Duration offset(SourceGroup group) {
    return Duration.ofNanos(group.queryOffset().orElse(0));
  }

  /** Of what nobody looks at nothing ever comes. */
  private void isLookedAt() {
    List<String> scraped = new ArrayList<>();
    for (Part part : story.one().cast()) {
      String address = watch.actor(story).addresses().getOrDefault(part.name(), "");
      if (part.timeline().isKnown(story.now())) {
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
    for (SourceGroup group : watch.groups(story)) {
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
        "its target is scraped as its script has it, and its rule is evaluated after",
        watch.isLookedAt(story, noted),
        String.join("; ", scraped));
  }

  /** The rule sees what the target exports, and keeps quiet because it is within its limit. */
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
        List<Sample> values = watch.samples(compared.get().value().text(), story).orElse(List.of());
        List<Sample> over = watch.samples(condition, story).orElse(List.of());
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

  /** Nothing may be what an expression makes of what is there, as of {@code count(up == 0)}. */
  private boolean reads(Expr value) {
    return Nodes.of(value).stream()
        .filter(Expr.VectorSelector.class::isInstance)
        .anyMatch(selector -> !watch.samples(selector.text(), story).orElse(List.of()).isEmpty());
  }

  private void isTold() {
    Set<String> receivers = watch.receivers(story);
    holds(
        "Alertmanager routes it to exactly these receivers: " + receivers,
        sight.receivers.equals(receivers),
        sight.receivers.toString());
    Map<String, List<Delivery>> told = watch.told(story);
    told.values()
        .forEach(
            all ->
                all.forEach(
                    one -> evidence.arrived(one, Duration.between(anchor(), one.at()), alert())));
    story
        .one()
        .scenario()
        .destinations()
        .ifPresentOrElse(
            promised ->
                holds(
                    "exactly these are told: " + promised,
                    told.keySet().equals(promised),
                    told.keySet().toString()),
            () -> {
              if (needsDelivery()) {
                holds("somebody is told", !told.isEmpty(), told.keySet().toString());
              } else {
                holds(
                    "nobody is told, as its receivers have no integrations",
                    told.isEmpty(),
                    told.keySet().toString());
              }
            });
    for (String words : story.one().scenario().words()) {
      told.forEach(
          (destination, all) ->
              holds(
                  destination + " says \"" + words + "\"",
                  all.stream().anyMatch(one -> one.words().contains(words)),
                  all.get(0).words()));
    }
  }

  /** Whether any of its receivers has an integration. */
  boolean needsDelivery() {
    Set<String> names = watch.receivers(story);
    return suite.model().alertmanager().stream()
        .flatMap(config -> config.receivers().stream())
        .anyMatch(
            receiver -> names.contains(receiver.name()) && !receiver.integrations().isEmpty());
  }

  private void othersAreSilent() {
    Set<String> allowed = new TreeSet<>(story.one().scenario().alongside());
    allowed.addAll(story.one().scenario().muted());
    allowed.addAll(FiringLabels.alwaysFiring(suite));
    Set<String> others = new TreeSet<>(sight.others);
    others.removeAll(allowed);
    holds("no other alert fires on the same target", others.isEmpty(), others.toString());
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
    return story.anchor(waking);
  }

  private String alert() {
    return story.one().scenario().alert();
  }

  private String seen() {
    ActiveAlert fired = sight.fired;
    if (fired != null) {
      return "it fires: " + fired.labels() + ", value " + fired.value();
    }
    if (sight.active != null) {
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
    if (story.fires() && sight.active == null) {
      written.forEach(
          rule ->
              lines.addAll(
                  Unfound.of(rule.expression(), story.one(), rules.file(), suite, floats)));
    }
    for (SourceRule rule : written) {
      Comparison.of(rule.expression())
          .forEach(
              compared ->
                  watch
                      .value(compared.left(), story)
                      .ifPresent(
                          value ->
                              lines.add(
                                  "the rule compares " + value + " with " + compared.rest())));
    }
    lines.add("Prometheus has " + alert() + " " + watch.states(alert()));
    Map<String, String> expected = new TreeMap<>();
    watch.actor(story).labels().only().ifPresent(expected::putAll);
    if (!expected.isEmpty() && story.pendingSince(waking).isPresent()) {
      lines.add(
          "its history says that it was pending since "
              + story.pendingSince(waking).orElse(waking)
              + " with "
              + expected);
    }
    return lines;
  }
}
