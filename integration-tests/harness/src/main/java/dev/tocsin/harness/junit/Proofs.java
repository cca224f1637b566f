package dev.tocsin.harness.junit;

import dev.tocsin.dsl.model.MonitoringModel;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.Generator;
import dev.tocsin.generator.files.GeneratedFiles;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Toolbox;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.PlainFiles;
import dev.tocsin.harness.backfill.Backfilled;
import dev.tocsin.harness.backfill.BackfilledRun;
import dev.tocsin.harness.compressed.Compressed;
import dev.tocsin.harness.compressed.Results;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.report.Way;
import dev.tocsin.harness.series.Texts;
import dev.tocsin.harness.stack.Programs;
import dev.tocsin.harness.verdict.MachineTooSlowError;
import dev.tocsin.harness.virtual.VirtualRun;
import dev.tocsin.harness.virtual.VirtualTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
  private static final String ALL = "all alerts";

  private final Path folder;
  private final ProofReport report = new ProofReport();
  private final Map<String, Results> played = new HashMap<>();
  private final Map<String, Throwable> failed = new HashMap<>();
  private final Map<Class<?>, List<String>> inconclusive = new HashMap<>();

  /** The failure that is in the report already. */
  private @Nullable Throwable told;

  Proofs(Path folder) {
    this.folder = folder;
  }

  /** The report of this test run, for what is proven besides. */
  public ProofReport report() {
    return report;
  }

  /**
   * The results of a suite. Cases for which the machine was too slow are inconclusive: see {@link
   * Results#requireJudged}.
   *
   * @param owner the test class that it belongs to
   * @throws AssertionError with all problems of its scenarios and its definition
   */
  public synchronized Results of(Class<?> owner, Compressed suite, Generation generation) {
    String name = name(owner, generation);
    Results before = played.get(name);
    if (before != null) {
      return before;
    }
    Throwable failure = failed.get(name);
    if (failure != null) {
      throw rethrown(failure);
    }
    try {
      Results results = play(owner, suite, generation);
      played.put(name, results);
      return results;
    } catch (RuntimeException | AssertionError e) {
      failed.put(name, e);
      tell(owner, suite, e);
      throw e;
    }
  }

  private static String name(Class<?> owner, Generation generation) {
    return owner.getName() + "-" + generation.name().toLowerCase(Locale.ROOT);
  }

  private Path work(Class<?> owner, Generation generation) {
    return folder.resolve("work").resolve(name(owner, generation));
  }

  private static Toolbox tools(Generation generation) {
    return Tools.standard().telling(System.out::println).provide(generation);
  }

  private Results play(Class<?> owner, Compressed suite, Generation generation) {
    report.about(suite.suite().model());
    Programs programs = Programs.of(tools(generation));
    suite.longWait().ifPresent(wait -> System.out.println(owner.getSimpleName() + ": " + wait));
    Results results = suite.attempt(programs, work(owner, generation));
    results.addTo(report);
    print(owner, results.summary(), results.proofs());
    return results;
  }

  /** The proofs of a suite by promtool, on the rule file that ships. */
  synchronized List<Proof> virtual(Class<?> owner, Compressed suite, Generation generation) {
    MonitoringModel model = suite.suite().model();
    report.about(model);
    Path work = work(owner, generation).resolve("virtual");
    VirtualTest test =
        VirtualTest.of(suite.suite())
            .naming(GeneratedFiles.RULES)
            .scrapedBy(generation.prometheus());
    VirtualRun run;
    try {
      Files.createDirectories(work);
      Files.writeString(work.resolve(GeneratedFiles.RULES), rules(suite));
      Path file = Files.writeString(work.resolve("scenarios.test.yml"), test.text());
      run = test.run(tools(generation), file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write promtool's test to " + work, e);
    }
    run.proofs().forEach(report::add);
    print(owner, "promtool " + generation.prometheus() + ": " + run, run.proofs());
    return run.proofs();
  }

  private static void print(Class<?> owner, String summary, List<Proof> proofs) {
    System.out.println(owner.getSimpleName() + ": " + summary + Listing.of(proofs));
  }

  /** A single rule file as it ships; several rule files merged into one. */
  private static String rules(Compressed suite) {
    List<PlainFiles.Shipped> files = suite.files().map(PlainFiles::rules).orElse(List.of());
    MonitoringModel model = suite.suite().model();
    return files.size() == 1
        ? files.get(0).text()
        : Generator.files(model, model.name()).texts().getOrDefault(GeneratedFiles.RULES, "");
  }

  /** The proofs of a suite on servers with prepared history. */
  synchronized List<Proof> backfilled(Class<?> owner, Compressed suite, Generation generation) {
    report.about(suite.suite().model());
    Backfilled backfilled = Backfilled.of(suite.suite());
    BackfilledRun run =
        suite
            .files()
            .map(backfilled::from)
            .orElse(backfilled)
            .run(tools(generation), work(owner, generation).resolve("backfilled"));
    run.addTo(report);
    print(owner, "Prometheus " + generation.prometheus() + ": " + run, run.proofs());
    return run.proofs();
  }

  /** Runs something for a test class, and reports its failure. */
  <T> T telling(Class<?> owner, Supplier<T> work) {
    try {
      return work.get();
    } catch (AssertionError e) {
      tell(owner, e);
      throw Failures.shortened(owner, e);
    } catch (RuntimeException | Error e) {
      tell(owner, e);
      throw e;
    }
  }

  /** Reports what no case has exercised. */
  synchronized void tellUncovered(Results results) {
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
  synchronized void tell(Class<?> owner, Throwable failure) {
    if (!failure.equals(told)) {
      Proof proof = proof(ALL, owner.getSimpleName() + " can be played");
      String reason = Texts.of(failure);
      report.add(
          failure instanceof MachineTooSlowError
              ? proof.inconclusive(reason)
              : proof.failing(reason));
    }
    told = failure;
  }

  private void tell(Class<?> owner, Compressed suite, Throwable failure) {
    List<Problem> problems = new ArrayList<>();
    if (failure instanceof AssertionError) {
      problems.addAll(suite.problems());
    }
    problems.removeIf(problem -> problem.level() != Problem.Level.ERROR);
    for (Problem problem : problems) {
      report.add(
          proof(owner(suite, problem).orElse(ALL), "its promises").failing(problem.toString()));
    }
    if (problems.isEmpty()) {
      tell(owner, failure);
    }
    told = failure;
  }

  /** The alert that a problem is about, whose name it begins with. */
  private static Optional<String> owner(Compressed suite, Problem problem) {
    return suite.suite().model().alerts().stream()
        .map(alert -> alert.name())
        .filter(name -> problem.message().startsWith(name + ":"))
        .findFirst();
  }

  private static Proof proof(String alert, String scenario) {
    return Proof.of(alert, scenario, Way.COMPRESSED, Proof.Backend.PROCESSES);
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
