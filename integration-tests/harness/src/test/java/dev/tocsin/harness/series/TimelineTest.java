package dev.tocsin.harness.series;

import static dev.tocsin.harness.series.Load.load;
import static dev.tocsin.harness.series.Observations.observations;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimelineTest {
  private static final Instant ANCHOR = Instant.ofEpochSecond(1_000_000);

  private static String at(Timeline timeline, Duration moment) {
    return timeline.at(moment, ANCHOR).orElse("down");
  }

  @Test
  void aCounterGrowsByItsRateFromOneLoadToTheNext() {
    Timeline timeline =
        Timeline.startingWith(load().counter("jobs_total", 2, "queue", "a"))
            .serving(ofMinutes(1), load().counter("jobs_total", 0.5, "queue", "a"))
            .serving(ofMinutes(2), load().counter("jobs_total", 0, "queue", "a"));

    assertThat(at(timeline, Duration.ZERO)).endsWith("jobs_total{queue=\"a\"} 0\n");
    assertThat(at(timeline, ofSeconds(30))).endsWith("jobs_total{queue=\"a\"} 60\n");
    assertThat(at(timeline, ofSeconds(90))).endsWith("jobs_total{queue=\"a\"} 135\n");
    assertThat(at(timeline, ofMinutes(10))).endsWith("jobs_total{queue=\"a\"} 150\n");
  }

  @Test
  void aBurstCountsOnceAndStays() {
    Timeline timeline =
        Timeline.startingWith(load().counter("errors_total", 0))
            .serving(ofMinutes(5), load().burst("errors_total", 3))
            .serving(ofMinutes(6), load().counter("errors_total", 0));

    assertThat(at(timeline, ofMinutes(4))).endsWith("errors_total 0\n");
    assertThat(at(timeline, ofMinutes(5))).endsWith("errors_total 3\n");
    assertThat(at(timeline, ofMinutes(60))).endsWith("errors_total 3\n");
  }

  @Test
  void aRestartBeginsCountersAndTheTimeOfStartAnew() {
    Load load = load().counter("jobs_total", 1).startTime("process_start_time_seconds");
    Timeline timeline = Timeline.startingWith(load).restarting(ofMinutes(10), load);

    assertThat(at(timeline, ofMinutes(5)))
        .contains("jobs_total 300\n")
        .contains("process_start_time_seconds 1000000\n");
    assertThat(at(timeline, ofMinutes(11)))
        .contains("jobs_total 60\n")
        .contains("process_start_time_seconds 1000600\n");
  }

  @Test
  void whileItIsDownItSaysNothingAndCountsNothing() {
    Load load = load().counter("jobs_total", 1);
    Timeline timeline = Timeline.startingWith(load).down(ofMinutes(1)).serving(ofMinutes(3), load);

    assertThat(at(timeline, ofMinutes(2))).isEqualTo("down");
    assertThat(timeline.isServing(ofMinutes(2))).isFalse();
    assertThat(at(timeline, ofMinutes(4))).endsWith("jobs_total 120\n");
    assertThat(timeline.servedBetween(ofSeconds(1), ofSeconds(59))).isTrue();
    assertThat(timeline.servedBetween(ofSeconds(1), ofMinutes(4))).isFalse();
    assertThat(timeline.servedBetween(ofMinutes(2), ofMinutes(4))).isFalse();
    assertThat(timeline.servedBetween(ofMinutes(3), ofMinutes(4))).isTrue();
  }

  @Test
  void aSeriesThatALoadLeavesOutIsAGap() {
    Load load = load().gauge("healthy", 1).counter("jobs_total", 1);
    Timeline timeline =
        Timeline.startingWith(load)
            .serving(ofMinutes(1), load.without("healthy"))
            .serving(ofMinutes(2), load);

    assertThat(at(timeline, ofSeconds(90))).doesNotContain("healthy").contains("jobs_total 90\n");
    assertThat(at(timeline, ofMinutes(3))).contains("healthy 1\n");
  }

  @Test
  void aRampBeginsWhereItsLoadBegins() {
    Timeline timeline =
        Timeline.startingWith(load().gauge("free", 100))
            .serving(ofMinutes(1), load().ramp("free", 100, -0.5));

    assertThat(at(timeline, ofSeconds(59))).endsWith("free 100\n");
    assertThat(at(timeline, ofMinutes(2))).endsWith("free 70\n");
  }

  @Test
  void aHistogramFillsTheBucketsOfWhatItObserves() {
    List<Double> boundaries = List.of(0.5, 1.0, 5.0);
    Timeline timeline =
        Timeline.startingWith(
                load()
                    .histogram(
                        "wait_seconds",
                        boundaries,
                        observations().of(0.5, 1.5).of(8, 0.5),
                        "m",
                        "x"))
            .serving(
                ofSeconds(10),
                load()
                    .histogram("wait_seconds", boundaries, observations().atOnce(2, 4), "m", "x"));

    assertThat(at(timeline, ofSeconds(20)))
        .isEqualTo(
            """
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.5",m="x"} 15
            wait_seconds_bucket{le="1",m="x"} 15
            wait_seconds_bucket{le="5",m="x"} 19
            wait_seconds_bucket{le="+Inf",m="x"} 24
            wait_seconds_sum{m="x"} 55.5
            wait_seconds_count{m="x"} 24
            """);
  }

  /** In 13 days, and 26 hours ago, by the clock of the case. */
  @Test
  void aMomentIsRelativeToTheBeginningOfItsLoadOrToNow() {
    Timeline timeline =
        Timeline.startingWith(load().timestamp("cert_expiry_seconds", Duration.ofDays(90)))
            .serving(
                ofMinutes(10),
                load()
                    .timestamp("cert_expiry_seconds", Duration.ofDays(13))
                    .timestamp("backup_success_seconds", Duration.ofHours(-26))
                    .movingTimestamp("sync_success_seconds", ofMinutes(-5)));
    long begin = 1_000_000 + 600;

    assertThat(at(timeline, ofMinutes(9)))
        .contains("cert_expiry_seconds " + (1_000_000 + 90 * 86_400) + "\n");
    for (long later : new long[] {0, 3600}) {
      assertThat(at(timeline, ofMinutes(10).plusSeconds(later)))
          .contains("cert_expiry_seconds " + (begin + 13 * 86_400) + "\n")
          .contains("backup_success_seconds " + (begin - 26 * 3600) + "\n")
          .contains("sync_success_seconds " + (begin + later - 300) + "\n");
    }
  }

  @Test
  void aSummaryHasTheQuantilesOfWhatItsLoadObserves() {
    Timeline timeline =
        Timeline.startingWith(
                load().summary("work_seconds", List.of(0.5, 0.9, 1.0), observations().of(0.2, 1)))
            .serving(
                ofSeconds(10),
                load()
                    .summary(
                        "work_seconds",
                        List.of(0.5, 0.9, 1.0),
                        observations().of(3, 0.1).of(0.5, 0.9)))
            .serving(ofSeconds(20), load().summary("work_seconds", List.of(0.5), observations()));

    assertThat(at(timeline, ofSeconds(20).minusMillis(1)))
        .startsWith(
            """
            # TYPE work_seconds summary
            work_seconds{quantile="0.5"} 0.5
            work_seconds{quantile="0.9"} 0.5
            work_seconds{quantile="1"} 3
            """);
    assertThat(at(timeline, ofSeconds(30)))
        .isEqualTo(
            """
            # TYPE work_seconds summary
            work_seconds{quantile="0.5"} NaN
            work_seconds_sum 9.5
            work_seconds_count 20
            """);
  }

  /** As Prometheus' own tests of its parser have them. */
  @ParameterizedTest
  @CsvSource({
    "5, 5, 5.0",
    "0, 0, 0.0",
    "1, 1, 1.0",
    "2.5, 2.5, 2.5",
    "0.0001, 0.0001, 0.0001",
    "0.00001, 1e-05, 1e-05",
    "250000, 250000, 250000.0",
    "1000000, 1e+06, 1e+06",
    "1048576, 1.048576e+06, 1.048576e+06",
    "-5, -5, -5.0",
    "Infinity, +Inf, +Inf",
    "NaN, NaN, NaN",
  })
  void numbersInLabelsAreSpelledAsThePrometheusStoresThem(
      double value, String exported, String stored) {
    assertThat(FloatLabels.of("2.53.3").stored(value)).isEqualTo(exported);
    assertThat(FloatLabels.of("3.5.3").stored(value)).isEqualTo(stored);
  }

  @Test
  void familiesAreGroupedAndValuesAreEscaped() {
    Load load =
        load()
            .gauge("b", 1, "path", "C:\\x \"y\"\nz")
            .gauge("a", Double.POSITIVE_INFINITY)
            .gauge("b", 0.25, "path", "");

    assertThat(at(Timeline.startingWith(load), Duration.ZERO))
        .isEqualTo(
            """
            # TYPE a gauge
            a +Inf
            # TYPE b gauge
            b{path=""} 0.25
            b{path="C:\\\\x \\"y\\"\\nz"} 1
            """);
  }

  @Test
  void whatCannotBeIsRefusedWithItsFix() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load().counter("jobs_total", -1))
        .withMessageContaining("jobs_total")
        .withMessageContaining("use a gauge, or restart");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load().gauge("x", 1, "label"))
        .withMessageContaining("\"label\" has no value");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> load().histogram("h", List.of(2.0, 1.0), observations()))
        .withMessageContaining("they must ascend");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Timeline.startingWith(load()).down(ofMinutes(2)).down(ofMinutes(1)))
        .withMessageContaining("in the order of time");
  }

  @Test
  void itsSamplesAreWhatItsTextSays() {
    Timeline timeline =
        Timeline.startingWith(
                load()
                    .counter("work_total", 2, "kind", "a")
                    .histogram(
                        "wait_seconds", List.of(1.0, 2.0), Observations.observations().of(2, 1)))
            .serving(Duration.ofSeconds(10), load().gauge("depth", 3))
            .down(Duration.ofSeconds(20));
    Duration early = Duration.ofSeconds(5);

    StringBuilder lines = new StringBuilder();
    timeline
        .samples(early, Instant.EPOCH)
        .forEach((id, value) -> lines.append(id).append(' ').append(value.intValue()).append('\n'));

    assertThat(timeline.at(early, Instant.EPOCH).orElseThrow().replaceAll("# .*\n", ""))
        .isEqualTo(lines.toString());
    assertThat(timeline.samples(Duration.ofSeconds(25), Instant.EPOCH)).isEmpty();
    assertThat(timeline.series().stream().map(SeriesId::name).distinct())
        .containsExactly(
            "depth", "wait_seconds_bucket", "wait_seconds_count", "wait_seconds_sum", "work_total");
  }

  @Test
  void whatIsGoneGoesOnUnknownUntilItServesAgain() {
    Timeline timeline =
        Timeline.startingWith(load().counter("jobs_total", 1))
            .gone(ofMinutes(1))
            .serving(ofMinutes(3), load().counter("jobs_total", 2));

    assertThat(timeline.turns()).containsExactly(ofMinutes(1), ofMinutes(3));
    assertThat(timeline.isKnown(ofSeconds(59))).isTrue();
    assertThat(timeline.isKnown(ofMinutes(1))).isFalse();
    assertThat(timeline.isKnown(ofMinutes(3))).isTrue();
    assertThat(timeline.isServing(ofMinutes(2))).isTrue();
    assertThat(at(timeline, ofMinutes(2))).endsWith("jobs_total 120\n");
    assertThat(at(timeline, ofMinutes(4))).endsWith("jobs_total 300\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> timeline.gone(ofMinutes(2)))
        .withMessageContaining("in the order of time");
  }

  @Test
  void aPartOfALifeIsPlayedFromItsOwnBeginningOn() {
    Timeline life =
        Timeline.startingWith(load().gauge("depth", 1))
            .serving(ofMinutes(1), load().gauge("depth", 2))
            .gone(ofMinutes(2))
            .serving(ofMinutes(4), load().gauge("depth", 3));

    Timeline first = Timeline.startingWith(load()).then(ofMinutes(10), life);
    assertThat(first.turns()).containsExactly(ofMinutes(12), ofMinutes(14));

    Timeline part = life.between(ofMinutes(2), ofMinutes(5));
    assertThat(part.turns()).isEmpty();
    assertThat(at(part, Duration.ZERO)).endsWith("depth 2\n");
    assertThat(at(part, ofMinutes(2))).endsWith("depth 3\n");
    assertThat(at(life.between(Duration.ZERO, ofMinutes(2)), ofMinutes(9))).endsWith("depth 2\n");
  }

  @Test
  void aTargetsOwnLabelStepsAsideWhenItIsScraped() {
    assertThat(SeriesId.of("up", "job", "mine", "kind", "a").scraped("shop", "a:1").toString())
        .isEqualTo("up{exported_job=\"mine\",instance=\"a:1\",job=\"shop\",kind=\"a\"}");
  }

  @Test
  void theShortestServiceIsBetweenTwoTimesDown() {
    Load load = Load.load();
    Timeline once = Timeline.startingWith(load).down(ofSeconds(60)).restarting(ofSeconds(90), load);
    assertThat(once.shortestService()).isEmpty();
    assertThat(
            once.down(ofSeconds(150))
                .restarting(ofSeconds(160), load)
                .down(ofSeconds(190))
                .shortestService())
        .contains(ofSeconds(30));
  }
}
