package dev.tocsin.harness.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.problem.Span;
import dev.tocsin.dsl.promql.AggregationOp;
import dev.tocsin.dsl.promql.BinaryOp;
import dev.tocsin.dsl.promql.DurationExpr;
import dev.tocsin.dsl.promql.Expr;
import dev.tocsin.dsl.promql.Expr.Aggregation;
import dev.tocsin.dsl.promql.Expr.Binary;
import dev.tocsin.dsl.promql.Expr.Call;
import dev.tocsin.dsl.promql.Expr.MatrixSelector;
import dev.tocsin.dsl.promql.Expr.NumberLiteral;
import dev.tocsin.dsl.promql.Expr.Subquery;
import dev.tocsin.dsl.promql.Expr.VectorSelector;
import dev.tocsin.dsl.promql.Functions;
import dev.tocsin.dsl.promql.Grouping;
import dev.tocsin.dsl.promql.PromqlCheck;
import dev.tocsin.dsl.promql.PromqlFunction;
import dev.tocsin.dsl.promql.TimeShift;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AccelerationTest {
  private static final Acceleration VIRTUAL = Acceleration.by(150);
  private static final Acceleration ANCHORED =
      VIRTUAL.anchoredAt(Instant.ofEpochSecond(1_700_000_000));
  private static final Acceleration REAL = VIRTUAL.inRealTime();

  @Test
  void dividesARateOnceAndAsFarOutAsItCan() {
    Expr expr = binary(BinaryOp.GREATER, sum(call("rate", over("x", 5))), number(10));

    assertThat(compress(VIRTUAL, expr)).isEqualTo("sum(rate(x[2s])) / 150 > 10");
    assertThat(compress(REAL, expr)).isEqualTo("sum(rate(x[2s])) > 10");
  }

  @Test
  void leavesWhatCancels() {
    Expr ratio = binary(BinaryOp.DIVIDE, call("rate", over("a", 5)), call("rate", over("b", 5)));
    Expr quantile =
        call("histogram_quantile", number(0.95), sum(call("rate", over("x_bucket", 5))));

    assertThat(compress(VIRTUAL, ratio)).isEqualTo("rate(a[2s]) / rate(b[2s])");
    assertThat(compress(VIRTUAL, quantile))
        .isEqualTo("histogram_quantile(0.95, sum(rate(x_bucket[2s])))");
  }

  @Test
  void adjustsBothSidesThatDiffer() {
    Expr expr = binary(BinaryOp.ADD, call("rate", over("a", 5)), call("increase", over("b", 5)));

    assertThat(compress(VIRTUAL, expr)).isEqualTo("rate(a[2s]) / 150 + increase(b[2s])");
    assertThat(compress(REAL, expr)).isEqualTo("rate(a[2s]) + increase(b[2s]) * 150");
  }

  @Test
  void keepsTheValueOfAFilterThatIsAlsoTheResult() {
    Expr expr =
        binary(
            BinaryOp.AND,
            call("rate", over("a", 5)),
            binary(BinaryOp.GREATER, VectorSelector.of("b", List.of()), number(0)));

    assertThat(compress(VIRTUAL, expr)).isEqualTo("(rate(a[2s]) and b > 0) / 150");
  }

  @Test
  void shrinksThePredictionsHorizonInAcceleratedTimeOnly() {
    Expr expr =
        binary(BinaryOp.LESS, call("predict_linear", over("free", 60), number(14_400)), number(0));

    assertThat(compress(VIRTUAL, expr)).isEqualTo("predict_linear(free[24s], 96) < 0");
    assertThat(compress(REAL, expr)).isEqualTo("predict_linear(free[24s], 14400) < 0");
  }

  @Test
  void turnsTheClock() {
    Expr expr = binary(BinaryOp.SUBTRACT, call("time"), VectorSelector.of("start", List.of()));

    assertThat(compress(ANCHORED, expr)).isEqualTo("time() * 150 - 253300000000 - start");
    assertThat(compress(ANCHORED, call("hour")))
        .isEqualTo("hour(vector(time() * 150 - 253300000000))");
    assertThat(compress(REAL, expr)).isEqualTo("time() - start");
    assertThat(VIRTUAL.apply(expr).problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.help().orElse("")).contains("anchoredAt"));
  }

  @Test
  void shrinksSubqueriesAndOffsets() {
    TimeShift yesterday = new TimeShift(DurationExpr.of(Duration.ofDays(1)), null);
    Expr inner =
        call(
            "rate",
            MatrixSelector.of(
                new VectorSelector("x", List.of(), yesterday, Span.NONE),
                DurationExpr.of(Duration.ofMinutes(5))));
    Expr expr =
        call(
            "max_over_time",
            new Subquery(
                inner,
                DurationExpr.of(Duration.ofHours(1)),
                DurationExpr.of(Duration.ofMinutes(1)),
                TimeShift.NONE,
                Span.NONE));

    assertThat(compress(VIRTUAL, expr))
        .isEqualTo("max_over_time(rate(x[2s] offset 9m36s)[24s:400ms]) / 150");
  }

  @Test
  void movesAFixedTimeAndRefusesItWithoutAnAnchor() {
    Expr expr =
        new VectorSelector(
            "x",
            List.of(),
            new TimeShift(null, new TimeShift.At.Timestamp(1_700_000_150_000L)),
            Span.NONE);

    assertThat(compress(ANCHORED, expr)).isEqualTo("x @ 1700000001.000");
    assertThat(VIRTUAL.apply(expr).problems()).hasSize(1);
    assertThat(REAL.apply(expr).problems()).hasSize(1);
  }

  /** Whose advice works: the scrape interval grows with the window. */
  @Test
  void refusesAWindowThatLateScrapesMakeWrong() {
    Expr expr = binary(BinaryOp.ADD, call("rate", over("a", 1)), call("rate", over("b", 5)));

    assertThat(VIRTUAL.apply(expr).expr()).isEmpty();
    assertThat(VIRTUAL.apply(expr).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message())
                  .isEqualTo(
                      "window [1m] would shrink to 400 ms, and must not be shorter than 500 ms,"
                          + " which is two scrapes of 100 ms and 300 ms for those that are late");
              assertThat(problem.help().orElse("")).isEqualTo("use a speed of at most 100");
            });
    assertThat(Acceleration.by(100).scrapedEvery(Duration.ofMillis(150)).apply(expr).problems())
        .isEmpty();
    assertThat(Acceleration.by(101).scrapedEvery(Duration.ofMillis(149)).apply(expr).problems())
        .hasSize(1);
  }

  @Test
  void refusesAWindowOfTwoScrapesAtAnySpeed() {
    Acceleration scrapedTwice = Acceleration.by(150).scrapedEvery(Duration.ofMillis(200));

    assertThat(scrapedTwice.apply(call("rate", over("a", 1))).problems())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.help().orElse(""))
                    .startsWith("no speed helps")
                    .contains("it scrapes every 30s", "use a longer window"));
  }

  @Test
  void inRealTimeAWindowHoldsFiveScrapes() {
    Expr expr = call("rate", over("a", 1));

    assertThat(REAL.scrapedEvery(Duration.ofMillis(100)).apply(expr).problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).contains("[1m] would shrink to 400 ms", "five scrapes");
              assertThat(problem.help().orElse("")).contains("at most 120");
            });
    assertThat(REAL.scrapedEvery(Duration.ofMillis(50)).apply(expr).problems()).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    Expr expr =
        binary(
            BinaryOp.ADD,
            new Expr.Verbatim("rate(x[5m])", Origin.UNKNOWN, Span.NONE),
            call("frobnicate", over("x", 5)));

    assertThat(VIRTUAL.apply(expr).problems()).hasSize(2);
  }

  @Test
  void squaresAVariance() {
    assertThat(
            compress(
                VIRTUAL,
                Aggregation.of(AggregationOp.STDVAR, Grouping.NONE, call("deriv", over("x", 5)))))
        .isEqualTo("stdvar(deriv(x[2s])) / 22500");
  }

  @Test
  void shrinksHoldDurations() {
    assertThat(VIRTUAL.apply(Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(2));
    assertThat(VIRTUAL.apply(Duration.ZERO)).isEqualTo(Duration.ZERO);
    assertThat(VIRTUAL.apply(Duration.ofMillis(10))).isEqualTo(Duration.ofMillis(1));
    assertThatThrownBy(() -> Acceleration.by(0.5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachFunctionIsKnown() {
    assertThat(Functions.all())
        .extracting(PromqlFunction::name)
        .allSatisfy(name -> assertThat(Scaling.byFunction()).containsKey(name));
  }

  /** As deep as the parser reads. */
  @Test
  void compressesDeepExpressionsOnAnOrdinaryStack() {
    for (String text :
        List.of(
            "(".repeat(390) + "a" + ")".repeat(390),
            "-".repeat(390) + "a",
            "abs(".repeat(390) + "a" + ")".repeat(390),
            "a" + " + a".repeat(1_400))) {
      Expr expr = PromqlCheck.check(text).expr().orElseThrow();
      assertThat(VIRTUAL.apply(expr).problems()).isEmpty();
    }
  }

  private static String compress(Acceleration compression, Expr expr) {
    AcceleratedExpr compressed = compression.apply(expr);
    assertThat(compressed.problems()).isEmpty();
    return compressed.expr().orElseThrow().text();
  }

  private static Expr over(String metric, int minutes) {
    return MatrixSelector.of(
        VectorSelector.of(metric, List.of()), DurationExpr.of(Duration.ofMinutes(minutes)));
  }

  private static Expr call(String function, Expr... arguments) {
    return Call.of(function, arguments);
  }

  private static Expr sum(Expr expr) {
    return Aggregation.of(AggregationOp.SUM, Grouping.NONE, expr);
  }

  private static Expr binary(BinaryOp op, Expr left, Expr right) {
    return Binary.of(op, left, right);
  }

  private static Expr number(double value) {
    return NumberLiteral.of(value);
  }
}
