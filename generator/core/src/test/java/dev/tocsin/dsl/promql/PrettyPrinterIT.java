package dev.tocsin.dsl.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrettyPrinterIT {
  @Test
  void formatsAsPromtoolDoes() throws Exception {
    PromtoolJudge judge = PromtoolJudge.newest();
    List<String> real = AgreementFuzz.realExpressions();
    int step = Math.max(1, real.size() / 40); // each takes a process of its own
    for (int i = 0; i < real.size(); i += step) {
      PromqlCheck check = PromqlCheck.check(real.get(i));
      if (check.ok()) {
        assertThat(PrettyPrinter.print(check.expr().orElseThrow()))
            .isEqualTo(judge.format(real.get(i)));
      }
    }
  }
}
