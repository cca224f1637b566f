package dev.tocsin.harness.backfilled;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.harness.rehearsal.Rehearsed;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.report.ProofReport;
import dev.tocsin.harness.report.ProofRun;
import dev.tocsin.harness.scenario.ProofMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a {@link Backfilled} suite went, case by case. */
final class BackfilledRun implements ProofRun {
  /**
   * A stack that cases were played on.
   *
   * @param preparing how long it took to write history
   */
  record Played(String servers, Duration preparing, Rehearsed rehearsed) {}

  private final List<Proof> proofs;
  private final List<Played> stacks;
  private final Duration took;
  private final List<String> notes;

  /** Plain files as they ship, if they are what was played. */
  private final Map<String, String> shipped;

  BackfilledRun(List<Proof> proofs, List<Played> stacks, Duration took) {
    this(proofs, stacks, took, List.of(), Map.of());
  }

  private BackfilledRun(
      List<Proof> proofs,
      List<Played> stacks,
      Duration took,
      List<String> notes,
      Map<String, String> shipped) {
    this.proofs = List.copyOf(proofs);
    this.stacks = List.copyOf(stacks);
    this.took = took;
    this.notes = List.copyOf(notes);
    this.shipped = Map.copyOf(shipped);
  }

  /**
   * All of them as one, and what keeps scenarios from being played.
   *
   * @param took all of it; some were played at the same time
   * @param notes what was played again, and why
   * @param shipped the files that are proven, by their paths
   */
  static BackfilledRun all(
      List<BackfilledRun> runs,
      List<Problem> problems,
      Proof.Backend backend,
      Duration took,
      List<String> notes,
      Map<String, String> shipped) {
    List<Proof> proofs = new ArrayList<>();
    List<Played> stacks = new ArrayList<>();
    for (Problem problem : problems) {
      proofs.add(
          Proof.of(
                  problem.message().replaceFirst(":.*", ""),
                  "its promises",
                  ProofMethod.BACKFILLED,
                  backend)
              .failing(problem.toString()));
    }
    for (BackfilledRun run : runs) {
      proofs.addAll(run.proofs);
      stacks.addAll(run.stacks);
    }
    return new BackfilledRun(proofs, stacks, took, notes, shipped);
  }

  /** With each of its proofs replayed so many times. */
  BackfilledRun replayed(int times) {
    return new BackfilledRun(
        proofs.stream().map(proof -> proof.replayed(times)).toList(), stacks, took, notes, shipped);
  }

  /** One for each case, and one for each scenario that has a problem. */
  @Override
  public List<Proof> proofs() {
    return proofs;
  }

  /** What the machine was too slow for, and whether it was replayed. */
  public List<String> notes() {
    return notes;
  }

  /** How long all of it took, history and cold start included. */
  @Override
  public Duration took() {
    return took;
  }

  /**
   * Puts all of it into a report: the proofs, how what was played differs from what ships, and the
   * hashes of plain files.
   */
  @Override
  public void addTo(ProofReport report) {
    report.ships(shipped);
    stacks.forEach(
        stack ->
            report.rehearsed(
                stack.servers(), 1, stack.preparing().toMillis() / 1000.0, stack.rehearsed()));
    proofs.forEach(report::add);
  }

  @Override
  public String summary() {
    long inconclusive =
        proofs.stream().filter(it -> it.verdict() == Proof.Verdict.INCONCLUSIVE).count();
    int replays = proofs.stream().mapToInt(Proof::replays).sum();
    return String.format(
            Locale.ROOT,
            "backfilled on %s: %d of %d cases held%s%s in %.1f s (%.1f s to write history)",
            stacks.isEmpty() ? "no servers" : stacks.get(0).servers(),
            proofs.stream().filter(Proof::isOk).count(),
            proofs.size(),
            inconclusive > 0 ? ", " + inconclusive + " inconclusive" : "",
            replays > 0 ? ", " + replays + " replayed" : "",
            took.toMillis() / 1000.0,
            stacks.stream().mapToLong(stack -> stack.preparing().toMillis()).sum() / 1000.0)
        + (notes.isEmpty() ? "" : "; " + String.join("; ", notes));
  }

  @Override
  public String toString() {
    return summary();
  }
}
