package dev.tocsin.harness;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.accelerated.Accelerated;
import dev.tocsin.harness.accelerated.Results;
import dev.tocsin.harness.backfilled.Backfilled;
import dev.tocsin.harness.promtool.PromtoolTest;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.ProofMethod;
import dev.tocsin.harness.scenario.Suite;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.servers.Programs;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The results of all suites of a test run. Each suite is played once per generation of servers, on
 * first use, one at a time. The report is written at the end of the test run in any case; if a
 * suite could not be played, the reason is in it as a failed proof.
 */
// JUnit closes what is merely AutoCloseable since 5.13, and a user's build may have an older one.
@SuppressWarnings("deprecation")
public final class Proofs implements AutoCloseable, ExtensionContext.Store.CloseableResource {
  /** For proofs of several alerts or of none. */
  static final String ALL = "all alerts";

  private final Path folder;
  private final ProofReport report = new ProofReport();
  private final Map<String, ProofRun> played = new HashMap<>();
  private final Map<String, Throwable> failed = new HashMap<>();
  private final Map<Class<?>, List<String>> inconclusive = new HashMap<>();

  /** The failure that is in the report already. */
  private @Nullable Throwable reported;

  Proofs(Path folder) {
    this.folder = folder;
  }

  /** The report of this test run, for what is proven besides. */
  public ProofReport report() {
    return report;
  }

  /**
   * The results of a suite on accelerated servers, such as for what else is expected of its
   * notifications.
   *
   * @param owner the test class that it belongs to
   * @throws AssertionError with all problems of its scenarios and its definition
   */
  public Results of(Class<?> owner, Suite suite, Generation generation) {
    return (Results) of(owner, ProofMethod.ACCELERATED, suite, generation);
  }

  /**
   * What came of proving a suite by one method on one generation: it is played once, on first use.
   */
  synchronized ProofRun of(Class<?> owner, ProofMethod method, Suite suite, Generation generation) {
    String name = method + " " + name(owner, generation);
    ProofRun before = played.get(name);
    if (before != null) {
      return before;
    }
    Throwable failure = failed.get(name);
    if (failure != null) {
      throw rethrown(failure);
    }
    try {
      report.about(suite.model());
      ProofRun run = play(owner, method, suite, generation);
      run.addTo(report);
      System.out.println(owner.getSimpleName() + ": " + run.summary() + Listing.of(run.proofs()));
      played.put(name, run);
      return run;
    } catch (RuntimeException | AssertionError e) {
      failed.put(name, e);
      addFailure(owner, method, suite, e);
      throw e;
    }
  }

  private static String name(Class<?> owner, Generation generation) {
    return owner.getName() + "-" + generation.name().toLowerCase(Locale.ROOT);
  }

  private ProofRun play(Class<?> owner, ProofMethod method, Suite suite, Generation generation) {
    Toolbox tools = Tools.standard().reportingTo(System.out::println).provide(generation);
    Path work = folder.resolve("work").resolve(name(owner, generation));
    return switch (method) {
      case ACCELERATED -> {
        Accelerated accelerated = Accelerated.of(suite);
        accelerated
            .longWait()
            .ifPresent(wait -> System.out.println(owner.getSimpleName() + ": " + wait));
        yield accelerated.run(Programs.of(tools), work);
      }
      case BACKFILLED -> Backfilled.of(suite).run(tools, work.resolve("backfilled"));
      case PROMTOOL ->
          PromtoolTest.of(suite)
              .scrapedBy(generation.prometheus())
              .play(tools, work.resolve("promtool"));
      case LIVE -> throw new IllegalArgumentException("invalid method LIVE for a suite");
    };
  }

  /** Runs something for a test class, and reports its failure. */
  <T> T reporting(Class<?> owner, Supplier<T> work) {
    try {
      return work.get();
    } catch (AssertionError e) {
      addFailure(owner, e);
      throw Failures.shortened(owner, e);
    } catch (RuntimeException | Error e) {
      addFailure(owner, e);
      throw e;
    }
  }

  /** Reports what no case has exercised. */
  synchronized void reportUncovered(Results results) {
    results.addUncovered(report);
  }

  /** Records a test for which the machine was too slow. */
  synchronized void inconclusive(Class<?> owner, String test) {
    inconclusive.computeIfAbsent(owner, it -> new ArrayList<>()).add(test);
  }

  /**
   * Passes if no test of a class was inconclusive since the last call.
   *
   * @throws AssertionError with all inconclusive tests
   */
  synchronized void requireConclusive(Class<?> owner) {
    List<String> tests = inconclusive.remove(owner);
    if (tests != null) {
      throw new AssertionError(
          tests.size()
              + " tests of "
              + owner.getSimpleName()
              + " are inconclusive because the machine was too slow:\n- "
              + String.join("\n- ", tests)
              + "\nfix: run fewer things at the same time, or use more processors");
    }
  }

  /** Reports why a test class could not prove anything. */
  synchronized void addFailure(Class<?> owner, Throwable failure) {
    if (!failure.equals(reported)) {
      Proof proof = proof(ALL, owner.getSimpleName() + " can be played");
      String reason = Texts.of(failure);
      report.add(
          failure instanceof MachineTooSlowError
              ? proof.inconclusive(reason)
              : proof.failing(reason));
    }
    reported = failure;
  }

  private void addFailure(Class<?> owner, ProofMethod method, Suite suite, Throwable failure) {
    List<Problem> problems = new ArrayList<>();
    if (failure instanceof AssertionError && method == ProofMethod.ACCELERATED) {
      problems.addAll(Accelerated.of(suite).problems());
    }
    problems.removeIf(problem -> problem.level() != Problem.Level.ERROR);
    for (Problem problem : problems) {
      report.add(
          proof(owner(suite, problem).orElse(ALL), "its promises").failing(problem.toString()));
    }
    if (problems.isEmpty()) {
      addFailure(owner, failure);
    }
    reported = failure;
  }

  /** The alert that a problem is about, whose name it begins with. */
  private static Optional<String> owner(Suite suite, Problem problem) {
    return suite.model().alerts().stream()
        .map(alert -> alert.name())
        .filter(name -> problem.message().startsWith(name + ":"))
        .findFirst();
  }

  private static Proof proof(String alert, String scenario) {
    return Proof.of(alert, scenario, ProofMethod.ACCELERATED, Proof.Backend.PROCESSES);
  }

  private static RuntimeException rethrown(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (RuntimeException) Objects.requireNonNull(failure);
  }

  /** Writes the report. */
  @Override
  public synchronized void close() {
    Path page = report.writeTo(folder);
    System.out.println(report.summary() + "; see " + page);
  }
}
