package dev.tocsin.dsl.promql;

import java.nio.charset.StandardCharsets;

/** Reads string literals that the lexer has accepted. */
final class GoString {
  private GoString() {}

  /**
   * What a literal with its quotes stands for. Bytes that are not UTF-8 become lone surrogates, as
   * {@link GoText} says.
   */
  static String unquote(String literal) {
    String inner = literal.substring(1, literal.length() - 1);
    if (literal.charAt(0) == '`' || inner.indexOf('\\') < 0) {
      return inner;
    }
    StringBuilder out = new StringBuilder(inner.length());
    boolean bytes = false;
    for (int i = 0; i < inner.length(); ) {
      char c = inner.charAt(i++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char kind = inner.charAt(i++);
      switch (kind) {
        case 'a' -> out.append((char) 7);
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'v' -> out.append((char) 11);
        case 'u' -> i = codePoint(out, inner, i, 4);
        case 'U' -> i = codePoint(out, inner, i, 8);
        case 'x' -> {
          bytes |= appendByte(out, Integer.parseInt(inner, i, i + 2, 16));
          i += 2;
        }
        case '0', '1', '2', '3', '4', '5', '6', '7' -> {
          bytes |= appendByte(out, Integer.parseInt(inner, i - 1, i + 2, 8));
          i += 2;
        }
        default -> out.append(kind);
      }
    }
    return bytes ? joinBytes(out) : out.toString();
  }

  /** The text that these bytes are, with lone surrogates for bytes that are not UTF-8. */
  static String ofBytes(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      appendByte(out, b & 0xFF);
    }
    return joinBytes(out);
  }

  private static int codePoint(StringBuilder out, String text, int from, int digits) {
    out.appendCodePoint(Integer.parseInt(text, from, from + digits, 16));
    return from + digits;
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
}
