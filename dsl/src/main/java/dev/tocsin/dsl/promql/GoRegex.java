package dev.tocsin.dsl.promql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The regular expressions of matchers: <a href="https://github.com/google/re2/wiki/Syntax">RE2's
 * syntax</a> as Go has it, with Go's limits. It tells whether a text is one, and whether it matches
 * the empty text; it matches nothing else.
 *
 * <p>The reader goes over the text once and keeps of each part only what these two questions need.
 * Nested groups are kept on a stack of its own, so that no nesting is too deep.
 *
 * <p>{@link dev.tocsin.dsl.regex.Re2} reads the same syntax to match with it, and cannot stand in
 * here: it builds what it reads, which takes seconds where this takes a millisecond (a count of
 * 1000 around 3,000 characters); and Prometheus takes two groups of one name and counts every level
 * of the tree, which Alertmanager's wrapping and that class do not. Else they agree: on 400,000
 * random expressions without these, not one verdict differed.
 */
public final class GoRegex {
  private static final int MOST_REPEATS = 1000;
  private static final int MOST_LEVELS = 1000;

  /** How many instructions a program may have: 128 MiB of 40 bytes each. */
  private static final long MOST_INSTRUCTIONS = (128 << 20) / 40;

  private static final Set<String> POSIX_CLASSES =
      Set.of(
          "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct",
          "space", "upper", "word", "xdigit");

  /** The categories and scripts of Unicode that Go knows. */
  private static final class Unicode {
    private static final Set<String> NAMES =
        Set.of(
            """
            C Cc Cf Cn Co Cs L LC Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po
            Ps S Sc Sk Sm So Z Zl Zp Zs Adlam Ahom Anatolian_Hieroglyphs Any Arabic Armenian
            Avestan Balinese Bamum Bassa_Vah Batak Bengali Beria_Erfe Bhaiksuki Bopomofo
            Brahmi Braille Buginese Buhid Canadian_Aboriginal Carian Caucasian_Albanian
            Chakma Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cypro_Minoan
            Cyrillic Deseret Devanagari Dives_Akuru Dogra Duployan Egyptian_Hieroglyphs
            Elbasan Elymaic Ethiopic Garay Georgian Glagolitic Gothic Grantha Greek Gujarati
            Gunjala_Gondi Gurmukhi Gurung_Khema Han Hangul Hanifi_Rohingya Hanunoo Hatran
            Hebrew Hiragana Imperial_Aramaic Inherited Inscriptional_Pahlavi
            Inscriptional_Parthian Javanese Kaithi Kannada Katakana Kawi Kayah_Li Kharoshthi
            Khitan_Small_Script Khmer Khojki Khudawadi Kirat_Rai Lao Latin Lepcha Limbu
            Linear_A Linear_B Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic
            Manichaean Marchen Masaram_Gondi Medefaidrin Meetei_Mayek Mende_Kikakui
            Meroitic_Cursive Meroitic_Hieroglyphs Miao Modi Mongolian Mro Multani Myanmar
            Nabataean Nag_Mundari Nandinagari New_Tai_Lue Newa Nko Nushu
            Nyiakeng_Puachue_Hmong Ogham Ol_Chiki Ol_Onal Old_Hungarian Old_Italic
            Old_North_Arabian Old_Permic Old_Persian Old_Sogdian Old_South_Arabian
            Old_Turkic Old_Uyghur Oriya Osage Osmanya Pahawh_Hmong Palmyrene Pau_Cin_Hau
            Phags_Pa Phoenician Psalter_Pahlavi Rejang Runic Samaritan Saurashtra Sharada
            Shavian Siddham Sidetic SignWriting Sinhala Sogdian Sora_Sompeng Soyombo
            Sundanese Sunuwar Syloti_Nagri Syriac Tagalog Tagbanwa Tai_Le Tai_Tham Tai_Viet
            Tai_Yo Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta
            Todhri Tolong_Siki Toto Tulu_Tigalari Ugaritic Vai Vithkuqi Wancho Warang_Citi
            Yezidi Yi Zanabazar_Square\
            """
                .split("\\s+"));
  }

  /**
   * What is known of a part.
   *
   * @param empty whether it matches the empty text
   * @param levels how deep its tree is
   * @param size how many instructions it takes
   * @param repeats how often it is repeated at most by counts inside of it
   */
  private record Part(boolean empty, int levels, long size, int repeats) {
    static final Part CHARACTER = new Part(false, 1, 1, 1);
    static final Part NOTHING = new Part(true, 1, 1, 1);
    static final Part NEVER = new Part(false, 1, 1, 1);
  }

  /** A group, or the whole, that is being read. */
  private static final class Level {
    /** Whether the group counts as a level of its own. */
    final boolean captures;

