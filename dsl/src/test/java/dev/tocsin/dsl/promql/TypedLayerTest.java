package dev.tocsin.dsl.promql;

import static dev.tocsin.dsl.metric.Label.INSTANCE;
import static dev.tocsin.dsl.metric.Label.JOB;
import static dev.tocsin.dsl.metric.Metric.counter;
import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Metric.histogram;
import static dev.tocsin.dsl.metric.Metric.nativeHistogram;
import static dev.tocsin.dsl.metric.Promql.by;
import static dev.tocsin.dsl.metric.Promql.dayOfMonth;
import static dev.tocsin.dsl.metric.Promql.dayOfWeek;
import static dev.tocsin.dsl.metric.Promql.dayOfYear;
import static dev.tocsin.dsl.metric.Promql.daysInMonth;
import static dev.tocsin.dsl.metric.Promql.hour;
import static dev.tocsin.dsl.metric.Promql.minute;
import static dev.tocsin.dsl.metric.Promql.month;
import static dev.tocsin.dsl.metric.Promql.number;
import static dev.tocsin.dsl.metric.Promql.pi;
import static dev.tocsin.dsl.metric.Promql.secondsSince;
import static dev.tocsin.dsl.metric.Promql.secondsUntil;
import static dev.tocsin.dsl.metric.Promql.time;
import static dev.tocsin.dsl.metric.Promql.vector;
import static dev.tocsin.dsl.metric.Promql.without;
import static dev.tocsin.dsl.metric.Promql.year;
import static dev.tocsin.dsl.metric.Quantity.count;
import static dev.tocsin.dsl.metric.Quantity.seconds;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Histogram;
import dev.tocsin.dsl.metric.HistogramBuckets;
import dev.tocsin.dsl.metric.InstantVector;
import dev.tocsin.dsl.metric.NativeHistogram;
import dev.tocsin.dsl.metric.NativeHistogramVector;
import dev.tocsin.dsl.metric.Promql;
import dev.tocsin.dsl.metric.RangeVector;
import dev.tocsin.dsl.metric.Ratio;
import dev.tocsin.dsl.metric.Seconds;
import dev.tocsin.dsl.metric.Timestamp;
import dev.tocsin.dsl.schema.JavaNames;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every function and every operator of PromQL can be said with types, and Prometheus takes it. */
class TypedLayerTest {
  private static final Gauge<Count> QUEUE = gauge("queue", Count.class);
  private static final Gauge<Ratio> SHARE = gauge("share", Ratio.class);
  private static final Counter<Count> DONE = counter("done_total", Count.class);
  private static final Gauge<Timestamp> START = gauge("start_seconds", Timestamp.class);
  private static final Histogram<Seconds> SLOW = histogram("slow_seconds", Seconds.class);
  private static final NativeHistogram<Seconds> TIMES = nativeHistogram("t", Seconds.class);
  private static final Duration HOUR = ofHours(1);

