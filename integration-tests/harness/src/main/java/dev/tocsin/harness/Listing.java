package dev.tocsin.harness;

import dev.tocsin.harness.promtool.PromtoolTest;
import dev.tocsin.harness.report.Evidence;
import dev.tocsin.harness.report.Proof;
import dev.tocsin.harness.scenario.ProofMethod;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One line per case with its name and result. Surefire shows the tests of a test factory only by
 * number.
 */
final class Listing {
  private static final int NAME = 60;

  private Listing() {}

  static String of(List<Proof> proofs) {
    return proofs.stream().map(Listing::line).collect(Collectors.joining());
  }

  private static String line(Proof proof) {
    String name = proof.alert() + ": " + proof.scenario();
    String outcome = proof.isOk() ? held(proof) : proof.verdict().word().toUpperCase(Locale.ROOT);
    String again =
        proof.replays() == 0
            ? ""
            : " (replayed " + (proof.replays() == 1 ? "once" : proof.replays() + " times") + ")";
    return "\n  "
        + (outcome.isEmpty() && again.isEmpty()
            ? name
            : String.format(Locale.ROOT, "%-" + NAME + "s %s%s", name, outcome, again));
  }

  /** What was observed; some proof methods observe less than others. */
  private static String held(Proof proof) {
    return proof
        .kind()
        .map(
            kind ->
                switch (kind) {
                  case FIRES -> fires(proof);
                  case WITHIN -> "stays inactive";
                  case TOO_SHORT ->
                      proof.method() == ProofMethod.BACKFILLED
                          ? "is pending, fires in time"
                          : "stays pending";
                  case SILENT -> "does not fire";
                })
        .orElse("");
  }

  private static String fires(Proof proof) {
    boolean resolves =
        proof.evidence().events().stream().anyMatch(it -> it.mark() == Evidence.Mark.RESOLVED)
            || proof.evidence().held().stream()
                .anyMatch(it -> it.expected().startsWith(PromtoolTest.ENDED));
    return "fires"
        + (proof.evidence().deliveries() > 0 ? ", notifies" : "")
        + (resolves ? ", resolves" : "");
  }
}
