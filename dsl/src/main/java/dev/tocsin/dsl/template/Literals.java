package dev.tocsin.dsl.template;

import dev.tocsin.dsl.go.GoString;
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
    return quoted.charAt(0) == '`'
        ? Optional.of(quoted.substring(1, quoted.length() - 1).replace("\r", ""))
        : GoString.unquote(quoted);
  }

  /** Whether this is one character in single quotes. */
  static boolean isCharacter(String quoted) {
    return GoString.unquote(quoted)
        .filter(text -> text.codePointCount(0, text.length()) == 1)
        .isPresent();
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
