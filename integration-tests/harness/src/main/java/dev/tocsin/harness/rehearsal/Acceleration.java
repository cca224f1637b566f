package dev.tocsin.harness.rehearsal;

import dev.tocsin.dsl.promql.Expr;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * Makes an expression fit for a rehearsal in which time is compressed: what takes an hour in
 * production takes an hour divided by the factor S, and alerts fire at the same values.
 *
 * <p><b>In virtual time</b> (the default) an exporter plays scripted series S times as fast as they
 * are meant, and a timestamp among their values is virtual too: the virtual clock agrees with the
 * real one at the {@linkplain #anchoredAt anchor} and runs S times as fast from there. Prometheus
 * knows only the real clock, so the expression is rewritten to give the values of virtual time:
 *
 * <ul>
 *   <li>Ranges, subquery ranges and steps, and offsets are divided by S.
 *   <li>{@code rate}, {@code irate} and {@code deriv} come out S times too large and are divided by
 *       S. {@code increase}, {@code delta} and {@code idelta} are right as they are: a window that
 *       is S times as short sees as much change.
 *   <li>{@code predict_linear}'s horizon is divided by S; the value that it predicts is right then.
 *   <li>{@code time()}, {@code timestamp(v)} and {@code ts_of_…_over_time} become virtual: {@code t
 *       * S - anchor * (S - 1)}, and so do {@code hour()} and its like. {@code @ <timestamp>},
 *       which means a virtual time, becomes the real one. All of this needs the anchor.
 * </ul>
 *
 * <p><b>{@linkplain #inRealTime In real time}</b> a real service runs at its own speed, and only
 * the rules are made quicker:
 *
 * <ul>
 *   <li>Ranges, steps and offsets are divided by S, as above.
 *   <li>{@code rate}, {@code irate} and {@code deriv} are per second, and stay.
 *   <li>{@code increase}, {@code delta} and {@code idelta} see S times as little change, and are
 *       multiplied by S: {@code increase(errors[1h]) > 20} still means twenty an hour.
 *   <li>{@code predict_linear}'s horizon, {@code time()} and timestamps keep their meaning, and
 *       stay. {@code @ <timestamp>} is refused: a rehearsal has no data at a fixed time.
 * </ul>
 *
 * <p>In both, the scrape and evaluation intervals and the lookback delta ({@code
 * --query.lookback-delta}) have to shrink by S too; then {@code count_over_time}, {@code
 * sum_over_time}, {@code changes} and {@code resets} see as many samples as before.
 *
 * <p>The factor S is carried outwards as far as it can be, and dropped where it cancels: a ratio of
 * two rates and {@code histogram_quantile} over rates stay as they are but for their windows, and
 * {@code sum(rate(x[5m])) > 10} becomes {@code sum(rate(x[2s])) / 150 > 10}.
 *
 * <p>Durations are rounded to whole milliseconds, the finest that Prometheus knows. An expression
 * is refused, with all reasons at once, when a window would be too short, when a duration would
 * vanish, or when it holds raw text or an unknown function. In virtual time a window keeps its
 * number of scrapes whatever the factor; what it loses is the time by which a scrape may be late
 * before {@code rate} has too few in its window, or a value that is wrong by more than scenarios
 * leave room for. So it must be two scrape intervals long and {@value #LATE} ms more: of scrapes
 * every 15 s a factor of 150 takes {@code [75s]}, and {@code [1m]} one of 100. In real time a
 * window shrinks and the scrapes in it become fewer, and it must hold {@value #SCRAPES}.
 */
@API(status = API.Status.INTERNAL)
public final class Acceleration {
  /** In real time a window over fewer scrapes gives {@code rate} too little to work with. */
  static final int SCRAPES = 5;

  /** Without so many {@code rate} has no value. */
  static final int FEWEST = 2;

  /**
   * What a window holds besides, in milliseconds. With 200, four scrapes every 100 ms, a build
   * beside it made rates wrong by more than 5 %.
   */
  static final int LATE = 300;

  private static final Duration DEFAULT_SCRAPE_INTERVAL = Duration.ofMillis(100);

  private final double factor;
  private final boolean realTime;
  private final @Nullable Instant anchor;
  private final Duration scrapeInterval;

  private Acceleration(
      double factor, boolean realTime, @Nullable Instant anchor, Duration scrapeInterval) {
    this.factor = factor;
    this.realTime = realTime;
    this.anchor = anchor;
    this.scrapeInterval = scrapeInterval;
  }

  /**
   * Compresses by this factor, for series in virtual time that are scraped every 100 ms.
   *
   * @throws IllegalArgumentException when the factor is below 1 or not finite
   */
  public static Acceleration by(double factor) {
    if (!(factor >= 1) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException(
          "compression factor " + factor + " must be a finite number of at least 1");
    }
    return new Acceleration(factor, false, null, DEFAULT_SCRAPE_INTERVAL);
  }

  /** For a real service, whose counters and timestamps keep their own speed. */
  public Acceleration inRealTime() {
    return new Acceleration(factor, true, null, scrapeInterval);
  }

  /** For series in virtual time, whose clock agrees with the real one at this instant. */
  public Acceleration anchoredAt(Instant moment) {
    return new Acceleration(factor, false, Objects.requireNonNull(moment), scrapeInterval);
  }

  /**
   * With this much real time between two scrapes during the rehearsal.
   *
   * @throws IllegalArgumentException when it is below a millisecond
   */
  public Acceleration scrapedEvery(Duration interval) {
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException(
          "scrape interval " + interval + " must be at least a millisecond");
    }
    return new Acceleration(factor, realTime, anchor, interval);
  }

  /** How many times as fast time runs. */
  public double factor() {
    return factor;
  }

  /** Whether a real service is rehearsed, not scripted series in virtual time. */
  public boolean isRealTime() {
    return realTime;
  }

  /** The expression for the rehearsal, or all reasons why there can be none. */
  public AcceleratedExpr apply(Expr expr) {
    return new Accelerator(this).run(expr);
  }

  /**
   * A {@code for}, {@code keep_firing_for} or interval for the rehearsal, in whole milliseconds and
   * at least one, but nothing for nothing.
   */
  public Duration apply(Duration duration) {
    if (duration.isZero()) {
      return duration;
    }
    return Duration.ofMillis(Math.max(1, Math.round(duration.toMillis() / factor)));
  }

  @Nullable Instant anchor() {
    return anchor;
  }

  Duration shortestWindow() {
    return realTime
        ? scrapeInterval.multipliedBy(SCRAPES)
        : scrapeInterval.multipliedBy(FEWEST).plusMillis(LATE);
  }

  Duration scrapeInterval() {
    return scrapeInterval;
  }
}
