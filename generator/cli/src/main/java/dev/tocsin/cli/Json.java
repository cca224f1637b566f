package dev.tocsin.cli;

import java.util.Optional;

/**
 * The little of JSON that the command line needs: <a
 * href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a> strings in, objects out. A library
 * would cost more than half of the time that a short command takes.
 */
final class Json {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private Json() {}

  /**
   * Appends a text as a JSON string. Unpaired surrogates, which UTF-8 cannot encode, are escaped.
   */
  static StringBuilder string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          boolean pair =
              Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1));
          if (pair) {
            out.append(c).append(text.charAt(++i));
          } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
            escape(out, c);
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"');
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX[(c >> shift) & 0xf]);
    }
  }

  /** A text that is one JSON string, white space around it allowed; empty when it is not. */
  static Optional<String> readString(String json) {
    String trimmed = json.strip();
    if (trimmed.length() < 2 || trimmed.charAt(0) != '"') {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(trimmed.length());
    int at = 1;
    while (at < trimmed.length()) {
      char c = trimmed.charAt(at++);
      if (c == '"') {
        return at == trimmed.length() ? Optional.of(text.toString()) : Optional.empty();
      }
      if (c < ' ') {
        return Optional.empty();
      }
      if (c != '\\') {
        text.append(c);
        continue;
      }
      at = readEscape(trimmed, at, text);
      if (at < 0) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Reads what follows a backslash; gives the offset behind it, or -1 when it is wrong. */
  private static int readEscape(String json, int start, StringBuilder text) {
    if (start >= json.length()) {
      return -1;
    }
    char c = json.charAt(start);
    int simple = "\"\\/bfnrt".indexOf(c);
    if (simple >= 0) {
      text.append("\"\\/\b\f\n\r\t".charAt(simple));
      return start + 1;
    }
    if (c != 'u' || start + 5 > json.length()) {
      return -1;
    }
    int code = 0;
    for (int i = start + 1; i < start + 5; i++) {
      int digit = json.charAt(i) < 0x80 ? Character.digit(json.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    text.append((char) code);
    return start + 5;
  }
}
