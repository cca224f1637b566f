package dev.tocsin.dsl.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FunctionsTest {

  @Test
  void writesSignatures() {
    assertThat(Functions.named("round")).hasToString("Optional[round(vector[, scalar])]");
    assertThat(Functions.named("label_join"))
        .hasToString("Optional[label_join(vector, string, string[, string]…)]");
    assertThat(Functions.named("hour")).hasToString("Optional[hour([vector])]");
    assertThat(Functions.named("time")).hasToString("Optional[time()]");
  }

  @Test
  void namesTheVersionThatIntroducedAFunction() {
    assertThat(Functions.named("histogram_avg").orElseThrow().since()).isEqualTo("2.51");
    assertThat(Functions.named("rate").orElseThrow().since()).isEqualTo("2.42");
    assertThat(Functions.named("holt_winters")).isEmpty();
  }
}
