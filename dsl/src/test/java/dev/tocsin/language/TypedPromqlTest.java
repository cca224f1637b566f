package dev.tocsin.language;

import static dev.tocsin.dsl.metric.Label.INSTANCE;
import static dev.tocsin.dsl.metric.Label.JOB;
import static dev.tocsin.dsl.metric.Label.label;
import static dev.tocsin.dsl.metric.Metric.counter;
import static dev.tocsin.dsl.metric.Metric.gauge;
import static dev.tocsin.dsl.metric.Metric.histogram;
import static dev.tocsin.dsl.metric.Promql.by;
import static dev.tocsin.dsl.metric.Promql.secondsSince;
import static dev.tocsin.dsl.metric.Quantity.TRUE;
import static dev.tocsin.dsl.metric.Quantity.percent;
import static dev.tocsin.dsl.metric.Quantity.ratio;
import static dev.tocsin.dsl.metric.Quantity.seconds;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.dsl.metric.Bool;
import dev.tocsin.dsl.metric.Bytes;
import dev.tocsin.dsl.metric.Count;
import dev.tocsin.dsl.metric.Counter;
import dev.tocsin.dsl.metric.Gauge;
import dev.tocsin.dsl.metric.Histogram;
import dev.tocsin.dsl.metric.Label;
import dev.tocsin.dsl.metric.Seconds;
import dev.tocsin.dsl.metric.Timestamp;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the typed words say in PromQL. */
class TypedPromqlTest {
  private static final Label MODEL = label("model");
  private static final Label CODE = label("code");
  private static final Counter<Count> REQUESTS =
      counter("requests_total", Count.class, MODEL, CODE);
  private static final Gauge<Bool> UP = gauge("up", Bool.class);
  private static final Gauge<Bytes> FREE = gauge("free_bytes", Bytes.class);
  private static final Gauge<Timestamp> START = gauge("start_time_seconds", Timestamp.class);
  private static final Histogram<Seconds> TTFT = histogram("ttft_seconds", Seconds.class, MODEL);
  private static final Duration WINDOW = ofMinutes(5);

  @Test
  void wordsAndTheirPromql() {
    Map<Object, String> words = new TreeMap<>((a, b) -> a == b ? 0 : 1);
    words.put(
        REQUESTS
            .where(CODE.matches("5.."))
            .rate(WINDOW)
            .sum(by(JOB, MODEL))
            .dividedBy(REQUESTS.rate(WINDOW).sum(by(JOB, MODEL)))
            .isGreaterThan(percent(5)),
        "sum by (job, model) (rate(requests_total{code=~\"5..\"}[5m]))"
            + " / sum by (job, model) (rate(requests_total[5m])) > 0.05");
    words.put(
        TTFT.rate(WINDOW).sum(by(JOB, INSTANCE)).histogramQuantile(0.95).isGreaterThan(seconds(2)),
        "histogram_quantile(0.95, sum by (job, instance, le) (rate(ttft_seconds_bucket[5m]))) > 2");
    words.put(
        TTFT.sum().rate(WINDOW).sum(by(MODEL)).per(TTFT.count().rate(WINDOW).sum(by(MODEL))),
        "sum by (model) (rate(ttft_seconds_sum[5m]))"
            + " / sum by (model) (rate(ttft_seconds_count[5m]))");
    words.put(
        UP.isEqualTo(TRUE).unless(UP.offset(ofHours(1)).exists().on(JOB)),
        "up == 1 unless on (job) up offset 1h");
    words.put(UP.where(JOB.is("x")).absent(), "absent(up{job=\"x\"})");
    words.put(FREE.predictLinear(ofHours(1), ofHours(4)), "predict_linear(free_bytes[1h], 14400)");
    words.put(
        secondsSince(START).isLessThan(seconds(ofMinutes(1))), "time() - start_time_seconds < 60");
    words.put(ratio(1).minus(FREE.dividedBy(FREE)), "1 - free_bytes / free_bytes");
    words.put(FREE.minus(FREE).dividedBy(FREE), "(free_bytes - free_bytes) / free_bytes");
    words.put(REQUESTS.increase(WINDOW).sum(), "sum(increase(requests_total[5m]))");
    words.put(UP.topk(3, by(JOB)), "topk by (job) (3, up)");

    words.forEach((word, promql) -> assertThat(word).hasToString(promql));
  }
}
