package dev.tocsin.generator.imports;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Strings and comments as Java's source has them. */
final class JavaText {
  /** A constant of a class file holds at most 65535 bytes. */
  static final int LONGEST_CONSTANT = 16_000;

  private JavaText() {}

  /** A string literal on one line. */
  static String quoted(String value) {
    StringBuilder out = new StringBuilder("\"");
    value.codePoints().forEach(c -> escaped(out, c, false));
    return out.append('"').toString();
  }

  private static void escaped(StringBuilder out, int c, boolean inBlock) {
    switch (c) {
      case '\\' -> out.append("\\\\");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\b' -> out.append("\\b");
      case '"' -> out.append(inBlock ? "\"" : "\\\"");
      default -> {
        if (isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          for (char unit : Character.toChars(c)) {
            out.append(String.format("\\u%04x", (int) unit));
          }
        }
      }
    }
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> c == ' ' || Character.getType(c) != Character.SPACE_SEPARATOR;
    };
  }

  /** Whether a text reads better over several lines. */
  static boolean isBlock(String value) {
    int newline = value.indexOf('\n');
    return newline >= 0
        && newline < value.length() - 1
        && !value.isBlank()
        && bytes(value) < LONGEST_CONSTANT;
  }

  static int bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The lines of a text block, without their indentation; the first is the opening quotes. */
  static List<String> block(String value) {
    List<String> lines = new ArrayList<>();
    lines.add("\"\"\"");
    boolean ends = value.endsWith("\n");
    String body = ends ? value.substring(0, value.length() - 1) : value;
    boolean allIndented = true;
    for (String line : body.split("\n", -1)) {
      String escaped = blockLine(line);
      lines.add(escaped);
      allIndented &= escaped.isEmpty() || escaped.charAt(0) == ' ';
    }
    if (ends) {
      lines.add("\"\"\"");
    } else if (allIndented || lines.get(lines.size() - 1).isEmpty()) {
      // The closing quotes must say how far the block is indented.
      lines.set(lines.size() - 1, lines.get(lines.size() - 1) + "\\");
      lines.add("\"\"\"");
    } else {
      String last = lines.get(lines.size() - 1);
      boolean quote = last.endsWith("\"");
      lines.set(
          lines.size() - 1,
          (quote ? last.substring(0, last.length() - 1) + "\\\"" : last) + "\"\"\"");
    }
    return lines;
  }

  private static String blockLine(String line) {
    StringBuilder out = new StringBuilder();
    line.codePoints().forEach(c -> escaped(out, c, true));
    String escaped = out.toString().replace("\"\"\"", "\\\"\"\"");
    return escaped.endsWith(" ") ? escaped.substring(0, escaped.length() - 1) + "\\s" : escaped;
  }

  /**
   * A text in pieces that end at a blank and are at most {@code width} wide, where it has blanks.
   */
  static List<String> pieces(String value, int width) {
    List<String> pieces = new ArrayList<>();
    int start = 0;
    int best = -1;
    int anywhere = -1;
    boolean action = false;
    for (int i = 0; i < value.length(); i++) {
      action = value.startsWith("{{", i) || (action && !value.startsWith("}}", i));
      int end = best >= start ? best : anywhere;
      if (i - start >= width && end >= start) {
        pieces.add(value.substring(start, end + 1));
        start = end + 1;
      }
      char c = value.charAt(i);
      if (c == ' ' || c == '\n' || (c == '|' && !action)) {
        anywhere = i;
        best = action ? best : i; // what stands in {{ }} stays together where it can
      }
    }
    pieces.add(value.substring(start));
    return pieces;
  }

  /** A text in parts that each fit into a class file's constant. */
  static List<String> constants(String value) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start < value.length()) {
      int end = Math.min(value.length(), start + LONGEST_CONSTANT);
      if (end < value.length() && Character.isHighSurrogate(value.charAt(end - 1))) {
        end--;
      }
      parts.add(value.substring(start, end));
      start = end;
    }
    return parts;
  }

  /**
   * A line of a comment. Java reads a backslash with a {@code u} behind it everywhere, so another
   * backslash goes before it.
   */
  static String comment(String line) {
    StringBuilder out = new StringBuilder();
    int backslashes = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == 'u' && backslashes % 2 == 1) {
        out.append('\\');
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
      boolean breaks = c == '\r' || c == '\n' || Character.isISOControl(c) && c != '\t';
      out.append(breaks ? ' ' : c);
    }
    return out.toString().stripTrailing();
  }

  /** A line of Javadoc. */
  static String javadoc(String line) {
    return comment(line)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("@", "&#64;")
        .replace("*/", "*&#47;");
  }
}
