package dev.tocsin.harness.junit;

import dev.tocsin.dsl.MonitoringModel;
import dev.tocsin.generator.tools.Generation;
import dev.tocsin.generator.tools.Tools;
import dev.tocsin.harness.compressed.Compressed;
import dev.tocsin.harness.compressed.Results;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.stack.Programs;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the suites of a test run came to: each is played once for each generation of servers, when
 * it is first asked for, and one at a time. The report is written when the test run ends.
 */
public final class Proofs implements AutoCloseable {
  private final Path folder;
  private final ProofReport report = new ProofReport();
  private final Map<String, Results> played = new HashMap<>();
  private final Map<String, AssertionError> failed = new HashMap<>();

  Proofs(Path folder) {
    this.folder = folder;
  }

  /** The report of this test run, for what is proven besides. */
  public ProofReport report() {
    return report;
  }

  /**
   * What playing a suite came to.
   *
   * @param owner the test class that it belongs to
   * @throws AssertionError when its scenarios and its definition disagree, or the machine is too
   *     slow
   */
  public synchronized Results of(Class<?> owner, Compressed suite, Generation generation) {
    String name = owner.getName() + "-" + generation.name().toLowerCase(Locale.ROOT);
    Results before = played.get(name);
    if (before != null) {
      return before;
    }
    AssertionError failure = failed.get(name);
    if (failure != null) {
      throw failure;
    }
    try {
      Results results = play(owner, name, suite, generation);
      played.put(name, results);
      return results;
    } catch (AssertionError e) {
      failed.put(name, e);
      throw e;
    }
  }

  private Results play(Class<?> owner, String name, Compressed suite, Generation generation) {
    MonitoringModel model = suite.suite().model();
    report.about(model);
    Programs programs =
        Programs.of(Tools.standard().telling(System.out::println).provide(generation));
    suite.longWait().ifPresent(wait -> System.out.println(owner.getSimpleName() + ": " + wait));
    Results results = suite.play(programs, folder.resolve("work").resolve(name));
    results.addTo(report);
    System.out.println(owner.getSimpleName() + ": " + results.summary());
    return results;
  }

  /** Writes the report, if anything was proven. */
  @Override
  public synchronized void close() {
    if (!report.proofs().isEmpty()) {
      Path page = report.writeTo(folder);
      System.out.println(report.summary() + "; see " + page);
    }
  }
}
