package dev.tocsin.generator.imports;

import java.util.List;
import java.util.Random;

/** Texts that are meant to leave a Java literal or comment, or to come out otherwise. */
final class HostileTexts {
  /** What an attack would set. */
  static final String ESCAPED = "tocsin.import.escaped";

  private static final String ATTACK = "System.setProperty(\"" + ESCAPED + "\",\"yes\");";

  private static final List<String> PIECES =
      List.of(
          "\"",
          "\"\"",
          "\"\"\"",
          "\"\"\"\"",
          "\"\"\"\"\"\"",
          "'",
          "`",
          "\\",
          "\\\\",
          "\\\\\\",
          "\\\"",
          "\\u0022",
          "\\u000a",
          "\\u000d",
          "\\u002a\\u002f",
          "*\\u002f",
          "\\uuuu005c",
          "\\u005c",
          "\\u005cu0022",
          "\\u",
          "\\uzzzz",
          "u0022",
          "\\s",
          "\\n",
          "\\0",
          "\\101",
          "\\\n",
          "*/",
          "/*",
          "/**",
          "*",
          "/",
          "//",
          "\n",
          "\n\n",
          "\r",
          "\r\n",
          "\u0085",
          "\u2028",
          "\u2029",
          "\u000b",
          "\f",
          "\b",
          "\t",
          " ",
          "  ",
          " \n",
          "\n ",
          "\n    ",
          "\u0000",
          "\u001a",
          "\u001c",
          "\u007f",
          "\u00a0",
          "\u2003",
          "\u2003\n",
          "\n\u2003",
          "\u3000\n",
          "\ufeff",
          "\u202e",
          "\u200d",
          "\ue000",
          "\ud83d\ude00",
          "\udb80\udc00",
          "\udb40\udc01",
          "\ue000\\u0022",
          "\u00e4",
          "{@code ",
          "{@link ",
          "}",
          "@param",
          "<b>",
          "</pre>",
          "&",
          "%s",
          "%n",
          "$1",
          "#",
          "# ",
          ";",
          ")",
          "+",
          "word",
          "class",
          "\";" + ATTACK + "//",
          "\"); static { " + ATTACK + " } static final Object o = (\"",
          "\"\"\"; static { " + ATTACK + " } static final String t = \"\"\"\n",
          "\"\"\"\"\n; static { " + ATTACK + " } //",
          "*/ static { " + ATTACK + " } /*",
          "\n static { " + ATTACK + " } //",
          "\\u000a static { " + ATTACK + " } //",
          "*\\u002f static { " + ATTACK + " } /\\u002a",
          "\\u0022; static { " + ATTACK + " } //");

  /** What takes these takes any. */
  static final List<String> PROBES =
      List.of(String.join(" x", PIECES), "\"\n\\u000a*/", "\u0000", "\r\u2028");

  private final Random random;

  HostileTexts(long seed) {
    this.random = new Random(seed);
  }

  /** Any text that a Java string can be, lone surrogates included; never empty. */
  String any() {
    String text = next();
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(10)) {
      case 0 -> text.substring(0, at) + '\ud800' + text.substring(at);
      case 1 -> text.substring(0, at) + '\udc00' + text.substring(at);
      case 2 -> text.substring(0, at) + (char) random.nextInt(0x10000) + text.substring(at);
      default -> text;
    };
  }

  /** Any text that YAML can hold; never empty. */
  String next() {
    StringBuilder text = new StringBuilder();
    int pieces = 1 + random.nextInt(random.nextInt(4) == 0 ? 16 : 4);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    if (random.nextInt(200) == 0) {
      String once = text.toString();
      text.append(once.repeat(1 + random.nextInt(40_000) / once.length()));
    }
    return text.toString();
  }

  /** One of the pieces alone. */
  static List<String> pieces() {
    return PIECES;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }
}
