package dev.tocsin.dsl.promql;

import static dev.tocsin.dsl.Label.INSTANCE;
import static dev.tocsin.dsl.Label.JOB;
import static dev.tocsin.dsl.metric.Metric.counter;
import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Metric.histogram;
import static dev.tocsin.dsl.metric.Metric.nativeHistogram;
import static dev.tocsin.dsl.metric.Promql.by;
import static dev.tocsin.dsl.metric.Promql.constant;
import static dev.tocsin.dsl.metric.Promql.on;
import static dev.tocsin.dsl.metric.Promql.over;
import static dev.tocsin.dsl.metric.Promql.part;
import static dev.tocsin.dsl.metric.Promql.pi;
import static dev.tocsin.dsl.metric.Promql.time;
import static dev.tocsin.dsl.metric.Quantity.count;
import static dev.tocsin.dsl.metric.Quantity.seconds;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Histogram;
import dev.tocsin.dsl.metric.InstantVector;
import dev.tocsin.dsl.metric.Maths;
import dev.tocsin.dsl.metric.NativeHistogram;
import dev.tocsin.dsl.metric.RangeVector;
import dev.tocsin.dsl.metric.TimePart;
import dev.tocsin.dsl.metric.Unit.Count;
import dev.tocsin.dsl.metric.Unit.Ratio;
import dev.tocsin.dsl.metric.Unit.Seconds;
import dev.tocsin.dsl.metric.Unit.Timestamp;
import dev.tocsin.dsl.metric.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every function and every operator of PromQL can be said with types, and Prometheus takes it. */
class TypedLayerTest {
  private static final Gauge<Count> QUEUE = gauge("queue", Count.class);
  private static final Gauge<Ratio> SHARE = gauge("share", Ratio.class);
  private static final Counter<Count> DONE = counter("done_total", Count.class);
  private static final Gauge<Timestamp> START = gauge("start_seconds", Timestamp.class);
  private static final Histogram<Seconds> SLOW = histogram("slow_seconds", Seconds.class);
  private static final NativeHistogram<Seconds> TIMES = nativeHistogram("t", Seconds.class);
  private static final Window HOUR = over(ofHours(1));

  private static List<Expr> words() {
    List<Expr> all = new ArrayList<>();
    InstantVector<Count> now = QUEUE.now();
    RangeVector<Count> range = QUEUE.over(HOUR);
    for (Maths function : Maths.values()) {
      all.add(now.mapped(function).expr());
    }
    for (TimePart part : TimePart.values()) {
      all.add(part(part).expr());
      all.add(part(part, START.now()).expr());
    }
    for (InstantVector<?> vector :
        List.of(
            now.absolute(),
            now.roundedUp(),
            now.roundedDown(),
            now.roundedTo(count(5)),
            now.within(count(1), count(2)),
            now.atLeast(count(1)),
            now.atMost(count(1)),
            now.sorted(),
            now.sortedDescending(),
            now.sortedBy(JOB),
            now.sortedDescendingBy(JOB, INSTANCE),
            now.labelsJoined(JOB, "-", JOB, INSTANCE),
            now.relabelled(JOB, "$1", INSTANCE, "(.*):.*"),
            now.labelled(JOB, "x"),
            now.withInfo(),
            now.moments(),
            now.asScalar().asVector(),
            now.over(HOUR, ofMinutes(1)).average(),
            now.negated(),
            now.plus(count(1)),
            now.minus(count(1)),
            now.addedTo(count(1)),
            now.multiplying(100),
            now.dividing(1),
            now.over(HOUR).average(),
            DONE.rate(HOUR).bucketQuantile(0.9, Seconds.class),
            now.remainderOf(count(2)),
            now.toThePowerOf(2),
            now.angleTo(now),
            now.times(SHARE.now()),
            now.plus(now.asScalar()),
            now.minus(time().as(Count.class)),
            now.minus(now),
            now.dividedBy(now),
            now.or(now),
            pi().asVector(),
            constant(1))) {
      all.add(vector.expr());
    }
    for (InstantVector<?> vector :
        List.of(
            range.average(),
            range.highest(),
            range.lowest(),
            range.last(),
            range.sum(),
            range.samples(),
            range.presence(),
            range.quantile(0.5),
            range.deviation(),
            range.variance(),
            range.delta(),
            range.instantDelta(),
            range.slope(),
            range.predicted(ofHours(4)),
            range.changes(),
            range.resets(),
            range.smoothed(0.5, 0.1),
            range.medianDeviation(),
            range.momentOfLast(),
            range.momentOfHighest(),
            range.momentOfLowest(),
            DONE.rate(HOUR),
            DONE.instantRate(HOUR),
            DONE.increase(HOUR),
            DONE.over(HOUR).last(),
            SLOW.quantile(0.9, HOUR, by(JOB)),
            TIMES.quantile(0.9, HOUR, by(JOB)),
            TIMES.shareBetween(seconds(0), seconds(1), HOUR, by(JOB)),
            TIMES.average(HOUR, by(JOB)),
            TIMES.observations(HOUR, by(JOB)),
            TIMES.sum(HOUR, by(JOB)),
            TIMES.deviation(HOUR, by(JOB)),
            TIMES.variance(HOUR, by(JOB)),
            now.sum(by(JOB)),
            now.average(by(JOB)),
            now.highest(by(JOB)),
            now.lowest(by(JOB)),
            now.count(by(JOB)),
            now.group(by(JOB)),
            now.deviation(by(JOB)),
            now.variance(by(JOB)),
            now.top(3, by(JOB)),
            now.bottom(3, by(JOB)),
            now.quantile(0.5, by(JOB)),
            now.countValues(JOB, by(INSTANCE)),
            now.any(2, by(JOB)),
            now.anyShare(0.5, by(JOB)),
            now.isAbove(count(1)).asNumber())) {
      all.add(vector.expr());
    }
    all.add(now.isAbsent().expr());
    all.add(range.isAbsent().expr());
    all.add(now.isAtLeast(now).expr());
    all.add(now.isAtMost(now).expr());
    all.add(now.isExactly(now).expr());
    all.add(now.isNot(now).expr());
    all.add(now.isAtLeast(now, on(JOB)).expr());
    all.add(now.isAtMost(now, on(JOB)).expr());
    all.add(now.isExactly(now, on(JOB)).expr());
    all.add(now.isNot(now, on(JOB)).expr());
    all.add(now.isAbove(now.asScalar()).expr());
    all.add(now.isBelow(now.asScalar()).expr());
    all.add(now.isAbove(count(1)).and(now.isBelow(count(2))).expr());
    all.add(now.isAbove(count(1)).unless(now.isBelow(count(2))).expr());
    return all;
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
  void onlyASingleComparisonIsANumber() {
    assertThatThrownBy(
            () -> QUEUE.now().isAbove(count(1)).and(QUEUE.now().isBelow(count(2))).asNumber())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("only a single comparison is a number");
    assertThat(QUEUE.now().isAbove(count(1)).asNumber()).hasToString("queue > bool 1");
  }
}
