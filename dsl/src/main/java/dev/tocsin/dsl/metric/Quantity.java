package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.metric.Unit.Bytes;
import dev.tocsin.dsl.metric.Unit.Celsius;
import dev.tocsin.dsl.metric.Unit.Count;
import dev.tocsin.dsl.metric.Unit.Per;
import dev.tocsin.dsl.metric.Unit.Ratio;
import dev.tocsin.dsl.metric.Unit.Seconds;
import dev.tocsin.dsl.metric.Unit.Timestamp;
import java.time.Duration;

/**
 * A number with its unit, such as the threshold of an alert.
 *
 * @param <U> what it counts
 */
public final class Quantity<U extends Unit> {
  private final double value;

  private Quantity(double value) {
    this.value = value;
  }

  /** So many of a unit of your own: {@code quantity(10, Tokens.class)}. */
  public static <U extends Unit> Quantity<U> quantity(double value, Class<U> unit) {
    return new Quantity<>(value);
  }

  public static Quantity<Seconds> seconds(double value) {
    return new Quantity<>(value);
  }

  public static Quantity<Seconds> milliseconds(double value) {
    return new Quantity<>(value / 1000);
  }

  /** A duration as seconds. */
  public static Quantity<Seconds> lasting(Duration duration) {
    return new Quantity<>(duration.toMillis() / 1000.0);
  }

  /** A point in time, in seconds since the epoch. */
  public static Quantity<Timestamp> timestamp(double secondsSinceEpoch) {
    return new Quantity<>(secondsSinceEpoch);
  }

  public static Quantity<Bytes> bytes(double value) {
    return new Quantity<>(value);
  }

  public static Quantity<Bytes> mebibytes(double value) {
    return new Quantity<>(value * (1 << 20));
  }

  public static Quantity<Bytes> gibibytes(double value) {
    return new Quantity<>(value * (1 << 30));
  }

  /** A share: {@code percent(5)} is 0.05. */
  public static Quantity<Ratio> percent(double value) {
    return new Quantity<>(value / 100);
  }

  /** A share from 0 to 1. */
  public static Quantity<Ratio> ratio(double value) {
    return new Quantity<>(value);
  }

  /** A number of things. */
  public static Quantity<Count> count(double value) {
    return new Quantity<>(value);
  }

  public static Quantity<Celsius> celsius(double value) {
    return new Quantity<>(value);
  }

  /** This many in each second. */
  public Quantity<Per<U, Seconds>> perSecond() {
    return new Quantity<>(value);
  }

  /** This many for each {@code V}. */
  public <V extends Unit> Quantity<Per<U, V>> per(Class<V> unit) {
    return new Quantity<>(value);
  }

  /** The number, in the unit's base. */
  public double value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantity && ((Quantity<?>) other).value == value;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(value);
  }

  @Override
  public String toString() {
    return Double.toString(value);
  }
}
