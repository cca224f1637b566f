package dev.tocsin.dsl.metric;

import dev.tocsin.dsl.promql.Expr;
import java.time.Duration;

/**
 * A number with its unit, such as the threshold of an alert.
 *
 * @param <U> its unit
 */
public final class Quantity<U extends Unit> extends Scalar<U> {
  /** 1, the value of a metric that is true, such as {@code up}. */
  public static final Quantity<Bool> TRUE = new Quantity<>(1);

  /** 0, the value of a metric that is false. */
  public static final Quantity<Bool> FALSE = new Quantity<>(0);

  private final double value;

  private Quantity(double value) {
    super(Expr.NumberLiteral.of(value));
    this.value = value;
  }

  /** A number of a unit of your own: {@code quantity(10, Tokens.class)}. */
  public static <U extends Unit> Quantity<U> quantity(double value, Class<U> unit) {
    return new Quantity<>(value);
  }

  /** A number of seconds. */
  public static Quantity<Seconds> seconds(double value) {
    return new Quantity<>(value);
  }

  /** A number of milliseconds, in seconds. */
  public static Quantity<Seconds> milliseconds(double value) {
    return new Quantity<>(value / 1000);
  }

  /** A duration, in seconds. */
  public static Quantity<Seconds> seconds(Duration duration) {
    return new Quantity<>(duration.toMillis() / 1000.0);
  }

  /** A point in time, in seconds since the epoch. */
  public static Quantity<Timestamp> timestamp(double secondsSinceEpoch) {
    return new Quantity<>(secondsSinceEpoch);
  }

  /** A number of bytes. */
  public static Quantity<Bytes> bytes(double value) {
    return new Quantity<>(value);
  }

  /** A number of MiB, in bytes. */
  public static Quantity<Bytes> mebibytes(double value) {
    return new Quantity<>(value * (1 << 20));
  }

  /** A number of GiB, in bytes. */
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

  /** A temperature in degrees Celsius. */
  public static Quantity<Celsius> celsius(double value) {
    return new Quantity<>(value);
  }

  /** This many per second. */
  public Quantity<Per<U, Seconds>> perSecond() {
    return new Quantity<>(value);
  }

  /** This many per {@code V}. */
  public <V extends Unit> Quantity<Per<U, V>> per(Class<V> unit) {
    return new Quantity<>(value);
  }

  /** The number, in the base unit. */
  public double value() {
    return value;
  }
}
