package dev.tocsin.harness.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.PromqlCheck;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExpressionPartsTest {
  private static Map<String, String> parts(String shipped, String rehearsed) {
    Map<String, String> texts = new TreeMap<>();
    ExpressionParts.rehearsed(parsed(shipped), parsed(rehearsed))
        .forEach((one, other) -> texts.put(one.text(), other.text()));
    return texts;
  }

  private static Expr parsed(String text) {
    return PromqlCheck.check(text).expr().orElseThrow();
  }

  /** Who wrote {@code [5m]} does not look for {@code [2s]}. */
  @Test
  void whatShipsIsShownAndWhatIsRehearsedIsAsked() {
    assertThat(
            parts(
                "rate(errors_total[5m]) > 2 and up == 1",
                "rate(errors_total[2s]) / 150 > 2 and up == 1"))
        .containsEntry("rate(errors_total[5m])", "rate(errors_total[2s]) / 150")
        .containsEntry("rate(errors_total[5m]) > 2", "rate(errors_total[2s]) / 150 > 2")
        .containsEntry("up", "up");
  }

  @Test
  void whatIsNotBuiltAlikeIsAskedAsAWhole() {
    assertThat(parts("queue > 5", "queue > 5 and up == 1")).hasSize(1);
  }
}
