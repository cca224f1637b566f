package dev.tocsin.dsl.promql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Text as Prometheus, which is written in Go, writes it: quoted strings, numbers and durations.
 *
 * <p>Go strings are bytes. Bytes that are not UTF-8 (PromQL can write them as {@code "\xff"}) are
 * kept in a Java string as lone low surrogates U+DC80 to U+DCFF, one for each byte.
 */
final class GoText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long WEEK = 7 * DAY;
  private static final long YEAR = 365 * DAY;

  private GoText() {}

  /** Appends {@code text} as Go's {@code %q} writes it. */
  static void quote(StringBuilder out, String text) {
    out.append('"');
    int length = text.length();
    for (int i = 0; i < length; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c == '"' || c == '\\') {
        out.append('\\').append((char) c);
      } else if (c >= ' ' && c < 0x7f) {
        out.append((char) c);
      } else {
        escape(out, c);
      }
    }
    out.append('"');
  }

  private static void escape(StringBuilder out, int c) {
    switch (c) {
      case 7 -> out.append("\\a");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case 11 -> out.append("\\v");
      default -> {
        if (c >= 0xDC80 && c <= 0xDCFF) {
          hex(out.append("\\x"), c - 0xDC00, 2);
        } else if (c >= 0xD800 && c <= 0xDFFF) {
          out.append("\\ufffd"); // no byte string holds it
        } else if (c < ' ' || c == 0x7f) {
          hex(out.append("\\x"), c, 2);
        } else if (Printable.is(c)) {
          out.appendCodePoint(c);
        } else if (c < 0x10000) {
          hex(out.append("\\u"), c, 4);
        } else {
          hex(out.append("\\U"), c, 8);
        }
      }
    }
  }

  private static void hex(StringBuilder out, int value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      out.append(HEX[(value >> shift) & 15]);
    }
  }

  /** Appends the shortest decimal without exponent that reads back as {@code value}. */
  static void number(StringBuilder out, double value) {
    if (Double.isNaN(value)) {
      out.append("NaN");
    } else if (Double.isInfinite(value)) {
      out.append(value > 0 ? "+Inf" : "-Inf");
    } else if (value == 0) {
      out.append(1 / value < 0 ? "-0" : "0");
    } else if (value == (long) value && Math.abs(value) < 1L << 53) {
      out.append((long) value);
    } else {
      out.append(shortest(value).toPlainString());
    }
  }

  /**
   * The decimal with the fewest digits that reads back as {@code value}. {@link
   * Double#toString(double)} finds it only from Java 19 on, but one of at most 15 digits is always
   * right, unless the number is subnormal.
   */
  private static BigDecimal shortest(double value) {
    BigDecimal candidate = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    boolean subnormal = Math.abs(value) < Double.MIN_NORMAL;
    if (candidate.precision() > 15 || subnormal) {
      BigDecimal exact = new BigDecimal(value);
      for (int digits = subnormal ? 1 : 15; digits < candidate.precision(); digits++) {
        BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (rounded.doubleValue() == value) {
          candidate = rounded.stripTrailingZeros();
          break;
        }
      }
    }
    return candidate.scale() < 0 ? candidate.setScale(0) : candidate;
  }

  /** Appends a duration as Prometheus writes it: {@code 1h30m}, but {@code 90d} for 90 days. */
  static void duration(StringBuilder out, long milliseconds) {
    long rest = milliseconds;
    if (rest < 0) {
      out.append('-');
      rest = -rest;
    }
    if (rest == 0) {
      out.append("0s");
      return;
    }
    // Years and weeks only where nothing is left over: 90d reads better than 12w6d.
    if (rest % YEAR == 0) {
      rest = unit(out, rest, YEAR, "y");
    }
    if (rest % WEEK == 0) {
      rest = unit(out, rest, WEEK, "w");
    }
    rest = unit(out, rest, DAY, "d");
    rest = unit(out, rest, HOUR, "h");
    rest = unit(out, rest, MINUTE, "m");
    rest = unit(out, rest, SECOND, "s");
    unit(out, rest, 1, "ms");
  }

  private static long unit(StringBuilder out, long milliseconds, long unit, String name) {
    if (milliseconds >= unit) {
      out.append(milliseconds / unit).append(name);
    }
    return milliseconds % unit;
  }

  /** Appends milliseconds since the epoch as Go's {@code %.3f} writes seconds. */
  static void timestamp(StringBuilder out, long milliseconds) {
    out.append(
        new BigDecimal(milliseconds / 1000.0).setScale(3, RoundingMode.HALF_EVEN).toPlainString());
  }

  /** Whether {@code name} can stand as a metric's name without quotes, keywords aside. */
  static boolean isMetricName(String name) {
    return isName(name, true);
  }

  /** Whether {@code name} can stand as a label's name in a selector without quotes. */
  static boolean isLabelName(String name) {
    return isName(name, false);
  }

  /** Whether the text holds no bytes that are not UTF-8. */
  static boolean isUtf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isName(String name, boolean colons) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean ok =
          c == '_'
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (i > 0 && c >= '0' && c <= '9')
              || (colons && c == ':');
      if (!ok) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /** Compares as Go compares: by bytes of UTF-8, which is by code points. */
  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points behind U+FFFF.
        return Integer.compare(
            Character.isSurrogate(x) ? x + 0x10000 : x, Character.isSurrogate(y) ? y + 0x10000 : y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
