package dev.tocsin.dsl.go;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Strings as Go's <a href="https://pkg.go.dev/strconv#Quote">strconv</a> writes them in quotes and
 * reads them, and as Go compares them.
 *
 * <p>Go strings are bytes. Bytes that are not UTF-8 ({@code "\xff"} is one) are kept in a Java
 * string as lone low surrogates U+DC80 to U+DCFF, one for each byte.
 */
public final class GoString {
  private static final char[] HEX = "0123456789abcdef".toCharArray();
  private static final String LETTERS = "abfnrtv\\";
  private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b\\";

  private GoString() {}

  /** The text in double quotes, as Go's {@code %q} writes it. */
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    quote(out, text);
    return out.toString();
  }

  /** Appends {@code text} as Go's {@code %q} writes it. */
  public static void quote(StringBuilder out, String text) {
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

  /**
   * What a literal in double quotes, single quotes or backquotes stands for; empty where an escape
   * is wrong, or where there is a line feed or a bare quote between the quotes.
   */
  public static Optional<String> unquote(String literal) {
    int last = literal.length() - 1;
    char quote = literal.isEmpty() ? 0 : literal.charAt(0);
    if (last < 1 || literal.charAt(last) != quote || "\"'`".indexOf(quote) < 0) {
      return Optional.empty();
    }
    String inner = literal.substring(1, last);
    if (quote == '`') {
      return inner.indexOf('`') < 0 ? Optional.of(inner) : Optional.empty();
    }
    StringBuilder out = new StringBuilder(inner.length());
    boolean bytes = false;
    int at = 0;
    while (at < inner.length()) {
      char c = inner.charAt(at++);
      if (c == quote || c == '\n' || (c == '\\' && at == inner.length())) {
        return Optional.empty();
      }
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = inner.charAt(at++);
      int letter = LETTERS.indexOf(escape);
      if (letter >= 0 || escape == quote) {
        out.append(letter >= 0 ? MEANINGS.charAt(letter) : quote);
        continue;
      }
      boolean octal = escape >= '0' && escape <= '7';
      boolean oneByte = octal || escape == 'x';
      int digits = octal ? 3 : escape == 'x' ? 2 : escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
      int start = octal ? at - 1 : at;
      long value = digits == 0 ? -1 : value(inner, start, digits, octal ? 8 : 16);
      boolean surrogate = value >= Character.MIN_SURROGATE && value <= Character.MAX_SURROGATE;
      if (value < 0 || surrogate || value > (oneByte ? 0xFF : Character.MAX_CODE_POINT)) {
        return Optional.empty();
      }
      if (oneByte) {
        bytes |= appendByte(out, (int) value);
      } else {
        out.appendCodePoint((int) value);
      }
      at = start + digits;
    }
    return Optional.of(bytes ? joinBytes(out) : out.toString());
  }

  /** So many digits as a number; -1 where there are fewer. */
  private static long value(String text, int start, int digits, int radix) {
    if (start + digits > text.length()) {
      return -1;
    }
    long value = 0;
    for (int i = start; i < start + digits; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, radix) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  /** The text that these bytes are, with lone surrogates for bytes that are not UTF-8. */
  public static String ofBytes(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      appendByte(out, b & 0xFF);
    }
    return joinBytes(out);
  }

  /** Appends a byte, as a lone surrogate if it is not ASCII; tells whether it is not. */
  private static boolean appendByte(StringBuilder out, int value) {
    out.append((char) (value < 0x80 ? value : 0xDC00 + value));
    return value >= 0x80;
  }

  /** Lone bytes that form UTF-8 when put together become the character that they stand for. */
  private static String joinBytes(StringBuilder text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int size = sequence(text, i);
      if (size > 1) {
        byte[] bytes = new byte[size];
        for (int j = 0; j < size; j++) {
          bytes[j] = (byte) text.charAt(i + j);
        }
        out.append(new String(bytes, StandardCharsets.UTF_8));
        i += size;
      } else {
        int c = text.codePointAt(i);
        out.appendCodePoint(c);
        i += Character.charCount(c);
      }
    }
    return out.toString();
  }

  /** The length of the valid UTF-8 sequence of lone bytes at {@code i}; 1 where there is none. */
  private static int sequence(StringBuilder text, int i) {
    int first = loneByte(text, i);
    if (first < 0) {
      return 1;
    }
    int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    int value = first & (0x7F >> size);
    for (int j = 1; j < size; j++) {
      int next = loneByte(text, i + j);
      if (next < 0x80 || next > 0xBF) {
        return 1;
      }
      value = value << 6 | (next & 0x3F);
    }
    boolean valid =
        first >= 0xC2
            && first <= 0xF4
            && value >= (size == 4 ? 0x10000 : size == 3 ? 0x800 : 0x80)
            && value <= Character.MAX_CODE_POINT
            && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE);
    return valid ? size : 1;
  }

  private static int loneByte(StringBuilder text, int i) {
    if (i >= text.length()) {
      return -1;
    }
    char c = text.charAt(i);
    boolean paired = i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    return c >= 0xDC80 && c <= 0xDCFF && !paired ? c - 0xDC00 : -1;
  }

  /** Whether the text holds no bytes that are not UTF-8. */
  public static boolean isUtf8(String text) {
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

  /** Compares as Go compares: by bytes of UTF-8, which is by code points. */
  public static int compare(String a, String b) {
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
