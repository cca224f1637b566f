package dev.tocsin.harness.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.promql.PromqlCheck;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparedTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a > 2; a; >; 2",
        "(a / b > 2 * 3) and c >= 20; a / b; >; 6",
        "4 > a; a; <; 4",
        "up == 0; up; ==; 0",
        "a != b; a; !=; NaN",
        "absent(up); absent(up); ''; NaN",
        "a unless b; a; ''; NaN",
        "a > bool 1; a > bool 1; ''; NaN"
      })
  void theLeftmostComparisonCounts(String text, String value, String operator, double limit) {
    Compared compared = Compared.of(PromqlCheck.check(text).expr().orElseThrow());

    assertThat(compared.value().text()).isEqualTo(value);
    assertThat(compared.operator()).isEqualTo(operator);
    assertThat(compared.limit())
        .isEqualTo(Double.isNaN(limit) ? OptionalDouble.empty() : OptionalDouble.of(limit));
  }
}
