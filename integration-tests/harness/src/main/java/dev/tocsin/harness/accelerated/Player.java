package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.model.ScrapeJob;
import dev.tocsin.harness.rehearsal.OutOfHours;
import dev.tocsin.harness.rehearsal.Rehearsed;
import dev.tocsin.harness.report.Curves;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Part;
import dev.tocsin.harness.scenario.PrometheusDefaults;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Load;
import dev.tocsin.harness.series.Timeline;
import dev.tocsin.harness.servers.Await;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.testbed.TestBed;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import dev.tocsin.harness.verdict.Slowness;
import dev.tocsin.harness.verdict.SteadyClock;
import dev.tocsin.harness.verdict.Tolerance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Plays the cases of a test bed, all at the same time, and judges them. */
final class Player {
  /** Often enough to see what Alertmanager holds back, and seldom enough to leave it its time. */
  private static final Duration LOOK = Duration.ofMillis(150);

  /** How much later than it should all may be over, on a machine that is busy. */
  private static final Duration GRACE = Duration.ofSeconds(6);

  /** How long a notification may take that Alertmanager has decided to send. */
  private static final Duration TELLING = Duration.ofSeconds(2);

  private static final double NANOS = 1e9;

  private final Suite suite;
  private final TestBedPlan bedPlan;
  private final List<String> constants;
  private final Consumer<TestBed> breaking;
  private final Map<String, Timeline> parts = new LinkedHashMap<>();
  private final Map<String, String> jobs = new LinkedHashMap<>();

  /**
   * What came of it.
   *
   * @param inconclusive what does not hold of the whole run, where the machine did not keep up and
   *     the cases are final
   * @param unjudged cases of which nothing can be said, because the machine did not keep up
   * @param secondsUntilReady the servers' cold start included
   * @param seconds all of it
   */
  record Played(
      List<Verdict> verdicts,
      List<Verdict> inconclusive,
      List<Case> unjudged,
      Slowness slowness,
      double secondsUntilReady,
      double seconds,
      Rehearsed rehearsed) {
    Played {
      verdicts = List.copyOf(verdicts);
      inconclusive = List.copyOf(inconclusive);
      unjudged = List.copyOf(unjudged);
    }
  }

  Player(Suite suite, TestBedPlan bedPlan, List<String> constants, Consumer<TestBed> breaking) {
    this.breaking = breaking;
    this.suite = suite;
    this.bedPlan = bedPlan;
    this.constants = constants;
  }

  /**
   * Plays it.
   *
   * @param empty a test bed for the model, without targets
   * @param folder of the test bed
   */
  Played play(TestBed.Plan empty, Programs programs, Path folder) {
    long start = System.nanoTime();
    SteadyClock clock = SteadyClock.start();
    try (TestBed bed = plan(empty).open(programs, folder, this::last)) {
      double untilReady = (System.nanoTime() - start) / NANOS;
      List<DefaultRouteProbe> fallbacks =
          bedPlan.kind() == TestBedPlan.Kind.TOGETHER ? DefaultRouteProbe.of(suite) : List.of();
      Recorder recorder = new Recorder(bed, suite, parts, constants, fallbacks);
      breaking.accept(bed);
      recorder.begin();
      List<Verdict> verdicts = new ArrayList<>();
      Recording seen;
      try {
        seen =
            clock.judging(
                () -> {
                  verdicts.addAll(watch(bed, recorder, clock));
                  return recorder.recording();
                });
      } catch (MachineTooSlowError e) {
        return new Played(
            List.of(),
            List.of(),
            bedPlan.cases(),
            Slowness.because(String.valueOf(e.getMessage())),
            untilReady,
            (System.nanoTime() - start) / NANOS,
            bed.rehearsed());
      }
      List<Case> unjudged = new ArrayList<>();
      List<Verdict> judged = new ArrayList<>();
      List<Verdict> inconclusive = new ArrayList<>();
      Slowness slowness = Slowness.NONE;
      for (Verdict verdict : verdicts) {
        Slowness its = CaseTolerance.slowness(suite.model(), verdict, seen);
        if (!its.isTooSlow()) {
          judged.add(verdict.holds() ? verdict : Observed.added(verdict, bed, seen));
        } else {
          verdict.script().ifPresent(unjudged::add);
          slowness = its;
        }
      }
      draw(bed, judged, seen);
      // Where cases are played again, this is judged again as well.
      if (unjudged.isEmpty()) {
        List<Verdict> ofAll =
            new ArrayList<>(AlwaysFiringJudge.judge(suite, bedPlan, constants, seen));
        fallbacks.forEach(it -> ofAll.add(it.judge(seen)));
        Slowness starvation = seen.keepingUp().slowness(Tolerance.NONE);
        if (starvation.isTooSlow() && !ofAll.stream().allMatch(Verdict::holds)) {
          if (judged.stream().allMatch(Verdict::holds)) {
            judged.clear();
            unjudged.addAll(bedPlan.cases());
            slowness = starvation;
          } else {
            // What failed on targets and groups that kept up is final, and is not played again.
            ofAll.forEach(it -> (it.holds() ? judged : inconclusive).add(it));
            slowness = starvation;
          }
        } else {
          judged.addAll(ofAll);
        }
      }
      return new Played(
          judged,
          inconclusive,
          unjudged,
          slowness,
          untilReady,
          (System.nanoTime() - start) / NANOS,
          bed.rehearsed());
    }
  }

