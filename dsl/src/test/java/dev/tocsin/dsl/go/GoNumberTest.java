package dev.tocsin.dsl.go;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GoNumberTest {
  @Test
  void writesTheShortestThatReadsBack() {
    assertThat(GoNumber.text(0.1 + 0.2)).isEqualTo("0.30000000000000004");
    assertThat(GoNumber.text(1e-7)).isEqualTo("0.0000001");
    assertThat(GoNumber.text(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
    assertThat(GoNumber.text(-0.0)).isEqualTo("-0");
  }

  @Test
  void readableNumbersHaveNoExponentAndNoNoise() {
    assertThat(GoNumber.readable(0.1 + 0.2)).isEqualTo("0.3");
    assertThat(GoNumber.readable(68719476736.0)).isEqualTo("68719476736");
    assertThat(GoNumber.readable(16e9)).isEqualTo("16000000000");
    assertThat(GoNumber.readable(0.0001)).isEqualTo("0.0001");
    assertThat(GoNumber.readable(1e-20)).isEqualTo("0");
    assertThat(GoNumber.readable(0)).isEqualTo("0");
    assertThat(GoNumber.readable(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
    assertThat(GoNumber.readable(Double.NaN)).isEqualTo("NaN");
  }
}
