package dev.tocsin.dsl.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.Expr.Aggregation;
import dev.tocsin.dsl.promql.Expr.Binary;
import dev.tocsin.dsl.promql.Expr.Call;
import dev.tocsin.dsl.promql.Expr.MatrixSelector;
import dev.tocsin.dsl.promql.Expr.NumberLiteral;
import dev.tocsin.dsl.promql.Expr.StringLiteral;
import dev.tocsin.dsl.promql.Expr.Subquery;
import dev.tocsin.dsl.promql.Expr.Unary;
import dev.tocsin.dsl.promql.Expr.VectorSelector;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees that were built, not parsed: they need parentheses that nobody wrote. */
class PrinterTest {
  private static final Expr A = metric("a");
  private static final Expr B = metric("b");
  private static final Expr C = metric("c");

  @Test
  void addsTheParenthesesThatPrecedenceAsksFor() {
    assertThat(times(plus(A, B), C).text()).isEqualTo("(a + b) * c");
    assertThat(plus(A, times(B, C)).text()).isEqualTo("a + b * c");
    assertThat(plus(plus(A, B), C).text()).isEqualTo("a + b + c");
    assertThat(plus(A, plus(B, C)).text()).isEqualTo("a + (b + c)");
  }

  @Test
  void powerIsRightAssociative() {
    assertThat(power(A, power(B, C)).text()).isEqualTo("a ^ b ^ c");
    assertThat(power(power(A, B), C).text()).isEqualTo("(a ^ b) ^ c");
  }

  @Test
  void aSignBindsLikeMultiplication() {
    assertThat(power(minus(A), B).text()).isEqualTo("(-a) ^ b");
    assertThat(minus(power(A, B)).text()).isEqualTo("-a ^ b");
    assertThat(minus(times(A, B)).text()).isEqualTo("-(a * b)");
    assertThat(times(minus(A), B).text()).isEqualTo("-a * b");
    assertThat(power(number(-1), B).text()).isEqualTo("(-1) ^ b");
  }

  @Test
  void wrapsWhatASubqueryIsTakenOf() {
    DurationExpr hour = DurationExpr.of(Duration.ofHours(1));
    assertThat(new Subquery(plus(A, B), hour, null, TimeShift.NONE, Span.NONE).text())
        .isEqualTo("(a + b)[1h:]");
  }

  @Test
  void putsTheTimeShiftBehindTheRange() {
    VectorSelector shifted =
        new VectorSelector(
            "a",
            List.of(
                LabelMatcher.of("z", MatchOp.EQUAL, "1"),
                LabelMatcher.of("b", MatchOp.NOT_MATCHES, "x|y")),
            new TimeShift(
                DurationExpr.of(Duration.ofMinutes(-7)), new TimeShift.At.Timestamp(1_500)),
            Span.NONE);
    assertThat(MatrixSelector.of(shifted, DurationExpr.of(Duration.ofSeconds(90))).text())
        .isEqualTo("a{b!~\"x|y\",z=\"1\"}[1m30s] @ 1.500 offset -7m");
  }

  @Test
  void quotesNamesThatAreNotPlain() {
    assertThat(metric("http.requests").text()).isEqualTo("{__name__=\"http.requests\"}");
    assertThat(metric("bool").text()).isEqualTo("{__name__=\"bool\"}");
    assertThat(
            Aggregation.of(AggregationOp.SUM, Grouping.by(List.of("a.b", "job", "without")), A)
                .text())
        .isEqualTo("sum by (\"a.b\", job, \"without\") (a)");
    assertThat(
            Binary.of(
                    BinaryOp.DIVIDE,
                    A,
                    B,
                    VectorMatching.on(List.of("a.b")).groupLeft(List.of("x")))
                .text())
        .isEqualTo("a / on (\"a.b\") group_left (x) b");
  }

  @Test
  void escapesStringsAsGoDoes() {
    assertThat(StringLiteral.of("a\"b\\c\n\u0001\u00e9\u200b\uD83D\uDE00\uDCFF").text())
        .isEqualTo("\"a\\\"b\\\\c\\n\\x01\u00e9\\u200b\uD83D\uDE00\\xff\"");
  }

  @Test
  void printsLettersThatTheJdkDoesNotKnowYet() {
    String kawi = Character.toString(0x11F02); // since Unicode 15
    String unassigned = Character.toString(0x1FFFE);
    assertThat(StringLiteral.of(kawi + unassigned).text()).isEqualTo("\"" + kawi + "\\U0001fffe\"");
  }

  @ParameterizedTest
  @CsvSource({
    "0.95, 0.95",
    "1e6, 1000000",
    "1e21, 1000000000000000000000",
    "2e-3, 0.002",
    "123456789.125, 123456789.125",
    "2e23, 200000000000000000000000",
    "NaN, NaN",
    "-Infinity, -Inf",
    "Infinity, +Inf",
    "0.1, 0.1",
    "1e23, 100000000000000000000000",
  })
  void printsNumbersAsGoDoes(double value, String text) {
    assertThat(number(value).text()).isEqualTo(text);
  }

  @Test
  void printsTheSmallestNumber() {
    assertThat(number(Double.MIN_VALUE).text()).isEqualTo("0." + "0".repeat(323) + "5");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1500, 1s500ms",
    "5400000, 1h30m",
    "7776000000, 90d",
    "604800000, 1w",
    "31536000000, 1y",
    "31536000001, 365d1ms"
  })
  void printsDurationsAsPrometheusDoes(long milliseconds, String text) {
    assertThat(Printer.print(DurationExpr.of(Duration.ofMillis(milliseconds)))).isEqualTo(text);
  }

  @Test
  void printsALongChainWithoutRecursion() {
    Expr chain = A;
    for (int i = 0; i < 100_000; i++) {
      chain = plus(chain, B);
    }
    assertThat(chain.text()).startsWith("a + b + b").hasSize(1 + 4 * 100_000);
  }

  @Test
  void comparesTreesOfDifferentShape() {
    assertThat(plus(A, B)).isNotEqualTo(A).isNotEqualTo(plus(plus(A, B), B));
    assertThat(A).isNotEqualTo(plus(A, B));
    assertThat(plus(plus(A, B), C)).isEqualTo(plus(plus(A, B), C)).isNotEqualTo(plus(A, C));
  }

  @Test
  void keepsRawTextApart() {
    assertThat(Call.of("abs", new Expr.Verbatim("a + b", Origin.UNKNOWN, Span.NONE)).text())
        .isEqualTo("abs(a + b)");
    assertThat(times(new Expr.Verbatim("a + b", Origin.UNKNOWN, Span.NONE), C).text())
        .isEqualTo("(a + b) * c");
  }

  private static Expr metric(String name) {
    return VectorSelector.of(name, List.of());
  }

  private static Expr number(double value) {
    return NumberLiteral.of(value);
  }

  private static Expr plus(Expr left, Expr right) {
    return Binary.of(BinaryOp.ADD, left, right);
  }

  private static Expr times(Expr left, Expr right) {
    return Binary.of(BinaryOp.MULTIPLY, left, right);
  }

  private static Expr power(Expr left, Expr right) {
    return Binary.of(BinaryOp.POWER, left, right);
  }

  private static Expr minus(Expr expr) {
    return new Unary(true, expr, Span.NONE);
  }
}
