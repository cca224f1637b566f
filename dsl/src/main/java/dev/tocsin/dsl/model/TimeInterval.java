package dev.tocsin.dsl.model;

import dev.tocsin.dsl.alertmanager.Fields;
import dev.tocsin.dsl.origin.Origin;
import dev.tocsin.dsl.routing.TimeSpec;
import dev.tocsin.dsl.schema.Schema;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A named set of times, such as business hours, for routes that are active or muted then: a <a
 * href="https://prometheus.io/docs/alerting/latest/configuration/#time_interval-0">time
 * interval</a>.
 *
 * <pre>{@code
 * timeInterval("support-hours")
 *     .on(MONDAY, THURSDAY).between("08:00", "20:00").in(BERLIN)
 *     .or().on(FRIDAY, FRIDAY).between("08:00", "16:00").in(BERLIN)
 * }</pre>
 *
 * <p>Conditions of one kind widen each other (Monday or Friday), those of several kinds narrow each
 * other (Monday, and in March); {@link #or} begins another set of conditions.
 */
public final class TimeInterval {
  private final String name;
  private final List<Fields> times;
  private final Origin origin;

  private TimeInterval(String name, List<Fields> times, Origin origin) {
    this.name = name;
    this.times = List.copyOf(times);
    this.origin = origin;
  }

  /**
   * A time interval of this name; all the time, until it is narrowed.
   *
   * @throws IllegalArgumentException when the name is empty
   */
  public static TimeInterval timeInterval(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("time interval name \"\" is empty: name the times");
    }
    return new TimeInterval(name, List.of(Fields.NONE), Origin.caller());
  }

  /** {@code weekdays}: this day. */
  public TimeInterval weekdays(DayOfWeek day) {
    return weekdays(day, day);
  }

  /**
   * {@code weekdays}: from {@code first} to {@code last}, both included.
   *
   * @throws IllegalArgumentException when they run over the week's end, which is Saturday's
   */
  public TimeInterval weekdays(DayOfWeek first, DayOfWeek last) {
    if (first.getValue() % 7 > last.getValue() % 7) {
      throw new IllegalArgumentException(
          "days "
              + first
              + " to "
              + last
              + " run over the week's end: Alertmanager's weeks start on Sunday and ranges do not"
              + " wrap; use two");
    }
    return adding("weekdays", range(word(first), word(last)));
  }

  /**
   * {@code times}: from {@code from}, included, to {@code to}, not included, such as 09:00 to
   * 17:00; a day ends at 24:00.
   *
   * @throws IllegalArgumentException when one is no time of day, or they do not run forward
   */
  public TimeInterval times(String from, String to) {
    try {
      TimeSpec.times(from, to);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "hours "
              + from
              + " to "
              + to
              + ": write two times such as 09:00 and 17:00, the later one behind, and two ranges"
              + " around midnight",
          e);
    }
    return adding("times", Fields.NONE.with("start_time", from).with("end_time", to));
  }

  /**
   * {@code days_of_month}: from {@code first} to {@code last}, both included; negative ones count
   * from the month's end, -1 being its last day.
   *
   * @throws IllegalArgumentException when a day is in no month, or they do not run forward
   */
  public TimeInterval daysOfMonth(int first, int last) {
    String text = range(String.valueOf(first), String.valueOf(last));
    TimeSpec.daysOfMonth(text);
    return adding("days_of_month", text);
  }

  /**
   * {@code months}: from {@code first} to {@code last}, both included.
   *
   * @throws IllegalArgumentException when they run over the year's end
   */
  public TimeInterval months(Month first, Month last) {
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "months " + first + " to " + last + " run over the year's end: use two");
    }
    return adding("months", range(word(first), word(last)));
  }

  /**
   * {@code years}: from {@code first} to {@code last}, both included.
   *
   * @throws IllegalArgumentException when they do not run forward
   */
  public TimeInterval years(int first, int last) {
    String text = range(String.valueOf(first), String.valueOf(last));
    TimeSpec.years(text);
    return adding("years", text);
  }

  /**
   * {@code location}: the time zone; UTC without it (Alertmanager 0.25 or newer).
   *
   * @throws IllegalArgumentException when it is an offset, or a name that Alertmanager's machine
   *     would not know
   */
  public TimeInterval location(ZoneId place) {
    String id = place.getId().equals("Z") ? "UTC" : place.getId();
    try {
      TimeSpec.location(id);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "zone " + id + " has no name that Alertmanager knows: use one such as Europe/Berlin", e);
    }
    return with("location", id);
  }

  /** {@code location: Local}: the time zone of the machine that Alertmanager runs on. */
  public TimeInterval localTime() {
    return with("location", "Local");
  }

  /** Or at other times: what follows narrows those, and leaves what was said before alone. */
  public TimeInterval or() {
    List<Fields> more = new ArrayList<>(times);
    more.add(Fields.NONE);
    return new TimeInterval(name, more, origin);
  }

  /** Any other field of the times said last, as Alertmanager's {@code time_interval} names it. */
  public TimeInterval with(String field, Object value) {
    List<Fields> all = new ArrayList<>(times);
    all.set(all.size() - 1, all.get(all.size() - 1).with(field, value));
    return new TimeInterval(name, all, origin);
  }

  private TimeInterval adding(String field, Object range) {
    List<Object> ranges = new ArrayList<>();
    if (times.get(times.size() - 1).asMap().get(field) instanceof List<?> before) {
      ranges.addAll(before);
    }
    ranges.add(range);
    return with(field, List.copyOf(ranges));
  }

  private static String range(String first, String last) {
    return first.equals(last) ? first : first + ":" + last;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  public String name() {
    return name;
  }

  /** The times, any of which will do; each as Alertmanager names its fields, in its order. */
  public List<Fields> times() {
    return times.stream().map(TimeInterval::inOrder).toList();
  }

  private static Fields inOrder(Fields time) {
    Fields ordered = Fields.NONE;
    for (String field : Schema.alertmanager().struct("time_spec").fields().keySet()) {
      Object value = time.asMap().get(field);
      ordered = value == null ? ordered : ordered.with(field, value);
    }
    for (var field : time.asMap().entrySet()) {
      ordered = ordered.with(field.getKey(), field.getValue());
    }
    return ordered;
  }

  /** The line that defined it; not part of equality. */
  public Origin origin() {
    return origin;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeInterval that && that.name.equals(name) && that.times.equals(times);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, times);
  }

  @Override
  public String toString() {
    return name;
  }
}
