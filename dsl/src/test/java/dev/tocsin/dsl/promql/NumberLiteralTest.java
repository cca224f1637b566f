package dev.tocsin.dsl.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberLiteralTest {
  @ParameterizedTest
  @CsvSource({
    "14.4, 0.01, 0.144",
    "3, 1.1, 3.3",
    "0.1, 7, 0.7",
    "1e-9, 3, 0.000000003",
    "-14.4, 0.01, -0.144"
  })
  void aProductIsPrintedAsAPersonWouldWriteIt(double some, double more, String written) {
    assertThat(Expr.NumberLiteral.of(some * more).text()).isEqualTo(written);
  }

  @Test
  void aNumberWithMoreDigitsIsWhatItIs() {
    for (double number :
        new double[] {
          1 / 3.0,
          Math.PI,
          1L << 50,
          (1L << 53) - 1,
          Double.MIN_VALUE,
          Double.MAX_VALUE,
          0,
          -0.0,
          Double.NaN,
          Double.NEGATIVE_INFINITY,
          1700000000.125
        }) {
      assertThat(Expr.NumberLiteral.of(number).value()).isEqualTo(Double.valueOf(number));
    }
  }

  @Test
  void whatIsReadIsKeptToTheLastDigit() {
    assertThat(PromqlCheck.check("x > 0.14400000000000002").expr().orElseThrow().text())
        .isEqualTo("x > 0.14400000000000002");
  }
}
