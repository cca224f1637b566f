package dev.tocsin.dsl.go;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as Prometheus writes them, and as PromQL reads them: an integer by <a
 * href="https://pkg.go.dev/strconv#ParseInt">Go's rules</a> (hexadecimal, octal with a leading 0,
 * underscores), and what is none as a decimal fraction.
 */
public final class GoNumber {
  /** More digits than this are what binary fractions leave behind. */
  private static final MathContext READABLE = new MathContext(14);

  private GoNumber() {}

  /**
   * The number that {@code text}, which the lexer let pass, stands for. NaN for what is no number,
   * which {@link #isNaN} tells from what is written so.
   */
  public static double parse(String text) {
    if ((text.charAt(0) | 0x20) == 'i') {
      return Double.POSITIVE_INFINITY;
    }
    if (isNaN(text)) {
      return Double.NaN;
    }
    if (text.indexOf('_') >= 0 && !underscoresSeparateDigits(text)) {
      return Double.NaN;
    }
    String digits = text.indexOf('_') >= 0 ? text.replace("_", "") : text;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      if ((digits.charAt(1) | 0x20) == 'x') {
        return integer(digits.substring(2), 16);
      }
      double octal = integer(digits.substring(1), 8);
      if (!Double.isNaN(octal)) {
        return octal;
      }
    }
    return decimal(digits);
  }

  /** Whether {@code text}, which the lexer let pass, is NaN in whatever case. */
  public static boolean isNaN(String text) {
    return (text.charAt(0) | 0x20) == 'n';
  }

  /** An integer of at most 63 bits; else NaN. */
  private static double integer(String digits, int base) {
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = hexValue(digits.charAt(i));
      if (digit >= base || value > (Long.MAX_VALUE - digit) / base) {
        return Double.NaN;
      }
      value = value * base + digit;
    }
    return digits.isEmpty() ? Double.NaN : (double) value;
  }

  private static double decimal(String digits) {
    if (!isDecimal(digits)) {
      return Double.NaN;
    }
    double value = Double.parseDouble(digits);
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  /** Digits, of which some may stand behind a dot, and an exponent. */
  private static boolean isDecimal(String text) {
    int i = 0;
    int digits = 0;
    boolean dot = false;
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        if (dot) {
          return false;
        }
        dot = true;
      } else if (isDigit(c)) {
        digits++;
      } else {
        break;
      }
    }
    if (digits == 0 || i == text.length()) {
      return digits > 0;
    }
    if ((text.charAt(i++) | 0x20) != 'e') {
      return false;
    }
    if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
      i++;
    }
    int exponent = i;
    while (i < text.length() && isDigit(text.charAt(i))) {
      i++;
    }
    return i > exponent && i == text.length();
  }

  /** An underscore stands between digits, or behind a base prefix such as {@code 0x}. */
  private static boolean underscoresSeparateDigits(String text) {
    boolean hex = text.length() > 1 && text.charAt(0) == '0' && (text.charAt(1) | 0x20) == 'x';
    char last = hex ? '0' : '^';
    for (int i = hex ? 2 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isDigit(c) || (hex && hexValue(c) < 16)) {
        last = '0';
      } else if (c == '_') {
        if (last != '0') {
          return false;
        }
        last = '_';
      } else {
        if (last == '_') {
          return false;
        }
        last = '!';
      }
    }
    return last != '_';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** The value of a hexadecimal digit; 16 for what is none. */
  private static int hexValue(char c) {
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    return digit < 0 ? 16 : digit;
  }

  /** The shortest decimal without exponent that reads back as {@code value}. */
  public static String text(double value) {
    StringBuilder out = new StringBuilder();
    write(out, value);
    return out.toString();
  }

  /**
   * As {@link #text}, without what binary fractions leave behind: 0.1 + 0.2 is {@code 0.3}. What is
   * nearer to 0 than 1e-12 is {@code 0}.
   */
  public static String readable(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return text(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(READABLE).stripTrailingZeros();
    return Math.abs(value) < 1e-12 ? "0" : rounded.toPlainString();
  }

  /** Appends {@link #text}. */
  public static void write(StringBuilder out, double value) {
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

  /** Appends milliseconds since the epoch as Go's {@code %.3f} writes seconds. */
  public static void writeTimestamp(StringBuilder out, long milliseconds) {
    out.append(
        new BigDecimal(milliseconds / 1000.0).setScale(3, RoundingMode.HALF_EVEN).toPlainString());
  }
}
