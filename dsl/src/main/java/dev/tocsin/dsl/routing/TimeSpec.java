package dev.tocsin.dsl.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * One entry of a time interval, after Alertmanager's <a
 * href="https://github.com/prometheus/alertmanager/blob/v0.33.1/timeinterval/timeinterval.go">timeinterval</a>.
 * All parts that are present must hold, and of each part one range. A part that is present and has
 * no range never holds.
 *
 * @param times minutes of the day, the last not included
 * @param weekdays days of the week, Sunday being 0
 * @param daysOfMonth days of the month, negative ones counting from its end
 * @param months months, January being 1
 * @param years years
 * @param zone by whose clocks; empty for UTC
 */
public record TimeSpec(
    Optional<List<Range>> times,
    Optional<List<Range>> weekdays,
    Optional<List<Range>> daysOfMonth,
    Optional<List<Range>> months,
    Optional<List<Range>> years,
    Optional<ZoneId> zone) {
  private static final List<String> WEEKDAYS =
      List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");
  private static final List<String> MONTHS =
      List.of(
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");
  private static final Pattern TIME = Pattern.compile("(([01][0-9]|2[0-3]):[0-5][0-9])|24:00");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

  /** Names in the time zone database that Java leaves out or would take for something else. */
  private static final Map<String, ZoneId> MORE_ZONES =
      Map.of(
          "", ZoneOffset.UTC,
          "EST", ZoneOffset.ofHours(-5),
          "MST", ZoneOffset.ofHours(-7),
          "HST", ZoneOffset.ofHours(-10),
          "ROC", ZoneId.of("Asia/Taipei"),
          "Factory", ZoneOffset.UTC,
          // Since 2025, and not in the tables of older JDKs: the two have the same time.
          "America/Coyhaique", ZoneId.of("America/Punta_Arenas"));

  /**
   * A range.
   *
   * @param begin the first
   * @param end the last; for times of the day, the first behind it
   */
  public record Range(int begin, int end) {
    private boolean has(int value) {
      return begin <= value && value <= end;
    }
  }

  public TimeSpec {
    times = times.map(List::copyOf);
    weekdays = weekdays.map(List::copyOf);
    daysOfMonth = daysOfMonth.map(List::copyOf);
    months = months.map(List::copyOf);
    years = years.map(List::copyOf);
  }

  /** Whether the instant is in it. */
  public boolean contains(Instant time) {
    ZonedDateTime t = time.atZone(zone.orElse(ZoneOffset.UTC));
    int minute = t.getHour() * 60 + t.getMinute();
    return any(times, range -> minute >= range.begin && minute < range.end)
        && any(daysOfMonth, range -> holdsOnDay(range, t))
        && any(months, range -> range.has(t.getMonthValue()))
        && any(weekdays, range -> range.has(t.getDayOfWeek().getValue() % 7))
        && any(years, range -> range.has(t.getYear()));
  }

  private static boolean any(Optional<List<Range>> ranges, Predicate<Range> holds) {
    return ranges.map(some -> some.stream().anyMatch(holds)).orElse(true);
  }

  private static boolean holdsOnDay(Range range, ZonedDateTime t) {
    int length = daysInMonth(t);
    int begin = range.begin < 0 ? length + range.begin + 1 : range.begin;
    int end = range.end < 0 ? length + range.end + 1 : range.end;
    if (begin > length) {
      return false;
    }
    return new Range(Math.max(begin, -length), Math.min(Math.max(end, -length), length))
        .has(t.getDayOfMonth());
  }

  /**
   * The length of the month in whole days of 24 hours. A month in which clocks go forward comes out
   * one day short, and with it every negative day: so it is in Alertmanager up to 0.34.0 (<a
   * href="https://github.com/prometheus/alertmanager/pull/5447">#5447</a>).
   */
  private static int daysInMonth(ZonedDateTime t) {
    ZonedDateTime start = t.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
    return (int) (Duration.between(start, start.plusMonths(1)).toHours() / 24);
  }

  /**
   * A range of {@code times}, such as 09:00 to 17:00.
   *
   * @throws IllegalArgumentException when it is none; the message is Alertmanager's
   */
  public static Range times(String start, String end) {
    if (start.isEmpty() || end.isEmpty()) {
      throw new IllegalArgumentException("both start and end times must be provided");
    }
    Range range = new Range(minute(start), minute(end));
    if (range.begin >= range.end) {
      throw new IllegalArgumentException("start time cannot be equal or greater than end time");
    }
    return range;
  }

  /** Whether a text is a time of the day as Alertmanager writes it, from 00:00 to 24:00. */
  public static boolean isTime(String text) {
    return TIME.matcher(text).matches();
  }

  private static int minute(String text) {
    if (!isTime(text)) {
      throw new IllegalArgumentException("couldn't parse timestamp " + text + ", invalid format");
    }
    return Integer.parseInt(text.substring(0, 2)) * 60 + Integer.parseInt(text.substring(3));
  }

  /**
   * A range of {@code weekdays}, such as {@code monday:friday}.
   *
   * @throws IllegalArgumentException when it is none; the message is Alertmanager's
   */
  public static Range weekdays(String text) {
    Range range =
        range(
            text,
            day -> {
              int index = WEEKDAYS.indexOf(day);
              if (index < 0) {
                throw new IllegalArgumentException(day + " is not a valid weekday");
              }
              return index;
            });
    if (range.begin > range.end) {
      throw new IllegalArgumentException("start day cannot be before end day");
    }
    return range;
  }

  /**
   * A range of {@code days_of_month}, such as {@code 1:15} or {@code -3:-1}.
   *
   * @throws IllegalArgumentException when it is none; the message is Alertmanager's
   */
  public static Range daysOfMonth(String text) {
    Range range = range(text, TimeSpec::number);
    for (int day : new int[] {range.begin, range.end}) {
      if (day == 0 || day < -31 || day > 31) {
        throw new IllegalArgumentException(day + " is not a valid day of the month: out of range");
      }
    }
    if (range.begin < 0 && range.end > 0) {
      throw new IllegalArgumentException("end day must be negative if start day is negative");
    }
    int begin = range.begin < 0 ? 28 + range.begin : range.begin;
    int end = range.end < 0 ? 28 + range.end : range.end;
    if (begin > end) {
      throw new IllegalArgumentException(
          "end day " + range.end + " is always before start day " + range.begin);
    }
    return range;
  }

  /**
   * A range of {@code months}, by name or number, such as {@code january:march}. Alertmanager takes
   * numbers that no month has; they never hold.
   *
   * @throws IllegalArgumentException when it is none; the message is Alertmanager's
   */
  public static Range months(String text) {
    Range range =
        range(
            text,
            month -> {
              int index = MONTHS.indexOf(month);
              if (index >= 0) {
                return index + 1;
              }
              if (!NUMBER.matcher(month).matches()) {
                throw new IllegalArgumentException(month + " is not a valid month");
              }
              return number(month);
            });
    if (range.begin > range.end) {
      throw new IllegalArgumentException(
          "end month " + month(range.end) + " is before start month " + month(range.begin));
    }
    return range;
  }

  private static String month(int number) {
    return number >= 1 && number <= 12 ? MONTHS.get(number - 1) : "";
  }

  /**
   * A range of {@code years}, such as {@code 2026:2028}.
   *
   * @throws IllegalArgumentException when it is none; the message is Alertmanager's
   */
  public static Range years(String text) {
    Range range = range(text, TimeSpec::number);
    if (range.begin > range.end) {
      throw new IllegalArgumentException(
          "end year " + range.end + " is before start year " + range.begin);
    }
    return range;
  }

  /**
   * The zone of {@code location}: a name of the time zone database, {@code UTC}, or {@code Local}
   * for the clocks of the machine.
   *
   * @throws IllegalArgumentException when there is none of this name; the message is Go's
   */
  public static ZoneId location(String name) {
    if (name.equals("Local")) {
      return ZoneId.systemDefault();
    }
    String plain = name.startsWith("posix/") ? name.substring("posix/".length()) : name;
    ZoneId more = MORE_ZONES.get(plain);
    if (more != null) {
      return more;
    }
    // Java keeps SystemV's names, which the time zone database has dropped.
    if (plain.startsWith("SystemV/") || !ZoneRulesProvider.getAvailableZoneIds().contains(plain)) {
      throw new IllegalArgumentException("unknown time zone " + name);
    }
    return ZoneId.of(plain);
  }

  private static Range range(String text, ToIntFunction<String> member) {
    String lower = text.toLowerCase(Locale.ROOT);
    String[] parts = lower.split(":", -1);
    if (parts.length > 2) {
      throw new IllegalArgumentException("couldn't parse range " + lower + ", invalid format");
    }
    int begin = member.applyAsInt(parts[0]);
    return new Range(begin, parts.length == 1 ? begin : member.applyAsInt(parts[1]));
  }

  private static int number(String text) {
    try {
      if (NUMBER.matcher(text).matches()) {
        return Integer.parseInt(text);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\": value out of range", e);
    }
    throw new IllegalArgumentException("\"" + text + "\" is not a number");
  }
}
