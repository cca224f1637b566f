package dev.tocsin.dsl.promql;

/**
 * Numbers as PromQL reads them: an integer by <a href="https://pkg.go.dev/strconv#ParseInt">Go's
 * rules</a> (hexadecimal, octal with a leading 0, underscores), and what is none as a decimal
 * fraction.
 */
final class GoNumber {
  private GoNumber() {}

  /**
   * The number that {@code text}, which the lexer let pass, stands for. NaN for what is no number,
   * which {@link #isNaN} tells from what is written so.
   */
  static double parse(String text) {
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
  static boolean isNaN(String text) {
    return (text.charAt(0) | 0x20) == 'n';
  }

  /** An integer of at most 63 bits; else NaN. */
  private static double integer(String digits, int base) {
    long value = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = Lexer.hexValue(digits.charAt(i));
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
      } else if (Lexer.isDigit(c)) {
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
    while (i < text.length() && Lexer.isDigit(text.charAt(i))) {
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
      if (Lexer.isDigit(c) || (hex && Lexer.hexValue(c) < 16)) {
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
}