    final List<Part> concatenated = new ArrayList<>();
    final List<Part> alternatives = new ArrayList<>();

    Level(boolean captures) {
      this.captures = captures;
    }

    Part close() {
      alternatives.add(concatenation());
      Part all = alternation();
      return captures ? new Part(all.empty, all.levels + 1, all.size + 2, all.repeats) : all;
    }

    void nextAlternative() {
      alternatives.add(concatenation());
      concatenated.clear();
    }

    private Part concatenation() {
      if (concatenated.size() == 1) {
        return concatenated.get(0);
      }
      boolean empty = true;
      int levels = 0;
      long size = 0;
      int repeats = 1;
      for (Part part : concatenated) {
        empty &= part.empty;
        levels = Math.max(levels, part.levels);
        size += part.size;
        repeats = Math.max(repeats, part.repeats);
      }
      return concatenated.isEmpty() ? Part.NOTHING : new Part(empty, levels + 1, size, repeats);
    }

    private Part alternation() {
      if (alternatives.size() == 1) {
        return alternatives.get(0);
      }
      boolean empty = false;
      int levels = 0;
      long size = alternatives.size() - 1;
      int repeats = 1;
      for (Part part : alternatives) {
        empty |= part.empty;
        levels = Math.max(levels, part.levels);
        size += part.size;
        repeats = Math.max(repeats, part.repeats);
      }
      return new Part(empty, levels + 1, size, repeats);
    }
  }

  private final String text;
  private final List<Level> levels = new ArrayList<>();
  private Level level = new Level(false);
  private int position;
  private @Nullable String problem;

  private GoRegex(String text) {
    this.text = text;
  }

  /** What is wrong with a regular expression; null when nothing is. */
  public static @Nullable String problem(String regex) {
    if (isLiteral(regex)) {
      return null;
    }
    GoRegex reader = new GoRegex(regex);
    reader.read();
    return reader.problem;
  }

  /** Whether a regular expression matches the empty text; false for one that is not valid. */
  public static boolean matchesEmpty(String regex) {
    if (regex.isEmpty()) {
      return true;
    }
    GoRegex reader = new GoRegex(regex);
    Part all = reader.read();
    return reader.problem == null && all.empty;
  }

  /** Letters and blanks mean themselves, and need no reader. */
  private static boolean isLiteral(String regex) {
    for (int i = 0; i < regex.length(); i++) {
      if ("\\.+*?()|[]{}^$".indexOf(regex.charAt(i)) >= 0) {
        return regex.indexOf('|') >= 0 && isAlternatives(regex);
      }
    }
    return true;
  }

