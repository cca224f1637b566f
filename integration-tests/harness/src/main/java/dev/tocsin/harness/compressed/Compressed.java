package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.Alert;
import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.dsl.Rule;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.prometheus.PrometheusConfig;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.write.DurationText;
import dev.tocsin.harness.MachineTooSlowError;
import dev.tocsin.harness.PlainFiles;
import dev.tocsin.harness.Stage;
import dev.tocsin.harness.rehearsal.Rehearsal;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.stack.Programs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Plays a whole suite at once on a real stage on which time runs faster.
 *
 * <pre>{@code
 * Results results =
 *     Compressed.of(Suite.of(new ShopMonitoring().define()).with(scenarios))
 *         .play(programs, Path.of("target/proof"));
 * results.requireAll();
 * results.coverage().requireAll();
 * }</pre>
 *
 * <p>Each case has targets of its own, whose whole life is fixed before it begins; all begin
 * together, and the run ends when all that is to happen has happened. Cases of alerts that do not
 * tell instances apart, and those that ask for it, get stages of their own, which are played at the
 * same time, two or as many as the machine has processors.
 *
 * <p>Where the machine does not keep up nothing is held against an alert: the cases in question are
 * played again at half the speed.
 */
public final class Compressed {
  /** Slower than this is no rehearsal any more. */
  private static final double SLOWEST = 15;

  /** Of small pages, so many a second each processor can serve, scrape and judge. */
  private static final double SCRAPES = 1300;

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Suite suite;
  private final double speed;
  private final Own own;
  private final Consumer<Stage> breaking;
  private final Stage.Plan plan;
  private final Optional<PlainFiles> files;

  /** Jobs whose targets are the stage's own servers. */
  record Own(Set<String> prometheus, Set<String> alertmanager) {
    Own {
      prometheus = Set.copyOf(prometheus);
      alertmanager = Set.copyOf(alertmanager);
    }
  }

  private Compressed(
      Suite suite,
      double speed,
      Own own,
      Consumer<Stage> breaking,
      Stage.Plan plan,
      Optional<PlainFiles> files) {
    this.breaking = breaking;
    this.plan = plan;
    this.files = files;
    this.suite = suite;
    this.speed = speed;
    this.own = own;
  }

  /** A run of this suite, {@value Rehearsal#DEFAULT_SPEED} times as fast as the clock. */
  public static Compressed of(Suite suite) {
    return new Compressed(
        suite,
        Rehearsal.DEFAULT_SPEED,
        new Own(Set.of(), Set.of()),
        stage -> {},
        Stage.of(suite.model()),
        Optional.empty());
  }

  /** With time so many times as fast as the clock. */
  public Compressed faster(double times) {
    return new Compressed(suite, times, own, breaking, plan, files);
  }

  /** With the stage's own Prometheus among the targets of this job. */
  public Compressed withItselfAsPrometheus(String job) {
    return with(new Own(and(own.prometheus(), job), own.alertmanager()));
  }

  /** With the stage's own Alertmanager among the targets of this job. */
  public Compressed withItselfAsAlertmanager(String job) {
    return with(new Own(own.prometheus(), and(own.alertmanager(), job)));
  }

  private Compressed with(Own other) {
    return new Compressed(suite, speed, other, breaking, plan, files);
  }

  /**
   * As these files ship it, templates beside them included, for a suite of their {@link
   * PlainFiles#model() model}.
   */
  public Compressed from(PlainFiles files) {
    return new Compressed(suite, speed, own, breaking, Stage.of(files), Optional.of(files));
  }

  /** The same run with the scenarios of these alerts alone. */
  public Compressed only(Collection<String> alerts) {
    return new Compressed(suite.only(alerts), speed, own, breaking, plan, files);
  }

  /** With something done to each stage before the cases begin; for tests of failures. */
  Compressed breaking(Consumer<Stage> sabotage) {
    return new Compressed(suite, speed, own, sabotage, plan, files);
  }

  private static Set<String> and(Set<String> some, String more) {
    Set<String> all = new TreeSet<>(some);
    all.add(more);
    return all;
  }

  /** What is played. */
  public Suite suite() {
    return suite;
  }

  /**
   * The files that ship, by their names: plain ones as they are, or else what the generator makes
   * of the suite's model. A report tells their hashes.
   */
  public Map<String, String> shipped() {
    return files
        .map(PlainFiles::texts)
        .orElseGet(() -> Generator.files(suite.model(), suite.model().name()).texts());
  }

