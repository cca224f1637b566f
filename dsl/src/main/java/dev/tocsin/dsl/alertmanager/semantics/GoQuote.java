package dev.tocsin.dsl.alertmanager.semantics;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Texts in double quotes as Go's {@code strconv} writes and reads them. */
final class GoQuote {
  private GoQuote() {}

  /** The text in quotes, with escapes for what cannot be printed. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case 7 -> out.append("\\a");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 11 -> out.append("\\v");
                default -> {
                  if (isPrintable(c)) {
                    out.appendCodePoint(c);
                  } else if (c < 0x80) {
                    out.append(String.format("\\x%02x", c));
                  } else if (c < 0x10000) {
                    out.append(String.format("\\u%04x", c));
                  } else {
                    out.append(String.format("\\U%08x", c));
                  }
                }
              }
            });
    return out.append('"').toString();
  }

  private static boolean isPrintable(int c) {
    if (c < 0x80) {
      return c >= ' ' && c < 0x7f;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** The text in the quotes; empty when an escape is wrong or the bytes are no UTF-8. */
  static Optional<String> unquote(String quoted) {
    if (quoted.length() < 2 || !quoted.startsWith("\"") || !quoted.endsWith("\"")) {
      return Optional.empty();
    }
    String text = quoted.substring(1, quoted.length() - 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (c == '\n' || c == '"') {
        return Optional.empty();
      }
      if (c != '\\') {
        put(out, c);
        continue;
      }
      if (at == text.length()) {
        return Optional.empty();
      }
      char escape = text.charAt(at++);
      int simple = "abfnrtv\\\"".indexOf(escape);
      if (simple >= 0) {
        out.write("\u0007\b\f\n\r\t\u000b\\\"".charAt(simple));
        continue;
      }
      boolean octal = escape >= '0' && escape <= '7';
      int digits = octal ? 3 : escape == 'x' ? 2 : escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
      int start = octal ? at - 1 : at;
      if (digits == 0 || start + digits > text.length()) {
        return Optional.empty();
      }
      long value = 0;
      for (int i = 0; i < digits; i++) {
        char digit = text.charAt(start + i);
        int number = digit < 0x80 ? Character.digit(digit, octal ? 8 : 16) : -1;
        if (number < 0) {
          return Optional.empty();
        }
        value = value * (octal ? 8 : 16) + number;
      }
      at = start + digits;
      if (octal || escape == 'x') {
        if (value > 255) {
          return Optional.empty();
        }
        out.write((int) value);
      } else if (value > Character.MAX_CODE_POINT || value >= 0xd800 && value < 0xe000) {
        return Optional.empty();
      } else {
        put(out, (int) value);
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(out.toByteArray()))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static void put(ByteArrayOutputStream out, int c) {
    out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
  }
}
