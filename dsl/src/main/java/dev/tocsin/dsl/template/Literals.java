package dev.tocsin.dsl.template;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/**
 * Go's <a href="https://pkg.go.dev/strconv#Unquote">strings</a>, characters and <a
 * href="https://pkg.go.dev/strconv#ParseInt">numbers</a>, as strict as Go reads them.
 */
final class Literals {
  private Literals() {}

  /** The value of a string with its quotes; empty when an escape in it is wrong. */
  static Optional<String> string(String quoted) {
    String body = quoted.substring(1, quoted.length() - 1);
    if (quoted.charAt(0) == '`') {
      return Optional.of(body.replace("\r", ""));
    }
    StringBuilder value = new StringBuilder();
    int at = 0;
    while (at < body.length()) {
      at = character(body, at, '"', value);
      if (at < 0) {
        return Optional.empty();
      }
    }
    return Optional.of(value.toString());
  }

  /** Whether this is one character in single quotes. */
  static boolean isCharacter(String quoted) {
    int end = character(quoted, 1, '\'', new StringBuilder());
    return end == quoted.length() - 1;
  }

  /** Reads one character or escape; gives the offset behind it, or -1 when it is wrong. */
  private static int character(String text, int start, char quote, StringBuilder value) {
    int c = text.codePointAt(start);
    if (c == quote) {
      return -1;
    }
    if (c != '\\') {
      value.appendCodePoint(c);
      return start + Character.charCount(c);
    }
    if (start + 1 >= text.length()) {
      return -1;
    }
    char escape = text.charAt(start + 1);
    int simple = "abfnrtv\\".indexOf(escape);
    if (simple >= 0) {
      value.append("\u0007\b\f\n\r\t\u000b\\".charAt(simple));
      return start + 2;
    }
    if (escape == quote) {
      value.append(quote);
      return start + 2;
    }
    return switch (escape) {
      case 'x' -> coded(text, start + 2, 2, 16, 0xff, value);
      case 'u' -> coded(text, start + 2, 4, 16, Character.MAX_CODE_POINT, value);
      case 'U' -> coded(text, start + 2, 8, 16, Character.MAX_CODE_POINT, value);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> coded(text, start + 1, 3, 8, 0xff, value);
      default -> -1;
    };
  }

  private static int coded(
      String text, int start, int length, int radix, int most, StringBuilder value) {
    if (start + length > text.length()) {
      return -1;
    }
    long code = 0;
    for (int i = start; i < start + length; i++) {
      int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), radix) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code * radix + digit;
    }
    boolean surrogate = length > 3 && code >= 0xd800 && code < 0xe000;
    if (code > most || surrogate) {
      return -1;
    }
    value.appendCodePoint((int) code);
    return start + length;
  }

  /** What is wrong with a number, such as {@code 0x_}; empty when nothing is. */
  static Optional<String> numberProblem(String text) {
    if (text.endsWith("i") && isFloat(text.substring(0, text.length() - 1))) {
      return Optional.empty();
    }
    if (isInteger(text)) {
      return Optional.empty();
    }
    if (isFloat(text)) {
      return text.matches(".*[.eEpP].*")
          ? Optional.empty()
          : Optional.of("integer overflow: \"" + text + "\"");
    }
    return Optional.of("illegal number syntax: \"" + text + "\"");
  }

  /** Whether {@code 1+2i} and its like are a complex number. */
  static boolean isComplex(String text) {
    int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
    while (sign > 0 && "eEpP".indexOf(text.charAt(sign - 1)) >= 0) {
      sign = Math.max(text.lastIndexOf('+', sign - 1), text.lastIndexOf('-', sign - 1));
    }
    return sign > 0
        && isFloat(text.substring(0, sign))
        && isFloat(text.substring(sign, text.length() - 1));
  }

  /** {@code ParseInt} or {@code ParseUint} with base 0, within 64 bits. */
  private static boolean isInteger(String text) {
    boolean negative = text.startsWith("-");
    boolean signed = negative || text.startsWith("+");
    String digits = signed ? text.substring(1) : text;
    int radix = 10;
    String lower = digits.toLowerCase(Locale.ROOT);
    if (lower.startsWith("0x")) {
      radix = 16;
    } else if (lower.startsWith("0b")) {
      radix = 2;
    } else if (lower.startsWith("0o") || (lower.startsWith("0") && lower.length() > 1)) {
      radix = 8;
    }
    boolean letter = lower.length() > 1 && Character.isLetter(lower.charAt(1));
    String bare = digits.substring(radix == 10 ? 0 : letter ? 2 : 1);
    if (!underscoresSeparate(digits, radix != 10)) {
      return false;
    }
    bare = bare.replace("_", "");
    if (bare.isEmpty()) {
      return false;
    }
    for (int i = 0; i < bare.length(); i++) {
      if (Character.digit(bare.charAt(i), radix) < 0) {
        return false;
      }
    }
    BigInteger value = new BigInteger(bare, radix);
    boolean smallest = negative && value.equals(BigInteger.ONE.shiftLeft(63));
    return value.bitLength() <= (signed ? 63 : 64) || smallest;
  }

  private static boolean isFloat(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String digits = signed ? text.substring(1) : text;
    boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
    if (!underscoresSeparate(digits, hex)) {
      return false;
    }
    String bare = digits.replace("_", "");
    boolean form =
        hex
            ? bare.matches("0[xX]([0-9a-fA-F]+\\.?[0-9a-fA-F]*|\\.[0-9a-fA-F]+)[pP][+-]?[0-9]+")
            : bare.matches("([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    return form && !Double.isInfinite(Double.parseDouble(bare));
  }

  /** Underscores stand between digits, or between a prefix and a digit. */
  private static boolean underscoresSeparate(String digits, boolean prefixed) {
    int radix = digits.startsWith("0x") || digits.startsWith("0X") ? 16 : 10;
    for (int i = digits.indexOf('_'); i >= 0; i = digits.indexOf('_', i + 1)) {
      boolean before =
          i > 0
              && (Character.digit(digits.charAt(i - 1), radix) >= 0
                  || (i == 2 && prefixed && digits.charAt(0) == '0'));
      boolean after = i + 1 < digits.length() && Character.digit(digits.charAt(i + 1), radix) >= 0;
      if (!before || !after) {
        return false;
      }
    }
    return true;
  }
}
