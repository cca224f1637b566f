package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.Alert;
import dev.tocsin.dsl.model.Rule;
import dev.tocsin.harness.scenario.AlwaysFiring;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.servers.SideBySide;
import dev.tocsin.harness.testbed.TestBed;
import dev.tocsin.harness.verdict.Replays;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Plays the test beds of a run side by side, each as fast as the machine can, and replays what is
 * inconclusive.
 */
final class Schedule {
  /** Of small pages, so many a second each processor can serve, scrape and judge. */
  private static final double SCRAPES = 1300;

  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Suite suite;
  private final Consumer<TestBed> breaking;
  private final TestBed.Plan plan;
  private final List<String> constants;
  private final List<Results.Judged> judged = new ArrayList<>();
  private final List<Results.Run> runs = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private double bound;

  Schedule(Suite suite, Consumer<TestBed> breaking) {
    this.suite = suite;
    this.breaking = breaking;
    this.plan =
        suite.files().map(files -> TestBed.of(files)).orElseGet(() -> TestBed.of(suite.model()));
    this.constants = AlwaysFiring.names(suite);
  }

  /** Plays all; once. */
  Results play(Programs programs, Path folder) {
    long start = System.nanoTime();
    List<TestBedPlan> beds = TestBedPlan.divide(suite, suite.cases(Margin.WIDE));
    double pace = affordable(beds);
    if (pace < suite.speed()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "at speed %.0f instead of %.0f, at which this machine cannot scrape so many targets",
              pace,
              suite.speed()));
    }
    List<String> ofAll = List.copyOf(notes);
    Map<Rule, String> unplayable = UnplayableRules.of(suite, pace);
    notes.addAll(UnplayableRules.notes(unplayable));
    TestBed.Plan played = unplayable.isEmpty() ? plan : plan.without(unplayable.keySet());
    List<Due> left =
        Replays.accelerated(pace)
            .run(
                beds.stream().map(bed -> new Due(bed, List.of(), ofAll)).toList(),
                (due, attempt) -> play(due, attempt.speed(), played, programs, folder));
    left.forEach(one -> judged.addAll(one.unjudged()));
    return new Results(
        suite.model(),
        programs,
        judged,
        runs,
        notes,
        left.stream().map(Due::lastNote).toList(),
        suite.files().isPresent() ? suite.shipped() : Map.of(),
        new Results.Took(Duration.ofNanos(System.nanoTime() - start), bound, start(programs)));
  }

  /** Plays these side by side; returns what of them is inconclusive. */
  private List<Due> play(
      List<Due> due, double pace, TestBed.Plan played, Programs programs, Path folder) {
    List<Double> paces = paces(due, pace);
    List<Supplier<Player.Played>> performances = new ArrayList<>();
    List<Double> bounds = new ArrayList<>();
    for (int i = 0; i < due.size(); i++) {
      int number = runs.size() + i + 1;
      Path below = folder.resolve(String.format(Locale.ROOT, "bed-%d", number));
      TestBedPlan bed = due.get(i).bed();
      TestBed.Plan faster = played.faster(paces.get(i));
      Player player = new Player(suite, bed, constants, breaking);
      performances.add(() -> player.play(faster, programs, below));
      bounds.add(start(programs).toSeconds() + bound(suite, bed, paces.get(i)));
    }
    bound += SideBySide.bound(bounds);
    List<Player.Played> seen = SideBySide.play(performances);
    List<Due> again = new ArrayList<>();
    for (int i = 0; i < due.size(); i++) {
      Player.Played one = seen.get(i);
      due.get(i).judge(one, paces.get(i), judged).ifPresent(again::add);
      runs.add(new Results.Run(paces.get(i), one.secondsUntilReady(), one.rehearsed()));
    }
    again.forEach(one -> notes.add(one.lastNote()));
    return again;
  }

  /**
   * Who is done sooner than the one beside it that takes longest may take its time, and leaves the
   * machine to that one. Discovery has a time of its own.
   */
  private List<Double> paces(List<Due> due, double pace) {
    double longest = due.stream().mapToDouble(one -> bound(suite, one.bed(), pace)).max().orElse(0);
    return due.stream()
        .map(
            one -> {
              boolean waits = one.bed().played().stream().anyMatch(Case::hasTargetGone);
              double needed = pace * bound(suite, one.bed(), pace) / longest;
              return waits || due.size() > SideBySide.AT_ONCE
                  ? pace
                  : Math.max(needed, Math.max(pace / 2, Math.min(pace, Replays.SLOWEST)));
            })
        .toList();
  }

  /**
   * A test bed that is to be played.
   *
   * @param played at which speeds its cases have been played
   * @param notes what is to be known of its cases: why they are played, or at this speed
   */
  private record Due(TestBedPlan bed, List<Double> played, List<String> notes) {
    Due {
      played = List.copyOf(played);
      notes = List.copyOf(notes);
    }

    String lastNote() {
      return notes.get(notes.size() - 1);
    }

    /** Adds what can be said of its cases, and leaves the inconclusive ones for another time. */
    Optional<Due> judge(Player.Played seen, double pace, List<Results.Judged> judged) {
      for (Verdict verdict : seen.verdicts()) {
        judged.add(new Results.Judged(verdict, pace, true, played.size(), notes));
      }
      for (Verdict verdict : seen.inconclusive()) {
        List<String> why = new ArrayList<>(notes);
        why.add("inconclusive at speed " + (long) pace + ", as " + seen.slowness());
        judged.add(new Results.Judged(verdict, pace, false, played.size(), why));
      }
      if (seen.unjudged().isEmpty()) {
        return Optional.empty();
      }
      List<Double> paces = new ArrayList<>(played);
      paces.add(pace);
      List<String> more = new ArrayList<>(notes);
      more.add(
          seen.unjudged().size()
              + " cases inconclusive at speed "
              + (long) pace
              + ", as "
              + seen.slowness());
      return Optional.of(new Due(bed.again(seen.unjudged()), paces, more));
    }

    /** Its cases, of which nothing can be said. */
    List<Results.Judged> unjudged() {
      return bed.cases().stream()
          .map(
              one ->
                  new Results.Judged(
                      Verdict.none(one, Judge.title(one, bed.kind()), lastNote()),
                      played.get(played.size() - 1),
                      false,
                      played.size() - 1,
                      notes))
          .toList();
    }
  }

  /** The speed, or a lower one at which all targets together are scraped as often as can be. */
  private double affordable(List<TestBedPlan> beds) {
    long targets =
        beds.stream()
            .flatMap(bed -> bed.played().stream())
            .mapToLong(one -> one.cast().size())
            .sum();
    Duration interval = PrometheusDefaults.of(suite.model()).scrapeInterval();
    double scrapes = SCRAPES * Runtime.getRuntime().availableProcessors();
    double most = scrapes * interval.toMillis() / 1000 / Math.max(1, targets);
    return Math.min(suite.speed(), Math.max(Replays.SLOWEST, Math.floor(most)));
  }

  /**
   * Until Prometheus scrapes and has found its Alertmanager: it looks every five seconds at what
   * discovery has, which nothing compresses, and rules come after its first look.
   */
  private static Duration start(Programs programs) {
    return programs.forgetsAlertmanagers() ? LOOK.multipliedBy(2) : LOOK;
  }

  /** The slowest case's calm time and fault, and until everybody has been notified of its end. */
  static double bound(Suite suite, TestBedPlan bed, double pace) {
    Duration longest =
        bed.played().stream()
            .map(one -> one.end().plus(ending(suite, one)))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return longest.toMillis() / 1000.0 / pace;
  }

  /** How long an alert is kept firing, and its group waits before the resolved notification. */
  private static Duration ending(Suite suite, Case one) {
    if (!one.fires()) {
      return Duration.ZERO;
    }
    Duration group =
        ExpectedNotification.of(suite.model(), PromiseChecks.labels(suite, one)).stream()
            .filter(ExpectedNotification::resolves)
            .map(ExpectedNotification::interval)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return group.plus(suite.alert(one.scenario()).map(Alert::keepFiringFor).orElse(Duration.ZERO));
  }
}
