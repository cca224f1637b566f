package dev.tocsin.dsl.metric;

/**
 * What a number counts. Prometheus knows <a
 * href="https://prometheus.io/docs/practices/naming/#base-units">base units</a> only, so these do
 * not scale: a quantity of 2 ms is 0.002 {@link Seconds}. Add your own as an interface: {@code
 * interface Tokens extends Unit {}}.
 */
public interface Unit {
  /** A span of time. */
  interface Seconds extends Unit {}

  /** A point in time, in seconds since the epoch. */
  interface Timestamp extends Unit {}

  /** An amount of data. */
  interface Bytes extends Unit {}

  /** A share of a whole, from 0 to 1. */
  interface Ratio extends Unit {}

  /** A number of things: targets, sequences, changes. */
  interface Count extends Unit {}

  /** 1 for true, 0 for false, such as {@code up}: compare with {@link Quantity#TRUE}. */
  interface Bool extends Unit {}

  /** A temperature. */
  interface Celsius extends Unit {}

  /** So many {@code U} for each {@code V}; a rate is {@code Per<U, Seconds>}. */
  interface Per<U extends Unit, V extends Unit> extends Unit {}

  /** An unknown unit, such as that of a raw expression; {@link InstantVector#as} states it. */
  interface Unknown extends Unit {}
}