  /** Adds the values over time to the evidence, which only this Prometheus has. */
  private void draw(TestBed bed, List<Verdict> judged, Recording seen) {
    Map<String, Curves> curves =
        Curves.of(
            bed.prometheus(),
            suite.model().alerts(),
            bed.rehearsed().model().alerts(),
            seen.began());
    for (Verdict verdict : judged) {
      if (verdict.script().isPresent()) {
        Case one = verdict.script().get();
        String address = seen.addresses().getOrDefault(one.main().name(), "");
        curves
            .getOrDefault(verdict.alert(), Curves.none())
            .matching(Map.of("instance", address), seen.at(one.length()), seen::since)
            .forEach(verdict.evidence()::went);
      }
    }
  }

  private Rehearsed last(Rehearsed rehearsed) {
    return bedPlan.kind().isOutOfHours() ? OutOfHours.of(suite.model(), rehearsed) : rehearsed;
  }

  private TestBed.Plan plan(TestBed.Plan empty) {
    MonitoringModel model = suite.model();
    TestBed.Plan plan = empty;
    for (Case one : bedPlan.played()) {
      for (Part part : one.cast()) {
        parts.put(part.name(), part.timeline());
        jobs.put(part.name(), part.job());
      }
    }
    Set<String> played = new TreeSet<>(jobs.values());
    played.addAll(suite.prometheusJobs());
    played.addAll(suite.alertmanagerJobs());
    for (ScrapeJob job : PrometheusDefaults.of(model).scrapeConfigs()) {
      if (!played.contains(job.name())) {
        parts.put("bystander-" + job.name(), Timeline.startingWith(bystander(job.name())));
        jobs.put("bystander-" + job.name(), job.name());
      }
    }
    for (Map.Entry<String, Timeline> part : parts.entrySet()) {
      if (!part.getValue().turns().isEmpty()) {
        plan = plan.discovering(jobs.getOrDefault(part.getKey(), ""));
      }
      plan = plan.scripting(part.getKey(), jobs.getOrDefault(part.getKey(), ""), part.getValue());
    }
    for (String job : suite.prometheusJobs()) {
      plan = plan.withItselfAsPrometheus(job);
    }
    for (String job : suite.alertmanagerJobs()) {
      plan = plan.withItselfAsAlertmanager(job);
    }
    for (String alert : constants) {
      plan = plan.alwaysFiring(alert);
    }
    return plan;
  }

  /** A job that no case here needs still has a target, which does what it does elsewhere. */
  private Load bystander(String job) {
    return own().stream()
        .flatMap(one -> one.cast().stream())
        .filter(part -> part.job().equals(job))
        .findFirst()
        .map(part -> part.timeline().first())
        .orElse(Load.load());
  }

  private List<Case> own() {
    return suite.cases(Margin.WIDE);
  }

  /** Looks until every case holds, or until all that could happen should have. */
  private List<Verdict> watch(TestBed bed, Recorder recorder, SteadyClock clock) {
    Duration longestFault = Duration.ZERO;
    Duration longest = Duration.ZERO;
    for (Case one : bedPlan.played()) {
      longestFault = later(longestFault, one.end());
      longest = later(longest, one.length());
    }
    Duration ticks = bed.rehearsed().longestGroupInterval().multipliedBy(2).plus(TELLING);
    Instant quietFrom = recorder.began();
    while (true) {
      if (clock.jump().isPresent()) {
        return List.of();
      }
      recorder.look();
      Instant now = Instant.now();
      boolean over = now.isAfter(recorder.at(longestFault).plus(LOOK));
      if (!over || !recorder.isQuiet()) {
        quietFrom = now;
      }
      // Alertmanager sends the resolved notification at the group's next flush, when it no longer
      // lists the alert.
      boolean last =
          now.isAfter(recorder.at(longest).plus(GRACE)) || now.isAfter(quietFrom.plus(ticks));
      if (last || over && recorder.isQuiet()) {
        List<Verdict> verdicts = judge(recorder.recording());
        if (last || verdicts.stream().allMatch(Verdict::holds)) {
          return verdicts;
        }
      }
      Await.passing(LOOK);
    }
  }

  private static Duration later(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private List<Verdict> judge(Recording seen) {
    Duration evaluation = PrometheusDefaults.of(suite.model()).evaluationInterval();
    return bedPlan.cases().stream()
        .map(one -> Judge.judge(suite, one, seen, bedPlan.kind(), evaluation))
        .toList();
  }
}
