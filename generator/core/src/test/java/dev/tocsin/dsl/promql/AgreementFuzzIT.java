package dev.tocsin.dsl.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A short argument with promtool; {@link AgreementFuzz} leads long ones. */
class AgreementFuzzIT {

  @Test
  void agreesWithPromtoolOnMadeUpExpressions() throws Exception {
    List<String> real = AgreementFuzz.realExpressions();
    assertThat(AgreementFuzz.run(PromtoolJudge.newest(), 4_000, 1, real)).isEmpty();
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
