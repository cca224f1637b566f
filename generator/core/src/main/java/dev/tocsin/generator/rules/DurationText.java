package dev.tocsin.generator.rules;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Durations as <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#configuration-file">
 * Prometheus writes them</a>: {@code 1h30m}, units from large to small, or a bare 0.
 */
final class DurationText {
  private static final List<String> UNITS = List.of("y", "w", "d", "h", "m", "s", "ms");
  private static final long[] NANOSECONDS = {
    365L * 24 * 3600 * 1_000_000_000L,
    7L * 24 * 3600 * 1_000_000_000L,
    24L * 3600 * 1_000_000_000L,
    3600L * 1_000_000_000L,
    60L * 1_000_000_000L,
    1_000_000_000L,
    1_000_000L
  };
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(63);
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]*\\.[0-9]+[a-z]*");

  private DurationText() {}

  /** A duration, or what is wrong with it and how to mend it. */
  record Result(long nanoseconds, @Nullable String problem, @Nullable String help) {}

  static Result parse(String text) {
    if (text.equals("0")) {
      return new Result(0, null, null);
    }
    if (text.isEmpty()) {
      return wrong("an empty text is no duration", "leave the field out, or write 0s");
    }
    BigInteger sum = BigInteger.ZERO;
    int lastUnit = -1;
    int at = 0;
    while (at < text.length()) {
      int digits = at;
      while (digits < text.length() && isDigit(text.charAt(digits))) {
        digits++;
      }
      int end = digits;
      while (end < text.length() && !isDigit(text.charAt(end))) {
        end++;
      }
      String number = text.substring(at, digits);
      String unit = text.substring(digits, end);
      int index = UNITS.indexOf(unit);
      if (number.isEmpty() || unit.isEmpty() || index < 0) {
        return malformed(text, number, unit);
      }
      if (index <= lastUnit) {
        return wrong(
            "`" + text + "` is no duration: its units do not go from large to small",
            "write y, w, d, h, m, s, ms in this order, each once");
      }
      lastUnit = index;
      BigInteger part = new BigInteger(number).multiply(BigInteger.valueOf(NANOSECONDS[index]));
      sum = sum.add(part);
      if (sum.compareTo(LIMIT) >= 0) {
        return wrong("`" + text + "` is longer than Prometheus can count, some 292 years", null);
      }
      at = end;
    }
    return new Result(sum.longValueExact(), null, null);
  }

  private static Result malformed(String text, String number, String unit) {
    String help = "write a number and a unit, such as 5m, 1h30m or 500ms";
    if (NUMBER.matcher(text).matches()) {
      help = "add the unit: " + text + "s or " + text + "m";
    } else if (DECIMAL.matcher(text).matches()) {
      help = "there are no fractions: use a smaller unit, such as 500ms";
    } else if (text.startsWith("-")) {
      help = "a duration cannot be negative";
    } else if (!number.isEmpty() && !unit.isEmpty()) {
      help = "the units are y, w, d, h, m, s and ms";
    }
    return wrong("`" + text + "` is no duration", help);
  }

  private static Result wrong(String problem, @Nullable String help) {
    return new Result(0, problem, help);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
