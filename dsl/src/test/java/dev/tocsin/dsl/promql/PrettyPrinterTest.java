package dev.tocsin.dsl.promql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrettyPrinterTest {

  @Test
  void keepsWhatFitsALine() {
    assertThat(pretty("sum(rate(x[5m]))by(job)>10")).isEqualTo("sum by (job) (rate(x[5m])) > 10");
  }

  @Test
  void givesTheOperandsOfALongExpressionLinesOfTheirOwn() {
    assertThat(
            pretty(
                "sum by (job, instance) (rate(http_requests_total{code=~\"5..\"}[5m])) / on (job)"
                    + " group_left (team) sum by (job) (rate(http_requests_total[5m])) > 0.05"))
        .isEqualTo(
            """
                sum by (job, instance) (rate(http_requests_total{code=~"5.."}[5m]))
              / on (job) group_left (team)
                sum by (job) (rate(http_requests_total[5m]))
            >
              0.05\
            """);
  }

  @Test
  void opensCallsAggregationsAndParentheses() {
    assertThat(
            pretty(
                "histogram_quantile(0.99, sum by (le, job) (rate("
                    + "a_metric_with_a_long_name_bucket{job=\"a\",instance=\"b\",handler=\"c\"}[5m])))"
                    + " or -(topk(5, a_metric_with_a_long_name) +"
                    + " another_metric_with_a_long_name{a=\"b\"} +"
                    + " a_third_metric_with_a_long_name_as_well)"))
        .isEqualTo(
            """
              histogram_quantile(
                0.99,
                sum by (le, job) (rate(a_metric_with_a_long_name_bucket{handler="c",instance="b",job="a"}[5m]))
              )
            or
              -(
                  topk(5, a_metric_with_a_long_name) + another_metric_with_a_long_name{a="b"}
                +
                  a_third_metric_with_a_long_name_as_well
              )\
            """);
  }

  @Test
  void setsTheParenthesesThatABuiltTreeNeeds() {
    Expr name =
        Expr.VectorSelector.of("a_metric_with_a_name_of_exactly_fifty_characters____", List.of());
    Expr sum = Expr.Binary.of(BinaryOp.ADD, name, name);
    assertThat(
            PrettyPrinter.print(Expr.Binary.of(BinaryOp.MULTIPLY, sum, Expr.NumberLiteral.of(2))))
        .isEqualTo(
            """
              (
                  a_metric_with_a_name_of_exactly_fifty_characters____
                +
                  a_metric_with_a_name_of_exactly_fifty_characters____
              )
            *
              2\
            """);
  }

  private static String pretty(String text) {
    Expr expr = PromqlCheck.check(text).expr().orElseThrow();
    String printed = PrettyPrinter.print(expr);
    assertThat(PromqlCheck.check(printed).expr()).contains(expr);
    return printed;
  }
}
