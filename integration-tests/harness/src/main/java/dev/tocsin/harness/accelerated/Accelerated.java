package dev.tocsin.harness.accelerated;

import dev.tocsin.dsl.go.GoDuration;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.harness.scenario.Case;
import dev.tocsin.harness.scenario.Margin;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.testbed.TestBed;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Plays a whole suite at once on a real test bed on which time runs faster.
 *
 * <pre>{@code
 * Results results =
 *     Accelerated.of(Suite.of(new ShopMonitoring().define()).with(scenarios))
 *         .play(programs, Path.of("target/proof"));
 * results.requireAll();
 * results.coverage().requireAll();
 * }</pre>
 *
 * <p>Each case has targets of its own, whose whole life is fixed before it begins; all begin
 * together, and the run ends when all that is to happen has happened. Cases of alerts that do not
 * distinguish instances, and those that ask for it, get test beds of their own, which are played at
 * the same time, two or as many as the machine has processors.
 *
 * <p>Where the machine does not keep up nothing is held against an alert: the cases in question are
 * played again at half the speed.
 */
public final class Accelerated {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Suite suite;
  private final Consumer<TestBed> breaking;

  private Accelerated(Suite suite, Consumer<TestBed> breaking) {
    this.suite = suite;
    this.breaking = breaking;
  }

  /** A run of this suite. */
  public static Accelerated of(Suite suite) {
    return new Accelerated(suite, bed -> {});
  }

  /** With something done to each test bed before the cases begin; for tests of failures. */
  Accelerated breaking(Consumer<TestBed> sabotage) {
    return new Accelerated(suite, sabotage);
  }

  /**
   * What is wrong before anything starts: promises that the definition does not keep, a scenario
   * for an alert that is not there, receivers that differ from where the routing tree leads.
   */
  public List<Problem> problems() {
    return PromiseChecks.problems(suite, suite.files().isEmpty());
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
                    "this takes %s at speed %.0f, because \"%s: %s\" lasts %s; the method"
                        + " BACKFILLED does not wait for it",
                    GoDuration.text(inReal(slowest)),
                    suite.speed(),
                    slowest.scenario().alert(),
                    slowest.title(),
                    GoDuration.text(slowest.length())));
  }

  private Duration inReal(Case one) {
    return Duration.ofSeconds(Math.round(one.length().toSeconds() / suite.speed()));
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
    Results results = run(programs, folder);
    results.requireConclusive();
    return results;
  }

  /**
   * Plays all cases as {@link #play} does. Where the machine cannot keep up, nothing is thrown:
   * cases that are inconclusive are beside those that held or failed.
   *
   * @param folder for the servers' configuration and logs
   */
  public Results run(Programs programs, Path folder) {
    List<Problem> problems = problems();
    if (Problem.anyError(problems)) {
      throw new AssertionError(
          "the scenarios and the definition differ, so nothing was started:\n"
              + problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    return new Schedule(suite, breaking).play(programs, folder);
  }
}
