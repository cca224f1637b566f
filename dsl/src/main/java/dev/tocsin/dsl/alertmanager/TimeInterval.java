package dev.tocsin.dsl.alertmanager;

import dev.tocsin.dsl.origin.Origin;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A named set of times, such as business hours, for routes that are active or muted then: a <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#time_interval-0">time
 * interval</a>.
 */
public final class TimeInterval {
  /** Days that a time interval may hold on, first and last included. */
  public record Days(DayOfWeek first, DayOfWeek last) {
    public Days {
      if (first.getValue() % 7 > last.getValue() % 7) {
        throw new IllegalArgumentException(
            "days "
                + first
                + " to "
                + last
                + " run over the week's end: Alertmanager's weeks"
                + " start on Sunday and ranges do not wrap; use two");
      }
    }
  }

  /** Times of day that a time interval may hold at, the first included, the last not. */
  public record Hours(LocalTime from, LocalTime to, boolean untilMidnight) {
    public Hours {
      if (!untilMidnight && !from.isBefore(to)) {
        throw new IllegalArgumentException(
            "hours " + from + " to " + to + " do not run forward: use two ranges around midnight");
      }
    }
  }

  private final String name;
  private final List<Days> days;
  private final List<Hours> hours;
  private final Optional<ZoneId> zone;
  private final Origin origin;

  private TimeInterval(
      String name, List<Days> days, List<Hours> hours, Optional<ZoneId> zone, Origin origin) {
    this.name = name;
    this.days = List.copyOf(days);
    this.hours = List.copyOf(hours);
    this.zone = zone;
    this.origin = origin;
  }

  /** A time interval of this name; all the time, until it is narrowed. */
  public static TimeInterval timeInterval(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("time interval name \"\" is empty: name the times");
    }
    return new TimeInterval(name, List.of(), List.of(), Optional.empty(), Origin.caller());
  }

  /** On the days from {@code first} to {@code last}, both included. */
  public TimeInterval on(DayOfWeek first, DayOfWeek last) {
    return new TimeInterval(name, append(days, new Days(first, last)), hours, zone, origin);
  }

  /** From {@code from}, included, to {@code to}, not included, such as 09:00 to 17:00. */
  public TimeInterval between(String from, String to) {
    Hours more =
        to.equals("24:00")
            ? new Hours(LocalTime.parse(from), LocalTime.MIDNIGHT, true)
            : new Hours(LocalTime.parse(from), LocalTime.parse(to), false);
    return new TimeInterval(name, days, append(hours, more), zone, origin);
  }

  /** By the clocks of this zone, summer time included; without it, UTC. */
  public TimeInterval in(ZoneId place) {
    return new TimeInterval(name, days, hours, Optional.of(place), origin);
  }

  private static <T> List<T> append(List<T> some, T more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }

  public String name() {
    return name;
  }

  /** The days on which it holds; empty for every day. */
  public List<Days> days() {
    return days;
  }

  /** The times of day at which it holds; empty for all day. */
  public List<Hours> hours() {
    return hours;
  }

  /** By whose clocks; empty for UTC. */
  public Optional<ZoneId> zone() {
    return zone;
  }

  /** The line that defined it; no part of equality. */
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeInterval
        && ((TimeInterval) other).name.equals(name)
        && ((TimeInterval) other).days.equals(days)
        && ((TimeInterval) other).hours.equals(hours)
        && ((TimeInterval) other).zone.equals(zone);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, days, hours, zone);
  }

  @Override
  public String toString() {
    return name;
  }
}
