package dev.tocsin.harness.report;

import dev.tocsin.harness.verdict.MachineTooSlowError;
import java.time.Duration;
import java.util.List;

/** What came of proving a suite by one method on one generation of servers. */
public interface ProofRun {
  /** One for each case. */
  List<Proof> proofs();

  /** How long all of it took. */
  Duration took();

  /** In a line: how many cases held, on what, and how long it took. */
  String summary();

  /**
   * Adds to a report the proofs, how what was played differs from what ships, and the hashes of
   * files.
   */
  void addTo(ProofReport report);

  /** What failed, each with what was expected and what was observed; empty if nothing did. */
  default List<String> failures() {
    return shortfalls(Proof.Verdict.FAILED);
  }

  /**
   * Passes if no case is inconclusive, whatever failed.
   *
   * @throws MachineTooSlowError when the machine did not keep up, however often it was replayed
   */
  default void requireConclusive() {
    List<String> inconclusive = shortfalls(Proof.Verdict.INCONCLUSIVE);
    if (!inconclusive.isEmpty()) {
      throw new MachineTooSlowError("inconclusive: " + String.join("; ", inconclusive));
    }
  }

  /**
   * Passes if all cases held.
   *
   * @throws AssertionError with all that failed
   * @throws MachineTooSlowError when nothing failed and some cases are inconclusive
   */
  default void requireAll() {
    List<String> failures = failures();
    if (!failures.isEmpty()) {
      throw new AssertionError(
          failures.size()
              + " of "
              + proofs().size()
              + " failed:\n\n"
              + String.join("\n\n", failures));
    }
    requireConclusive();
  }

  private List<String> shortfalls(Proof.Verdict verdict) {
    return proofs().stream()
        .filter(proof -> proof.verdict() == verdict)
        .flatMap(proof -> proof.shortfall().stream())
        .distinct()
        .toList();
  }
}