  /** The plain files that are played; none where it is a definition. */
  public Optional<PlainFiles> files() {
    return files;
  }

  /**
   * What is wrong before anything starts: promises that the definition does not keep, a scenario
   * for an alert that is not there, receivers that differ from where the routing tree leads.
   */
  public List<Problem> problems() {
    return Forecast.problems(suite, files.isEmpty());
  }

  /**
   * Which case takes longer than one likes to wait for without knowing why, and what to do; empty
   * if none does. A window of a day takes ten minutes even at the usual speed.
   */
  public Optional<String> longWait() {
    return suite.cases(Margin.WIDE).stream()
        .max(Comparator.comparing(Case::length))
        .filter(slowest -> inReal(slowest).compareTo(PATIENCE) > 0)
        .map(
            slowest ->
                String.format(
                    Locale.ROOT,
                    "this takes %s at speed %.0f, because \"%s: %s\" lasts %s; Backfilled writes"
                        + " such a past instead of waiting for it",
                    DurationText.of(inReal(slowest)),
                    speed,
                    slowest.scenario().alert(),
                    slowest.title(),
                    DurationText.of(slowest.length())));
  }

  private Duration inReal(Case one) {
    return Duration.ofSeconds(Math.round(one.length().toSeconds() / speed));
  }

  /**
   * Plays all cases.
   *
   * @param folder for the servers' configuration and logs
   * @throws AssertionError when {@link #problems} has errors, with all of them, before anything
   *     starts
   * @throws IllegalArgumentException when the model cannot be rehearsed
   * @throws MachineTooSlowError when the machine cannot keep up even with the slowest rehearsal
   */
  public Results play(Programs programs, Path folder) {
    Results results = attempt(programs, folder);
    results.requireJudged();
    return results;
  }

