package dev.tocsin.harness.report;

import dev.tocsin.harness.report.Matrix.Numbered;
import java.util.List;

/** What came of some proofs, for people: their worst verdict, and how many have it. */
record Outcome(Proof.Verdict worst, long count, int all) {
  /** Of these; there is at least one. */
  static Outcome of(List<Numbered> proofs) {
    for (Proof.Verdict bad : List.of(Proof.Verdict.FAILED, Proof.Verdict.INCONCLUSIVE)) {
      long count = proofs.stream().filter(one -> one.proof().is(bad)).count();
      if (count > 0) {
        return new Outcome(bad, count, proofs.size());
      }
    }
    return new Outcome(Proof.Verdict.HELD, proofs.size(), proofs.size());
  }

  static Outcome of(ReportData.Entry proof) {
    return of(List.of(new Numbered(0, proof)));
  }

  /** The class of its element. */
  String style() {
    return switch (worst) {
      case HELD -> "ok";
      case FAILED -> "bad";
      case INCONCLUSIVE -> "unsure";
    };
  }

  String sign() {
    return switch (worst) {
      case HELD -> "✓";
      case FAILED -> "✕";
      case INCONCLUSIVE -> "?";
    };
  }

  /** Such as {@code 2 of 6 failed}. */
  String words() {
    return count + " of " + all + " " + worst.word();
  }
}
