package dev.tocsin.dsl.regex;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sets of code points that have names. */
final class Classes {
  static final CharSet DIGIT = CharSet.range('0', '9');
  static final CharSet SPACE = of("\t\n\f\r ");
  private static final CharSet UPPER = CharSet.range('A', 'Z');
  private static final CharSet LOWER = CharSet.range('a', 'z');
  private static final CharSet ALPHA = CharSet.anyOf(List.of(UPPER, LOWER));
  private static final CharSet ALNUM = CharSet.anyOf(List.of(ALPHA, DIGIT));
  static final CharSet WORD = CharSet.anyOf(List.of(ALNUM, of("_")));

  /** {@code [:alpha:]} and its like. */
  private static final Map<String, CharSet> POSIX =
      Map.ofEntries(
          Map.entry("alnum", ALNUM),
          Map.entry("alpha", ALPHA),
          Map.entry("ascii", CharSet.range(0, 0x7f)),
          Map.entry("blank", of("\t ")),
          Map.entry("cntrl", CharSet.anyOf(List.of(CharSet.range(0, 0x1f), of("\u007f")))),
          Map.entry("digit", DIGIT),
          Map.entry("graph", CharSet.range('!', '~')),
          Map.entry("lower", LOWER),
          Map.entry("print", CharSet.range(' ', '~')),
          Map.entry(
              "punct",
              CharSet.anyOf(
                  List.of(
                      CharSet.range('!', '/'),
                      CharSet.range(':', '@'),
                      CharSet.range('[', '`'),
                      CharSet.range('{', '~')))),
          Map.entry("space", of("\t\n\u000b\f\r ")),
          Map.entry("upper", UPPER),
          Map.entry("word", WORD),
          Map.entry(
              "xdigit",
              CharSet.anyOf(List.of(DIGIT, CharSet.range('A', 'F'), CharSet.range('a', 'f')))));

  /** Unicode's general categories by Java's numbers for them. */
  private static final Map<String, Set<Integer>> CATEGORIES = categories();

  private static final Map<String, Character.UnicodeScript> SCRIPTS = scripts();

  private Classes() {}

  private static CharSet of(String members) {
    return c -> members.indexOf(c) >= 0;
  }

  private static Map<String, Set<Integer>> categories() {
    String[] names = {
      "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "", "Zs", "Zl", "Zp",
      "Cc", "Cf", "", "Co", "Cs", "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf"
    };
    Map<String, Set<Integer>> all = new HashMap<>();
    for (int type = 1; type < names.length; type++) {
      String name = names[type];
      if (!name.isEmpty()) {
        all.put(name, Set.of(type));
        all.merge(
            name.substring(0, 1),
            Set.of(type),
            (some, more) -> {
              Set<Integer> both = new java.util.HashSet<>(some);
              both.addAll(more);
              return both;
            });
      }
    }
    return all;
  }

  private static Map<String, Character.UnicodeScript> scripts() {
    Map<String, Character.UnicodeScript> all = new HashMap<>();
    for (Character.UnicodeScript script : Character.UnicodeScript.values()) {
      if (script != Character.UnicodeScript.UNKNOWN) {
        StringBuilder name = new StringBuilder();
        for (String word : script.name().split("_", -1)) {
          name.append(name.isEmpty() ? "" : "_")
              .append(word.charAt(0))
              .append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        all.put(name.toString(), script);
      }
    }
    return all;
  }

  /** The set {@code [:name:]}, or null. */
  static @Nullable CharSet posix(String name) {
    return POSIX.get(name);
  }

  /** The set {@code \p{name}}: a general category or a script; or null. */
  static @Nullable CharSet unicode(String name) {
    if (name.equals("Any")) {
      return c -> true;
    }
    Set<Integer> types = CATEGORIES.get(name);
    if (types != null) {
      return c -> types.contains(Character.getType(c));
    }
    Character.UnicodeScript script = SCRIPTS.get(name);
    return script == null ? null : c -> Character.UnicodeScript.of(c) == script;
  }
}
