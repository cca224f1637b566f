package dev.tocsin.harness.series;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time that scripted series live in. It agrees with the machine's clock at the anchor, and runs
 * a fixed number of times as fast from there.
 */
public final class VirtualClock {
  private static final double NANOS = 1e9;

  private final Instant anchor;
  private final double speed;
  private final InstantSource source;

  private VirtualClock(Instant anchor, double speed, InstantSource source) {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException(
          "virtual time at speed " + speed + " does not run: use a finite number above 0");
    }
    this.anchor = anchor;
    this.speed = speed;
    this.source = source;
  }

  /** Virtual time that begins now and runs {@code speed} times as fast as the machine's clock. */
  public static VirtualClock startingNow(double speed) {
    // Whole milliseconds: the anchor is also written into expressions, which know nothing finer.
    return new VirtualClock(
        Instant.ofEpochMilli(System.currentTimeMillis()), speed, InstantSource.system());
  }

  /**
   * Virtual time that runs as fast as the machine's clock and began at this instant, for a case
   * that has been going on for a while.
   */
  public static VirtualClock runningSince(Instant anchor) {
    return new VirtualClock(anchor, 1, InstantSource.system());
  }

  /** Virtual time by another clock; for tests. */
  static VirtualClock of(Instant anchor, double speed, InstantSource source) {
    return new VirtualClock(anchor, speed, source);
  }

  /** The instant at which virtual and real time agree. */
  public Instant anchor() {
    return anchor;
  }

  /** How many times as fast it runs. */
  public double speed() {
    return speed;
  }

  /** Virtual time since the anchor. */
  public Duration elapsed() {
    return elapsedAt(source.instant());
  }

  /** Virtual time between the anchor and a real instant. */
  public Duration elapsedAt(Instant real) {
    return scaled(Duration.between(anchor, real), speed);
  }

  /** How long this much virtual time takes. */
  public Duration inReal(Duration virtual) {
    return scaled(virtual, 1 / speed);
  }

  /** How much virtual time passes meanwhile. */
  public Duration inVirtual(Duration real) {
    return scaled(real, speed);
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos(
        Math.round((duration.getSeconds() * NANOS + duration.getNano()) * factor));
  }

  @Override
  public String toString() {
    return "virtual time, " + speed + " times as fast as real since " + anchor;
  }
}