  private static boolean isAlternatives(String regex) {
    for (int i = 0; i < regex.length(); i++) {
      if ("\\.+*?()[]{}^$".indexOf(regex.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }

  private Part read() {
    if (!GoText.isUtf8(text) && !isLiteral(text)) {
      problem = "it holds bytes that are not UTF-8";
    }
    boolean repeated = false;
    while (problem == null && position < text.length()) {
      char c = text.charAt(position);
      boolean repeats = false;
      switch (c) {
        case '(' -> group();
        case ')' -> closeGroup();
        case '|' -> {
          position++;
          level.nextAlternative();
        }
        case '^', '$' -> {
          position++;
          push(Part.NOTHING);
        }
        case '.' -> {
          position++;
          push(Part.CHARACTER);
        }
        case '[' -> characterClass();
        case '*', '+', '?' -> {
          repeat(c == '+' ? 1 : 0, c == '?' ? 1 : -1, position + 1, c, repeated);
          repeats = true;
        }
        case '{' -> repeats = counted(repeated);
        case '\\' -> escaped();
        default -> {
          position += Character.charCount(text.codePointAt(position));
          push(Part.CHARACTER);
        }
      }
      repeated = repeats;
    }
    if (problem == null && !levels.isEmpty()) {
      problem = "a `(` is not closed";
    }
    Part all = level.close();
    // Prometheus puts the whole between ^ and $.
    if (problem == null && (all.levels >= MOST_LEVELS || all.size > MOST_INSTRUCTIONS)) {
      problem = all.levels >= MOST_LEVELS ? "it is nested too deeply" : "it is too large";
    }
    return all;
  }

  private void push(Part part) {
    level.concatenated.add(part);
  }

  // ---------------------------------------------------------------- repetition

  /** `{2,5}`, or a brace that means itself. */
  private boolean counted(boolean repeated) {
    int from = position;
    position++;
    int least = count();
    int most = least;
    boolean ok = least != NO_COUNT;
    if (ok && at(',')) {
      position++;
      if (at('}')) {
        most = -1;
      } else {
        most = count();
        ok = most != NO_COUNT;
      }
    }
    if (!ok || !at('}')) {
      position = from + 1;
      push(Part.CHARACTER);
      return false;
    }
    int end = position + 1;
    if (least > MOST_REPEATS || most > MOST_REPEATS || (most >= 0 && least > most)) {
      problem = "`" + text.substring(from, end) + "` repeats more than 1000 times, or backwards";
      return true;
    }
    repeat(least, most, end, '{', repeated);
    return true;
  }

  private static final int NO_COUNT = -2;

  private int count() {
    int from = position;
    int value = 0;
    while (position < text.length() && Lexer.isDigit(text.charAt(position))) {
      value = Math.min(10 * value + (text.charAt(position) - '0'), 10 * MOST_REPEATS);
      position++;
    }
    boolean leadingZero = position - from > 1 && text.charAt(from) == '0';
    return position == from || leadingZero ? NO_COUNT : value;
  }

  private void repeat(int least, int most, int end, char op, boolean repeated) {
    position = end;
    if (at('?')) {
      position++; // as few as possible
    }
    if (repeated) {
      problem = "a repetition is repeated; put the first one into parentheses";
      return;
    }
    if (level.concatenated.isEmpty()) {
      problem = "nothing stands before `" + op + "` that it could repeat";
      return;
    }
    int last = level.concatenated.size() - 1;
    Part part = level.concatenated.get(last);
    int times = most < 0 ? least : most;
    boolean counted = op == '{';
    if (counted && (least >= 2 || most >= 2) && part.repeats * times > MOST_REPEATS) {
      problem = "nested counts repeat more than 1000 times";
      return;
    }
    long size = part.size;
    if (!counted) {
      size += op == '*' ? 2 : 1;
    } else if (most < 0) {
      size = least == 0 ? 2 + size : 1 + least * size;
    } else {
      size = Math.max(1, most * size + (most - least));
    }
    int repeats = counted ? (times == 0 ? 1 : part.repeats * times) : part.repeats;
    level.concatenated.set(
        last, new Part(least == 0 || part.empty, part.levels + 1, size, repeats));
    if (size > MOST_INSTRUCTIONS) {
      problem = "it is too large";
    }
  }

  // ---------------------------------------------------------------- groups

  private void group() {
    if (!text.startsWith("(?", position)) {
      position++;
      open(true);
    } else if (text.startsWith("(?P<", position)) {
      namedGroup(position + 4);
    } else if (text.startsWith("(?<", position)) {
      namedGroup(position + 3);
    } else {
      flags();
    }
  }

  private void open(boolean captures) {
    levels.add(level);
    level = new Level(captures);
  }

  private void namedGroup(int from) {
    int end = text.indexOf('>', from);
    boolean ok = end > from;
    for (int i = from; ok && i < end; i++) {
      ok = Lexer.isLetterOrDigit(text.charAt(i));
    }
    if (!ok) {
      problem = "a group's name must be letters, digits and underscores";
      return;
    }
    position = end + 1;
    open(true);
  }

  /** `(?i)`, which holds to the end of the group, or `(?i:…)`, which is a group of its own. */
  private void flags() {
    position += 2;
    boolean minus = false;
    boolean flag = false;
    while (position < text.length()) {
      char c = text.charAt(position++);
      switch (c) {
        case 'i', 'm', 's', 'U' -> flag = true;
        case '-' -> {
          if (minus) {
            problem = UNKNOWN_GROUP;
            return;
          }
          minus = true;
          flag = false;
        }
        case ':', ')' -> {
          if (minus && !flag) {
            problem = UNKNOWN_GROUP;
          } else if (c == ':') {
            open(false);
          }
          return;
        }
        default -> {
          problem = UNKNOWN_GROUP;
          return;
        }
      }
    }
    problem = UNKNOWN_GROUP;
  }

  private static final String UNKNOWN_GROUP =
      "behind `(?` stands no flag that RE2 knows; it has no lookahead and no lookbehind";

  private void closeGroup() {
    if (levels.isEmpty()) {
      problem = "a `)` closes nothing";
      return;
    }
    position++;
    Part part = level.close();
    level = levels.remove(levels.size() - 1);
    push(part);
  }

  // ---------------------------------------------------------------- escapes and classes

  private void escaped() {
    char c = position + 1 < text.length() ? text.charAt(position + 1) : 0;
    switch (c) {
      case 'A', 'z', 'B' -> {
        position += 2;
        push(Part.NOTHING);
      }
      case 'b' -> {
        position += 2;
        push(Part.NEVER); // the empty text has no word, and so no word's border
      }
      case 'Q' -> {
        int end = text.indexOf("\\E", position + 2);
        int stop = end < 0 ? text.length() : end;
        for (int i = position + 2; i < stop; i += Character.charCount(text.codePointAt(i))) {
          push(Part.CHARACTER);
        }
        position = end < 0 ? stop : end + 2;
      }
      default -> {
        if (!unicodeClass() && !perlClass()) {
          escapedCharacter();
        }
        push(Part.CHARACTER);
      }
    }
  }

  /** `\d` and its like. */
  private boolean perlClass() {
    if (at('\\')
        && position + 1 < text.length()
        && "dDsSwW".indexOf(text.charAt(position + 1)) >= 0) {
      position += 2;
      return true;
    }
    return false;
  }

  /** `\pL` or `\p{Greek}`. */
  private boolean unicodeClass() {
    if (!text.startsWith("\\p", position) && !text.startsWith("\\P", position)) {
      return false;
    }
    int from = position;
    position += 2;
    String name = "";
    if (at('{')) {
      int end = text.indexOf('}', position);
      if (end < 0) {
        problem = "the `{` of a Unicode class is not closed";
        return true;
      }
      name = text.substring(position + 1, end);
      position = end + 1;
    } else if (position < text.length()) {
      int next = position + Character.charCount(text.codePointAt(position));
      name = text.substring(position, next);
      position = next;
    }
    String plain = name.startsWith("^") ? name.substring(1) : name;
    if (!Unicode.NAMES.contains(plain)) {
      problem = "`" + text.substring(from, position) + "` names no category or script of Unicode";
    }
    return true;
  }

  /** A character behind a backslash; -1 where there is none, which is a problem. */
  private int escapedCharacter() {
    int from = position;
    position++;
    if (position == text.length()) {
      problem = "it ends with a backslash";
      return -1;
    }
    int c = text.codePointAt(position);
    position += Character.charCount(c);
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (c < 0x80 && !letter) {
      return c;
    }
    int value = letterEscape(c);
    if (value < 0) {
      problem = "`" + text.substring(from, position) + "` is no escape sequence that RE2 knows";
    }
    return value;
  }

  private int letterEscape(int c) {
    switch (c) {
      case 'a':
        return 7;
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'v':
        return 11;
      case 'x':
        return hexEscape();
      case '0', '1', '2', '3', '4', '5', '6', '7':
        // A single digit from 1 would be a reference to a group, which RE2 has not.
        if (c != '0' && !isOctal()) {
          return -1;
        }
        int value = c - '0';
        for (int i = 1; i < 3 && isOctal(); i++) {
          value = 8 * value + (text.charAt(position++) - '0');
        }
        return value;
      default:
        return -1;
    }
  }

  private boolean isOctal() {
    return position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '7';
  }

  private int hexEscape() {
    if (!at('{')) {
      if (position + 2 > text.length()) {
        return -1;
      }
      int high = Lexer.hexValue(text.charAt(position++));
      int low = Lexer.hexValue(text.charAt(position++));
      return high > 15 || low > 15 ? -1 : 16 * high + low;
    }
    position++;
    int from = position;
    int value = 0;
    while (position < text.length() && !at('}')) {
      int digit = Lexer.hexValue(text.charAt(position));
      value = 16 * value + digit;
      if (digit > 15 || value > Character.MAX_CODE_POINT) {
        return -1;
      }
      position++;
    }
    if (position == text.length() || position == from) {
      return -1;
    }
    position++;
    return value;
  }

  private void characterClass() {
    position++;
    if (at('^')) {
      position++;
    }
    boolean first = true;
    while (problem == null && (first || !at(']'))) {
      first = false;
      if (!posixClass() && !unicodeClass() && !perlClass()) {
        range();
      }
    }
    position++;
    push(Part.CHARACTER);
  }

  /** `[:alpha:]`. */
  private boolean posixClass() {
    int end = text.startsWith("[:", position) ? text.indexOf(":]", position + 2) : -1;
    if (end < 0) {
      return false;
    }
    String name = text.substring(position + 2, end);
    position = end + 2;
    if (!POSIX_CLASSES.contains(name.startsWith("^") ? name.substring(1) : name)) {
      problem = "`[:" + name + ":]` is no class of characters";
    }
    return true;
  }

  private void range() {
    int from = position;
    int low = classCharacter();
    boolean dash = at('-') && position + 1 < text.length() && text.charAt(position + 1) != ']';
    if (problem == null && dash) {
      position++;
      int high = classCharacter();
      if (problem == null && high < low) {
        problem = "the range `" + text.substring(from, position) + "` runs backwards";
      }
    }
  }

  private int classCharacter() {
    if (position >= text.length()) {
      problem = "a `[` is not closed";
      return -1;
    }
    if (at('\\')) {
      return escapedCharacter();
    }
    int c = text.codePointAt(position);
    position += Character.charCount(c);
    return c;
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }
}
