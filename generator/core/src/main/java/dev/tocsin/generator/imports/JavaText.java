package dev.tocsin.generator.imports;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Strings and comments as Java's source has them. All text of an imported file goes into Java
 * through one of {@link #literal}, {@link #block}, {@link #comment} and {@link #javadoc}, and
 * leaves none of them: a test compiles a hundred thousand hostile texts.
 */
final class JavaText {
  /** A constant of a class file holds at most 65535 bytes, and a character needs up to three. */
  static final int LONGEST_CONSTANT = 16_000;

  /** A concatenation of more pieces would be too deep for javac. */
  private static final int NARROWEST_PIECE = 24;

  private JavaText() {}

  /**
   * A string literal on one line; two that are joined where a lone surrogate is within it: javac 17
   * takes a backslash behind an escaped one for the first of its run, whatever is before it.
   */
  static String literal(String value) {
    StringBuilder out = new StringBuilder("\"");
    int end;
    for (int i = 0; i < value.length(); i = end) {
      int c = value.codePointAt(i);
      end = i + Character.charCount(c);
      if (c == '"') {
        out.append("\\\"");
      } else if (c == '\n') {
        out.append("\\n");
      } else if (isPrintable(c)) {
        plain(out, c);
      } else {
        value.substring(i, end).chars().forEach(unit -> out.append("\\u%04x".formatted(unit)));
        boolean lone = Character.getType(c) == Character.SURROGATE;
        out.append(lone && end < value.length() ? "\" + \"" : "");
      }
    }
    return out.append('"').toString();
  }

  /** A character that needs an escape of its own at most. */
  private static void plain(StringBuilder out, int c) {
    switch (c) {
      case '\\' -> out.append("\\\\");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      case '\f' -> out.append("\\f");
      case '\b' -> out.append("\\b");
      default -> out.appendCodePoint(c);
    }
  }

  /** Whether a character is seen as what it is, or has a short escape. */
  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\b';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> c == ' ' || Character.getType(c) != Character.SPACE_SEPARATOR;
    };
  }

  /**
   * Whether a text reads better over several lines. Never one that needs a Unicode escape: javac
   * replaces those before it strips a text block's blanks, and would strip an escaped blank too.
   */
  static boolean isBlock(String value) {
    int newline = value.indexOf('\n');
    return newline >= 0
        && newline < value.length() - 1
        && !value.isBlank()
        && bytes(value) < LONGEST_CONSTANT
        && value.codePoints().allMatch(JavaText::isPrintable);
  }

  static int bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length;
  }

  /**
   * The lines of a text block, without their indentation; the first is the opening quotes.
   *
   * @param value a text that {@linkplain #isBlock is one for a block}
   */
  static List<String> block(String value) {
    List<String> lines = new ArrayList<>();
    lines.add("\"\"\"");
    boolean ends = value.endsWith("\n");
    String body = ends ? value.substring(0, value.length() - 1) : value;
    boolean allIndented = true;
    String[] split = body.split("\n", -1);
    for (int i = 0; i < split.length; i++) {
      String escaped = blockLine(split[i], i == split.length - 1);
      lines.add(escaped);
      allIndented &= escaped.isEmpty() || escaped.charAt(0) == ' ';
    }
    int last = lines.size() - 1;
    if (ends) {
      lines.add("\"\"\"");
    } else if (allIndented || lines.get(last).isEmpty()) {
      // The closing quotes must say how far the block is indented.
      lines.set(last, lines.get(last) + "\\");
      lines.add("\"\"\"");
    } else {
      lines.set(last, lines.get(last) + "\"\"\"");
    }
    return lines;
  }

  /** Two quotes in a row stay as they are; a third is escaped, and the one before the end. */
  private static String blockLine(String line, boolean ends) {
    StringBuilder out = new StringBuilder();
    int quotes = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      boolean last = i == line.length() - 1;
      quotes = c == '"' ? quotes + 1 : 0;
      if (c == '"' && (quotes == 3 || last && ends)) {
        out.append("\\\"");
        quotes = 0;
      } else if (c == ' ' && last) {
        out.append("\\s");
      } else {
        plain(out, c);
      }
    }
    return out.toString();
  }

  /**
   * A text in pieces that end at a blank and are at most {@code wanted} wide, where it has blanks.
   */
  static List<String> pieces(String value, int wanted) {
    int width = Math.max(wanted, NARROWEST_PIECE);
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

  /** A comment to the end of a line. */
  static String comment(String text) {
    return ("// " + commented(text)).stripTrailing();
  }

  /** A comment of Javadoc; a line break in one of its lines is a blank. */
  static List<String> javadoc(List<String> lines) {
    List<String> escaped = lines.stream().map(JavaText::documented).toList();
    if (escaped.size() == 1 && escaped.get(0).length() < CodeLayout.WIDTH - 10) {
      return List.of("/** " + escaped.get(0) + " */");
    }
    List<String> all = new ArrayList<>(List.of("/**"));
    escaped.forEach(line -> all.add((" * " + line).stripTrailing()));
    all.add(" */");
    return all;
  }

  /** HTML and Javadoc read these characters in their own way, and a slash could end it all. */
  private static String documented(String line) {
    StringBuilder out = new StringBuilder();
    for (char c : commented(line).toCharArray()) {
      boolean ends = c == '/' && !out.isEmpty() && out.charAt(out.length() - 1) == '*';
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '@', '{', '}' -> out.append("&#").append((int) c).append(';');
        default -> out.append(ends ? "&#47;" : String.valueOf(c));
      }
    }
    return out.toString();
  }

  /**
   * What a comment shows of a text. Java reads a backslash with a {@code u} behind it everywhere,
   * so another backslash goes before it; what ends a line or turns the direction of reading is a
   * blank.
   */
  private static String commented(String text) {
    StringBuilder out = new StringBuilder();
    int backslashes = 0;
    for (int c : text.codePoints().toArray()) {
      if (c == 'u' && backslashes % 2 == 1) {
        out.append('\\');
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
      out.appendCodePoint(isVisible(c) ? c : ' ');
    }
    return out.toString().stripTrailing();
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
