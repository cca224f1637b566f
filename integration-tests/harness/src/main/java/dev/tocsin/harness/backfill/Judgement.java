package dev.tocsin.harness.backfill;

import dev.tocsin.generator.Generator;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceRule;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.scenario.Comparison;
import dev.tocsin.harness.scenario.FiringLabels;
import dev.tocsin.harness.scenario.RuleDifferences;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.scenario.Unfound;
import dev.tocsin.harness.sink.Delivery;
import dev.tocsin.harness.stack.PrometheusApi.ActiveAlert;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether what was seen of a story is what must follow. */
final class Judgement {
  /** Prometheus notes when an alert began to be pending in whole seconds. */
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Suite suite;
  private final Watch watch;
  private final RuleFile rules;
  private final String hash;
  private final Story story;
  private final Watch.Sight sight;
  private final Instant waking;
  private final Instant started;
  private final Evidence evidence = new Evidence();
  private final List<String> wrong = new ArrayList<>();

  Judgement(
      Suite suite,
      Watch watch,
      String ruleFile,
      Story story,
      Watch.Sight sight,
      Instant waking,
      Instant started) {
    this.suite = suite;
    this.watch = watch;
    byte[] bytes = ruleFile.getBytes(StandardCharsets.UTF_8);
    this.rules = RuleFile.of(Generator.RULES, bytes);
    this.hash = sha256(bytes);
    this.story = story;
    this.sight = sight;
    this.waking = waking;
    this.started = started;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  Evidence evidence() {
    return evidence;
  }

  /** What was expected and did not follow, and why; empty when all did. */
  Optional<String> judge() {
    holds("Prometheus reads the rule file that ships, byte for byte", true, "SHA-256 " + hash);
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
      case WITHIN -> holds("it is not even pending", sight.active == null, seen());
      case SILENT -> holds("it does not fire", sight.firing == null, seen());
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

  private void isPendingUntilItsTimeIsOver() {
    Instant seen = sight.restored;
    Instant since = sight.pendingSince;
    if (seen == null || since == null) {
      holds("it is pending, and Prometheus knows since when", false, seen());
      return;
    }
    saw(
        Evidence.Mark.PENDING,
        seen,
        "Prometheus",
        alert() + " is pending",
        Map.of("activeAt", since.toString()));
    holds(
        "it is pending, and Prometheus knows since when",
        true,
        "since " + since + ", before it was started");
    Instant firing = sight.firing;
    Duration left = Story.SHORT.minus(SECOND);
    holds(
        "it does not fire before the " + Story.SHORT.toSeconds() + " s that it lacks are over",
        firing == null || !firing.isBefore(started.plus(left)),
        firing == null ? "not at all" : Duration.between(started, firing).toMillis() + " ms");
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
            () -> holds("somebody is told", !told.isEmpty(), told.keySet().toString()));
    for (String words : story.one().scenario().words()) {
      told.forEach(
          (destination, all) ->
              holds(
                  destination + " says \"" + words + "\"",
                  all.stream().anyMatch(one -> one.words().contains(words)),
                  all.get(0).words()));
    }
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

  private List<String> why() {
    List<String> lines = new ArrayList<>();
    List<SourceRule> written =
        rules.groups().stream()
            .flatMap(group -> group.rules().stream())
            .filter(rule -> rule.isAlert() && rule.name().equals(alert()))
            .toList();
    if (written.isEmpty()) {
      return List.of("the rule file has no alert " + alert());
    }
    lines.addAll(RuleDifferences.between(rules, suite.model(), alert()));
    if (story.fires() && sight.active == null) {
      written.forEach(
          rule -> lines.addAll(Unfound.of(rule.expression(), story.one(), rules, suite)));
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
    long missed = watch.missedEvaluations();
    if (missed > 0) {
      lines.add(
          "the machine is too slow to judge: Prometheus missed "
              + missed
              + " evaluations of rules");
    }
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
