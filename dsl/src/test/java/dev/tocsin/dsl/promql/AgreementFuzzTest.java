package dev.tocsin.dsl.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A short argument with promtool; {@link AgreementFuzz} leads long ones. */
class AgreementFuzzTest {

  @Test
  void agreesWithPromtoolOnMadeUpExpressions() throws Exception {
    Optional<PromtoolJudge> judge = PromtoolJudge.find();
    if (judge.isEmpty()) {
      System.out.println("Skipped: no promtool 3.5.3 (set -Dtocsin.promtool=PATH)");
    }
    assumeTrue(judge.isPresent(), "no promtool 3.5.3");
    List<String> real = AgreementFuzz.realExpressions();
    assertThat(AgreementFuzz.run(judge.orElseThrow(), 4_000, 1, real)).isEmpty();
  }

  @Test
  void makesTheSameExpressionsFromTheSameSeed() {
    ExpressionFuzz one = new ExpressionFuzz(3, List.of());
    ExpressionFuzz two = new ExpressionFuzz(3, List.of());
    for (int i = 0; i < 100; i++) {
      assertThat(one.next()).isEqualTo(two.next());
    }
  }
}
