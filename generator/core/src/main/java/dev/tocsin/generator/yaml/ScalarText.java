package dev.tocsin.generator.yaml;

/** Finds where in the file a part of a scalar's value was written. */
final class ScalarText {
  private ScalarText() {}

  /**
   * Walks the value and the source side by side: folding, indentation and escapes only ever put
   * more into the source than there is in the value.
   */
  static int offset(String source, YamlNode scalar, int offset) {
    String value = scalar.value();
    int at = contentStart(source, scalar);
    int end = Math.min(scalar.end(), source.length());
    int target = Math.min(offset, value.length());
    for (int i = 0; i < target && at < end; i++) {
      at = behind(source, at, end, value.charAt(i), scalar.style());
    }
    if (target < value.length() && !isBlank(value.charAt(target))) {
      // Point at the character, not at the folding before it.
      while (at < end && source.charAt(at) != value.charAt(target) && isBlank(source.charAt(at))) {
        at++;
      }
    }
    return at;
  }

  private static int contentStart(String source, YamlNode scalar) {
    return switch (scalar.style()) {
      case PLAIN, FLOW -> scalar.start();
      case SINGLE_QUOTED, DOUBLE_QUOTED -> scalar.start() + 1;
      case LITERAL, FOLDED -> {
        int line = source.indexOf('\n', scalar.start());
        yield line < 0 ? scalar.end() : line + 1;
      }
    };
  }

  private static int behind(String source, int start, int end, char c, YamlNode.Style style) {
    int at = start;
    if (source.charAt(at) == c && c != '\\' && !isQuotedQuote(source, at, style)) {
      return at + 1;
    }
    if (style == YamlNode.Style.DOUBLE_QUOTED && source.charAt(at) == '\\') {
      return Math.min(end, at + escapeLength(source, at));
    }
    if (isQuotedQuote(source, at, style)) {
      return Math.min(end, at + 2);
    }
    // Indentation, or lines that were folded into one space.
    while (at < end && isBlank(source.charAt(at)) && source.charAt(at) != c) {
      at++;
    }
    if (isBlank(c)) {
      return at < end && source.charAt(at) == c ? at + 1 : at;
    }
    return at == start || at >= end ? Math.min(end, at + 1) : behind(source, at, end, c, style);
  }

  private static boolean isQuotedQuote(String source, int at, YamlNode.Style style) {
    return style == YamlNode.Style.SINGLE_QUOTED && source.startsWith("''", at);
  }

  private static int escapeLength(String source, int at) {
    if (at + 1 >= source.length()) {
      return 1;
    }
    return switch (source.charAt(at + 1)) {
      case 'x' -> 4;
      case 'u' -> 6;
      case 'U' -> 10;
      default -> 2;
    };
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }
}
