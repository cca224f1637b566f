package dev.tocsin.generator.fmt;

import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** How texts are written: without quotes where every reader takes them for texts, else with. */
final class Texts {
  /** What some reader of YAML 1.1 or 1.2 takes for something else than a text. */
  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "(?i)~|null|y|n|yes|no|true|false|on|off|<<|="
              + "|[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-f_]+|[0-9][0-9_]*(:[0-5]?[0-9])*)"
              + "|[-+]?([0-9][0-9_]*)?\\.?[0-9_]*(e[-+]?[0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.?[0-9_]*"
              + "|[-+]?\\.(inf|nan)"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

  private static final int LONG = 100;

  private Texts() {}

  /** A scalar, with the meaning that it has. */
  static YamlOutput scalar(YamlNode node, boolean mayFold) {
    if (node.isPlain()
        && (node.tag().isEmpty() || node.tag().equals("!"))
        && isAmbiguous(node.value())) {
      return new YamlOutput.Plain(node.value().isEmpty() ? "null" : node.value());
    }
    if (!node.tag().isEmpty() && !node.tag().equals("!!str") && !node.tag().equals("!")) {
      return new YamlOutput.Plain(node.tag() + " " + quoted(node.value()));
    }
    return text(node.value(), mayFold);
  }

  /** A text; one that {@code mayFold} as a folded block where it is long. */
  static YamlOutput text(String text, boolean mayFold) {
    if (text.indexOf('\n') >= 0 && canBeBlock(text)) {
      return block(text);
    }
    if (mayFold && text.length() > LONG && text.indexOf('\n') < 0 && canBeFolded(text)) {
      return new YamlOutput.Block(">-", fold(text));
    }
    return new YamlOutput.Plain(inline(text));
  }

  /** A text on one line. */
  static String inline(String text) {
    return isPlainSafe(text) && !isAmbiguous(text) ? text : quoted(text);
  }

  /** A key; it keeps a form that readers take for something else than a text. */
  static String key(YamlNode key) {
    if (key.isPlain() && key.tag().isEmpty() && isAmbiguous(key.value())) {
      return key.value().isEmpty() ? "null" : key.value();
    }
    if (key.tag().equals("!!binary")) {
      return key.tag() + " " + quoted(key.value());
    }
    return inline(key.value());
  }

  static boolean isAmbiguous(String text) {
    return text.isEmpty() || AMBIGUOUS.matcher(text).matches();
  }

  private static boolean isPrintable(int c) {
    return c >= ' ' && c < 0x7f
        || c >= 0xa0 && c < 0xd800 && c != 0x2028 && c != 0x2029
        || c >= 0xe000 && c < 0xfffe && c != 0xfeff
        || c >= 0x10000;
  }

  private static boolean isPlainSafe(String text) {
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    if ("-?:,[]{}#&*!|>'\"%@` ".indexOf(first) >= 0 && !startsLikeWord(text)) {
      return false;
    }
    return text.codePoints().allMatch(Texts::isPrintable)
        && !text.endsWith(" ")
        && !text.endsWith(":")
        && !text.contains(": ")
        && !text.contains(" #");
  }

  /** A dash with a text right behind it begins no list: {@code -1h}, {@code --flag}. */
  private static boolean startsLikeWord(String text) {
    int word = text.startsWith("--") ? 2 : 1;
    return text.length() > word
        && text.charAt(0) == '-'
        && Character.isLetterOrDigit(text.charAt(word));
  }

  static String quoted(String text) {
    boolean single = text.codePoints().allMatch(Texts::isPrintable) && (text.indexOf('\'') < 0);
    if (single) {
      // Double quotes where nothing needs an escape, as most files have them.
      return text.indexOf('"') < 0 && text.indexOf('\\') < 0 ? '"' + text + '"' : "'" + text + "'";
    }
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                  if (isPrintable(c)) {
                    out.appendCodePoint(c);
                  } else if (c < 0x100) {
                    out.append(String.format("\\x%02x", c));
                  } else {
                    out.append(String.format("\\u%04x", c));
                  }
                }
              }
            });
    return out.append('"').toString();
  }

  private static boolean canBeBlock(String text) {
    String first = text.substring(0, text.indexOf('\n'));
    return !first.isBlank()
        && (first.charAt(0) == ' ' || !Character.isWhitespace(first.charAt(0)))
        && text.codePoints().allMatch(c -> c == '\n' || c == '\t' || isPrintable(c))
        && !text.startsWith("\t")
        && text.lines().noneMatch(line -> !line.isEmpty() && line.isBlank());
  }

  private static YamlOutput block(String text) {
    int breaks = 0;
    while (breaks < text.length() && text.charAt(text.length() - 1 - breaks) == '\n') {
      breaks++;
    }
    // Where the first line is indented, a reader is told where the text begins.
    String header = text.startsWith(" ") ? "|" + Emitter.INDENT : "|";
    header += breaks == 0 ? "-" : breaks == 1 ? "" : "+";
    String body = text.substring(0, text.length() - Math.min(breaks, 1));
    return new YamlOutput.Block(header, Arrays.asList(body.split("\n", -1)));
  }

  private static boolean canBeFolded(String text) {
    return text.codePoints().allMatch(Texts::isPrintable)
        && !text.startsWith(" ")
        && !text.endsWith(" ");
  }

  /** Breaks at single spaces only: a reader puts exactly these back. */
  private static List<String> fold(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    int last = -1;
    for (int i = 1; i < text.length() - 1; i++) {
      boolean single =
          text.charAt(i) == ' ' && text.charAt(i - 1) != ' ' && text.charAt(i + 1) != ' ';
      if (single) {
        if (i - start > LONG - 10 && last > start) {
          lines.add(text.substring(start, last));
          start = last + 1;
        }
        last = i;
      }
    }
    if (text.length() - start > LONG - 10 && last > start) {
      lines.add(text.substring(start, last));
      start = last + 1;
    }
    lines.add(text.substring(start));
    return lines;
  }
}