  /**
   * Plays all cases as {@link #play} does. Where the machine cannot keep up, nothing is thrown:
   * cases that are inconclusive stand beside those that held or failed.
   *
   * @param folder for the servers' configuration and logs
   */
  public Results attempt(Programs programs, Path folder) {
    List<Problem> problems = problems();
    if (Problem.anyError(problems)) {
      throw new AssertionError(
          "the scenarios and the definition disagree, so nothing was started:\n"
              + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    MonitoringModel model = suite.model();
    long start = System.nanoTime();
    List<String> constants = Bill.constants(suite);
    List<Results.Judged> judged = new ArrayList<>();
    List<Results.Run> runs = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Bill> bills = Bill.divide(suite, suite.cases(Margin.WIDE));
    double pace = affordable(bills);
    if (pace < speed) {
      notes.add(
          String.format(
              Locale.ROOT,
              "at speed %.0f and not %.0f, at which so many targets would be scraped more often"
                  + " than this machine can",
              pace,
              speed));
    }
    Map<Rule, String> leftAside = LeftAside.of(suite, pace);
    Stage.Plan played = leftAside.isEmpty() ? plan : plan.without(leftAside.keySet());
    List<String> ofAll = List.copyOf(notes);
    notes.addAll(LeftAside.notes(leftAside));
    List<Due> due = bills.stream().map(bill -> new Due(bill, 0, ofAll)).toList();
    List<String> tooSlow = new ArrayList<>();
    double bound = 0;
    int stages = 0;
    while (!due.isEmpty()) {
      List<Supplier<Player.Played>> performances = new ArrayList<>();
      List<Double> paces = paces(due, pace);
      for (int i = 0; i < due.size(); i++) {
        Due one = due.get(i);
        Path stage = folder.resolve(String.format(Locale.ROOT, "stage-%d", ++stages));
        Stage.Plan faster = played.faster(paces.get(i));
        Player player = new Player(suite, one.bill(), constants, breaking);
        performances.add(() -> player.play(faster, own, programs, stage));
      }
      List<Player.Played> all = SideBySide.play(performances);
      boolean last = pace / 2 < SLOWEST;
      List<Due> again = new ArrayList<>();
      List<Double> bounds = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        Due one = due.get(i);
        Player.Played seen = all.get(i);
        double its = paces.get(i);
        bounds.add(start(programs).toSeconds() + bound(one.bill(), its));
        for (Verdict verdict : seen.verdicts()) {
          judged.add(new Results.Judged(verdict, its, true, one.replays(), one.notes()));
        }
        runs.add(new Results.Run(its, seen.secondsUntilReady(), seen.rehearsed()));
        if (!seen.unjudged().isEmpty()) {
          Due more = one.again(seen, its);
          notes.add(more.lastNote());
          if (last) {
            tooSlow.add(more.lastNote());
            judged.addAll(more.unjudged(pace));
          } else {
            again.add(more);
          }
        }
      }
      bound += SideBySide.bound(bounds);
      due = again;
      pace /= 2;
    }
    return new Results(
        model,
        programs,
        judged,
        runs,
        notes,
        tooSlow,
        files.map(PlainFiles::texts).orElse(Map.of()),
        new Results.Took(Duration.ofNanos(System.nanoTime() - start), bound, start(programs)));
  }

  /**
   * Who is done sooner than the one beside it that takes longest may take its time, and leaves the
   * machine to that one. Discovery has a time of its own.
   */
  private List<Double> paces(List<Due> due, double pace) {
    double longest = due.stream().mapToDouble(one -> bound(one.bill(), pace)).max().orElse(0);
    return due.stream()
        .map(
            one -> {
              boolean waits = one.bill().played().stream().anyMatch(Case::hasTargetGone);
              double needed = pace * bound(one.bill(), pace) / longest;
              return waits || due.size() > SideBySide.AT_ONCE
                  ? pace
                  : Math.max(needed, Math.max(pace / 2, Math.min(pace, SLOWEST)));
            })
        .toList();
  }

  /**
   * A stage that is to be played.
   *
   * @param replays how often its cases were replayed
   * @param notes what is to be known of its cases: why they are played, or at this speed
   */
  private record Due(Bill bill, int replays, List<String> notes) {
    Due {
      notes = List.copyOf(notes);
    }

    String lastNote() {
      return notes.get(notes.size() - 1);
    }

    /** What is inconclusive, once more. */
    Due again(Player.Played played, double pace) {
      List<String> more = new ArrayList<>(notes);
      more.add(
          played.unjudged().size()
              + " cases inconclusive at speed "
              + (long) pace
              + ", as the machine did not keep up: "
              + played.slowness());
      return new Due(bill.again(played.unjudged()), replays + 1, more);
    }

    /** Its cases, of which nothing can be said. */
    List<Results.Judged> unjudged(double pace) {
      return bill.cases().stream()
          .map(
              one ->
                  new Results.Judged(
                      Verdict.none(one, Judge.title(one, bill.kind()), lastNote()),
                      pace,
                      false,
                      replays - 1,
                      notes))
          .toList();
    }
  }

  /** The speed, or a lower one at which all targets together are scraped as often as can be. */
  private double affordable(List<Bill> bills) {
    long targets =
        bills.stream()
            .flatMap(bill -> bill.played().stream())
            .mapToLong(one -> one.cast().size())
            .sum();
    Duration interval =
        suite
            .model()
            .prometheus()
            .map(PrometheusConfig::scrapeInterval)
            .orElse(Duration.ofMinutes(1));
    double scrapes = SCRAPES * Runtime.getRuntime().availableProcessors();
    double most = scrapes * interval.toMillis() / 1000 / Math.max(1, targets);
    return Math.min(speed, Math.max(SLOWEST, Math.floor(most)));
  }

  /**
   * Until Prometheus scrapes and knows whom to tell: it looks every five seconds at what discovery
   * has, which nothing compresses, and rules come after its first look.
   */
  private static Duration start(Programs programs) {
    return programs.forgetsAlertmanagers() ? LOOK.multipliedBy(2) : LOOK;
  }

  /** The slowest case's calm time and fault, and until everybody has been told of its end. */
  double bound(Bill bill, double pace) {
    Duration longest =
        bill.played().stream()
            .map(one -> one.end().plus(ending(one)))
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return longest.toMillis() / 1000.0 / pace;
  }

  /** How long an alert is kept firing, and its group waits until it tells of the end. */
  private Duration ending(Case one) {
    if (!one.fires()) {
      return Duration.ZERO;
    }
    Duration group =
        Telling.of(suite.model(), Forecast.labels(suite, one)).stream()
            .filter(Telling::resolves)
            .map(Telling::interval)
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    return group.plus(suite.alert(one.scenario()).map(Alert::keepFiring).orElse(Duration.ZERO));
  }
}
