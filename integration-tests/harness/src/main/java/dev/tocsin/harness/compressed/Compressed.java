package dev.tocsin.harness.compressed;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.harness.PlainFiles;
import dev.tocsin.harness.Stage;
import dev.tocsin.harness.rehearsal.Rehearsal;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.stack.Programs;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
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
  private static final Duration PATIENCE = Duration.ofMinutes(1);

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
    return PromiseChecks.problems(suite, files.isEmpty());
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
                    GoDuration.text(inReal(slowest)),
                    speed,
                    slowest.scenario().alert(),
                    slowest.title(),
                    GoDuration.text(slowest.length())));
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
    return new Schedule(suite, speed, own, breaking, plan)
        .play(programs, folder)
        .of(files.map(PlainFiles::texts).orElse(Map.of()));
  }
}