  private static List<Expr> words() {
    List<Expr> all = new ArrayList<>();
    InstantVector<Count> now = QUEUE;
    RangeVector<Count> range = QUEUE.range(HOUR);
    NativeHistogramVector<Seconds> times = TIMES.rate(HOUR).sum(by(JOB));
    Stream.of(
            Stream.of(now.abs(), now.ceil(), now.floor(), now.sgn(), now.exp(), now.ln()),
            Stream.of(now.log2(), now.log10(), now.sqrt(), now.deg(), now.rad()),
            Stream.of(now.acos(), now.acosh(), now.asin(), now.asinh(), now.atan(), now.atanh()),
            Stream.of(now.cos(), now.cosh(), now.sin(), now.sinh(), now.tan(), now.tanh()),
            Stream.of(now.round(), now.round(count(5)), now.clamp(count(1), count(2))),
            Stream.of(now.clampMin(count(1)), now.clampMax(count(1))),
            Stream.of(now.sort(), now.sortDesc(), now.sortByLabel(JOB)),
            Stream.of(now.sortByLabelDesc(JOB, INSTANCE), now.labelJoin(JOB, "-", JOB, INSTANCE)),
            Stream.of(now.labelReplace(JOB, "$1", INSTANCE, "(.*):.*"), now.withLabel(JOB, "x")),
            Stream.of(now.info(), now.timestamp(), now.scalar().vector(), now.negated()),
            Stream.of(START.minute(), START.hour(), START.dayOfWeek(), START.dayOfMonth()),
            Stream.of(START.dayOfYear(), START.daysInMonth(), START.month(), START.year()),
            Stream.of(minute(), hour(), dayOfWeek(), dayOfMonth(), dayOfYear(), daysInMonth()),
            Stream.of(month(), year(), pi().vector(), vector(1), secondsSince(START)),
            Stream.of(secondsUntil(START), DONE.rate(HOUR).histogramQuantile(0.9)),
            Stream.of(now.plus(count(1)), now.minus(count(1)), number(1).minus(now)),
            Stream.of(number(100).times(now), number(1).dividedBy(now), number(2).pow(now)),
            Stream.of(number(2).modulo(now), number(1).plus(now), time().minus(START)),
            Stream.of(now.modulo(count(2)), now.pow(2), now.atan2(now), now.times(SHARE)),
            Stream.of(now.plus(now.scalar()), now.minus(time().as(Count.class)), now.minus(now)),
            Stream.of(now.dividedBy(now), now.dividedBy(now.on(JOB).groupLeft(INSTANCE))),
            Stream.of(now.or(now), now.or(now.ignoring(JOB)), now.and(now.exists())),
            Stream.of(now.unless(now.exists().on(JOB)), now.isGreaterThan(count(1)).bool()),
            Stream.of(now.subquery(HOUR, ofMinutes(1)).avgOverTime()),
            Stream.of(now.subquery(HOUR).avgOverTime(), range.avgOverTime()),
            Stream.of(range.maxOverTime(), range.minOverTime(), range.lastOverTime()),
            Stream.of(range.sumOverTime(), range.countOverTime(), range.presentOverTime()),
            Stream.of(range.quantileOverTime(0.5), range.stddevOverTime(), range.stdvarOverTime()),
            Stream.of(range.delta(), range.idelta(), range.deriv(), range.changes()),
            Stream.of(range.resets(), range.predictLinear(ofHours(4)), range.madOverTime()),
            Stream.of(range.doubleExponentialSmoothing(0.5, 0.1), range.tsOfLastOverTime()),
            Stream.of(range.tsOfMaxOverTime(), range.tsOfMinOverTime()),
            Stream.of(QUEUE.predictLinear(HOUR, ofHours(4)), QUEUE.quantileOverTime(0.5, HOUR)),
            Stream.of(DONE.rate(HOUR), DONE.irate(HOUR), DONE.increase(HOUR), DONE.resets(HOUR)),
            Stream.of(DONE.range(HOUR).lastOverTime(), DONE.offset(HOUR).value()),
            Stream.of(SLOW.rate(HOUR).sum(by(JOB)).histogramQuantile(0.9)),
            Stream.of(SLOW.increase(HOUR).sum().histogramFraction(seconds(0), seconds(1))),
            Stream.of(
                times.histogramQuantile(0.9), times.histogramFraction(seconds(0), seconds(1))),
            Stream.of(times.histogramAvg(), times.histogramCount(), times.histogramSum()),
            Stream.of(times.histogramStddev(), times.histogramStdvar()),
            Stream.of(now.sum(by(JOB)), now.sum(), now.avg(by(JOB)), now.max(by(JOB))),
            Stream.of(now.min(without(JOB)), now.count(by(JOB)), now.group(by(JOB))),
            Stream.of(now.stddev(by(JOB)), now.stdvar(by(JOB)), now.topk(3, by(JOB))),
            Stream.of(now.bottomk(3), now.quantile(0.5, by(JOB)), now.limitk(2, by(JOB))),
            Stream.of(now.countValues(JOB, by(INSTANCE)), now.limitRatio(0.5, by(JOB))))
        .flatMap(vectors -> vectors)
        .forEach(vector -> all.add(vector.expr()));
    Stream.of(
            now.absent(),
            range.absentOverTime(),
            QUEUE.absentOverTime(HOUR),
            now.isGreaterThanOrEqualTo(now),
            now.isLessThanOrEqualTo(now.on(JOB)),
            now.isEqualTo(now),
            now.isNotEqualTo(now.ignoring(JOB).groupRight()),
            now.isGreaterThan(now.scalar()),
            now.isLessThan(count(1)),
            now.isGreaterThan(count(1)).and(now.isLessThan(count(2))),
            now.isGreaterThan(count(1)).or(now.isLessThan(count(2)).on(JOB)),
            now.isGreaterThan(count(1)).unless(now.isLessThan(count(2)).ignoring(JOB)))
        .forEach(condition -> all.add(condition.expr()));
    return all;
  }

  @Test
  void everyFunctionAndAggregationHasItsOwnName() {
    Set<String> methods =
        Stream.of(
                InstantVector.class,
                RangeVector.class,
                Counter.class,
                HistogramBuckets.class,
                NativeHistogramVector.class,
                Promql.class)
            .flatMap(type -> Stream.of(type.getMethods()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(methods)
        .containsAll(Functions.all().stream().map(f -> JavaNames.camel(f.name())).toList())
        .containsAll(
            Stream.of(AggregationOp.values()).map(op -> JavaNames.camel(op.symbol())).toList());
  }

  @Test
  void everythingCanBeSaid() {
    Set<String> functions = new TreeSet<>();
    Set<AggregationOp> aggregations = EnumSet.noneOf(AggregationOp.class);
    Set<BinaryOp> operators = EnumSet.noneOf(BinaryOp.class);
    for (Expr word : words()) {
      for (Expr node : Nodes.of(word)) {
        if (node instanceof Expr.Call call) {
          functions.add(call.function());
        } else if (node instanceof Expr.Aggregation aggregation) {
          aggregations.add(aggregation.op());
        } else if (node instanceof Expr.Binary binary) {
          operators.add(binary.op());
        }
      }
    }
    assertThat(functions).containsAll(Functions.all().stream().map(PromqlFunction::name).toList());
    assertThat(aggregations).containsExactlyInAnyOrder(AggregationOp.values());
    assertThat(operators).containsExactlyInAnyOrder(BinaryOp.values());
  }

  @Test
  void prometheusTakesAllOfIt() {
    for (Expr word : words()) {
      PromqlCheck check = PromqlCheck.check(word.text(), Set.of(Feature.values()));
      assertThat(check.problems()).as(word.text()).isEmpty();
      assertThat(check.expr().orElseThrow().text()).isEqualTo(word.text());
    }
  }

  @Test
  void onlyAComparisonTakesBool() {
    assertThatThrownBy(() -> QUEUE.isGreaterThan(count(1)).and(QUEUE.isLessThan(count(2))).bool())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only a comparison takes the modifier bool");
    assertThat(QUEUE.isGreaterThan(count(1)).bool()).hasToString("queue > bool 1");
  }
}
