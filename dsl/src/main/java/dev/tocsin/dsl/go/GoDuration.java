package dev.tocsin.dsl.go;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations in the two ways in which Go programs write them: <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file">
 * Prometheus'</a> ({@code 1d12h}), and that of <a
 * href="https://pkg.go.dev/time#ParseDuration">time.ParseDuration</a> ({@code 36h}), which knows no
 * days.
 */
public final class GoDuration {
  /** What {@link #milliseconds} gives for a text that is not a duration. */
  public static final long NONE = -1;

  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] MILLISECONDS = {
    365L * 24 * 3600 * 1000, 7L * 24 * 3600 * 1000, 24L * 3600 * 1000, 3600 * 1000, 60_000, 1000, 1
  };

  private static final int HOURS = 3;

  /** Go counts nanoseconds in 63 bits. */
  private static final long LONGEST = Long.MAX_VALUE / 1_000_000;

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern FRACTION = Pattern.compile("-?[0-9]*\\.[0-9]+[a-z]*");
  private static final String PART = "[0-9]+(?:y|w|d|h|ms|m|s)";
  private static final Pattern PARTS = Pattern.compile("(?:" + PART + ")+");
  private static final Pattern UNKNOWN_UNIT =
      Pattern.compile("(?:" + PART + "(?=[0-9]))*+[0-9]+[^0-9]+.*", Pattern.DOTALL);

  private static final Pattern GO_PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOSECONDS =
      Map.of(
          "ns",
          1L,
          "us",
          1_000L,
          "µs",
          1_000L,
          "μs",
          1_000L,
          "ms",
          1_000_000L,
          "s",
          1_000_000_000L,
          "m",
          60_000_000_000L,
          "h",
          3_600_000_000_000L);
  private static final BigInteger GO_LIMIT = BigInteger.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /** Why a text is not a duration, and how to correct it. */
  public record Wrong(String problem, @Nullable String help) {}

  /** A duration as Prometheus writes it, or a bare 0; empty when it is none. */
  public static Optional<Duration> parse(String text) {
    long milliseconds = milliseconds(text);
    return milliseconds == NONE ? Optional.empty() : Optional.of(Duration.ofMillis(milliseconds));
  }

  /**
   * The milliseconds of {@code text}: numbers with units, from the largest to the smallest, each at
   * most once and at most some 292 years in all, or a bare 0; or {@link #NONE}.
   */
  public static long milliseconds(String text) {
    if (text.equals("0")) {
      return 0;
    }
    long sum = 0;
    int unit = -1;
    int i = 0;
    while (i < text.length()) {
      long number = 0;
      int digits = i;
      for (; i < text.length() && isDigit(text.charAt(i)); i++) {
        number = number * 10 + (text.charAt(i) - '0');
        if (number > LONGEST) {
          return NONE;
        }
      }
      int letters = i;
      while (i < text.length() && !isDigit(text.charAt(i))) {
        i++;
      }
      int next = unit(text, letters, i);
      if (letters == digits || next <= unit || number > LONGEST / MILLISECONDS[next]) {
        return NONE;
      }
      unit = next;
      sum += number * MILLISECONDS[unit];
      if (sum > LONGEST) {
        return NONE;
      }
    }
    return text.isEmpty() ? NONE : sum;
  }

  private static int unit(String text, int from, int to) {
    for (int i = 0; i < UNITS.length; i++) {
      if (to - from == UNITS[i].length() && text.startsWith(UNITS[i], from)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** What is wrong with a text that {@link #parse} does not take; empty for one that it takes. */
  public static Optional<Wrong> wrong(String text) {
    if (milliseconds(text) != NONE) {
      return Optional.empty();
    }
    return Optional.of(explained(text));
  }

  private static Wrong explained(String text) {
    if (text.isEmpty()) {
      return new Wrong("invalid duration \"\"", "leave the field out, or write 0s");
    }
    String problem = "invalid duration `" + text + "`";
    if (PARTS.matcher(text).matches()) {
      return isInOrder(text)
          ? new Wrong("`" + text + "` is longer than Prometheus can count, some 292 years", null)
          : new Wrong(
              problem + ": its units do not go from large to small",
              "write y, w, d, h, m, s, ms in this order, each once");
    }
    if (NUMBER.matcher(text).matches()) {
      return new Wrong(problem, "add the unit: " + text + "s or " + text + "m");
    } else if (FRACTION.matcher(text).matches()) {
      return new Wrong(problem, "durations have no fractions: use a smaller unit, such as 500ms");
    } else if (text.startsWith("-")) {
      return new Wrong(problem, "a duration cannot be negative");
    } else if (UNKNOWN_UNIT.matcher(text).matches()) {
      return new Wrong(problem, "the units are y, w, d, h, m, s and ms");
    }
    return new Wrong(problem, "write a number and a unit, such as 5m, 1h30m or 500ms");
  }

  private static boolean isInOrder(String text) {
    // Counts of 0 cannot be too large: what is still refused is the order.
    return milliseconds(text.replaceAll("[0-9]+", "0")) != NONE;
  }

  /** Whether Go's {@code time.ParseDuration} takes it. */
  public static boolean isGoDuration(String text) {
    String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return true;
    }
    if (rest.isEmpty() || rest.length() > 1000) {
      return false;
    }
    Matcher part = GO_PART.matcher(rest);
    BigDecimal sum = BigDecimal.ZERO;
    int at = 0;
    while (at < rest.length()) {
      part.region(at, rest.length());
      if (!part.lookingAt()) {
        return false;
      }
      sum =
          sum.add(
              new BigDecimal(part.group(1))
                  .multiply(BigDecimal.valueOf(NANOSECONDS.getOrDefault(part.group(2), 0L))));
      at = part.end();
    }
    return sum.compareTo(new BigDecimal(GO_LIMIT)) <= 0;
  }

  /**
   * A duration as Prometheus writes it, years and weeks only where nothing is left over: {@code
   * 90d} reads better than {@code 12w6d}.
   *
   * @throws IllegalArgumentException for a negative one, which no file can hold
   */
  public static String text(Duration duration) {
    StringBuilder out = new StringBuilder();
    write(out, notNegative(duration).toMillis());
    return out.toString();
  }

  /** Appends milliseconds, which may be negative, as {@link #text} writes them. */
  public static void write(StringBuilder out, long milliseconds) {
    long rest = milliseconds;
    if (rest < 0) {
      out.append('-');
      rest = -rest;
    }
    if (rest == 0) {
      out.append("0s");
      return;
    }
    units(out, rest, 0);
  }

  private static void units(StringBuilder out, long milliseconds, int largest) {
    long rest = milliseconds;
    for (int i = largest; i < UNITS.length; i++) {
      boolean years = i < 2; // or weeks
      if (rest >= MILLISECONDS[i] && (!years || rest % MILLISECONDS[i] == 0)) {
        out.append(rest / MILLISECONDS[i]).append(UNITS[i]);
        rest %= MILLISECONDS[i];
      }
    }
  }

  /**
   * A duration as {@code time.ParseDuration} reads it: {@code 36h}.
   *
   * @throws IllegalArgumentException for a negative one
   */
  public static String goText(Duration duration) {
    StringBuilder out = new StringBuilder();
    units(out, notNegative(duration).toMillis(), HOURS);
    return out.isEmpty() ? "0s" : out.toString();
  }

  private static Duration notNegative(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration " + duration + " is negative: use zero or more");
    }
    return duration;
  }
}
