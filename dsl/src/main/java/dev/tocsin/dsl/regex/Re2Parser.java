package dev.tocsin.dsl.regex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads Go's syntax, refusing what Go refuses, with Go's words for it. The flags at the start are
 * those of Go's {@code regexp.Compile}.
 */
final class Re2Parser {
  private static final int MAX_REPEAT = 1000;
  private static final int MAX_DEPTH = 1000;

  private final String text;
  private int at;
  private Flags flags = new Flags(false, false, false);
  private final Set<String> names = new HashSet<>();
  private final Deque<Group> open = new ArrayDeque<>();
  private Group group = new Group(flags);

  /** What {@code (?i)}, {@code (?s)} and {@code (?m)} switch; {@code (?U)} changes no verdict. */
  private record Flags(boolean fold, boolean dotAll, boolean multiLine) {}

  /** A group that is being read: the alternatives so far, and the one at hand. */
  private static final class Group {
    final Flags flagsBefore;
    final List<Node> alternatives = new ArrayList<>();
    List<Node> parts = new ArrayList<>();

    Group(Flags flagsBefore) {
      this.flagsBefore = flagsBefore;
    }

    void nextAlternative() {
      alternatives.add(parts.size() == 1 ? parts.get(0) : new Node.Concat(parts));
      parts = new ArrayList<>();
    }

    Node close() {
      nextAlternative();
      return alternatives.size() == 1 ? alternatives.get(0) : new Node.Either(alternatives);
    }
  }

  Re2Parser(String text) {
    this.text = text;
  }

  Node parse() throws Re2SyntaxException {
    int lastRepeat = -1;
    while (at < text.length()) {
      int start = at;
      int repeat = -1;
      char c = text.charAt(at);
      switch (c) {
        case '(' -> openGroup();
        case '|' -> {
          at++;
          group.nextAlternative();
        }
        case ')' -> closeGroup();
        case '^' -> place(1, flags.multiLine ? Node.Place.BEGIN_LINE : Node.Place.BEGIN_TEXT);
        case '$' -> place(1, flags.multiLine ? Node.Place.END_LINE : Node.Place.END_TEXT);
        case '.' -> {
          at++;
          boolean all = flags.dotAll;
          group.parts.add(new Node.One(point -> all || point != '\n'));
        }
        case '[' -> group.parts.add(new Node.One(bracket()));
        case '*', '+', '?' -> {
          at++;
          repeat(c == '+' ? 1 : 0, c == '?' ? 1 : -1, start, lastRepeat);
          repeat = start;
        }
        case '{' -> repeat = braces(lastRepeat);
        case '\\' -> backslash();
        default -> literal(next());
      }
      lastRepeat = repeat;
    }
    if (!open.isEmpty()) {
      throw new Re2SyntaxException("missing closing )", text);
    }
    return group.close();
  }

  private int next() {
    int c = text.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private boolean ahead(String some) {
    return text.startsWith(some, at);
  }

  private void literal(int c) {
    CharSet one = point -> point == c;
    group.parts.add(new Node.One(flags.fold ? one.folded() : one));
  }

  private void place(int length, Node.Place place) {
    at += length;
    group.parts.add(new Node.At(place));
  }

  // Groups

  private void openGroup() throws Re2SyntaxException {
    Flags before = flags;
    if (ahead("(?")) {
      if (!flagsOrName()) {
        return;
      }
    } else {
      at++;
    }
    if (open.size() >= MAX_DEPTH) {
      throw new Re2SyntaxException("expression nests too deeply", text);
    }
    open.push(group);
    group = new Group(before);
  }

  private void closeGroup() throws Re2SyntaxException {
    if (open.isEmpty()) {
      throw new Re2SyntaxException("unexpected )", text);
    }
    at++;
    Node closed = group.close();
    flags = group.flagsBefore;
    group = open.pop();
    group.parts.add(closed);
  }

  /**
   * Reads {@code (?P<name>}, {@code (?i:} or {@code (?i)}; false for the last, which opens none.
   */
  private boolean flagsOrName() throws Re2SyntaxException {
    int start = at;
    int name = ahead("(?P<") ? 4 : ahead("(?<") ? 3 : 0;
    if (name > 0) {
      int end = text.indexOf('>', at);
      if (end < 0) {
        throw new Re2SyntaxException("invalid named capture", text.substring(start));
      }
      String given = text.substring(at + name, end);
      if (given.isEmpty() || !given.chars().allMatch(Classes.WORD::has)) {
        throw new Re2SyntaxException("invalid named capture", text.substring(start, end + 1));
      }
      if (!names.add(given)) {
        throw new Re2SyntaxException("duplicate capture group name", given);
      }
      at = end + 1;
      return true;
    }
    at += 2;
    boolean fold = flags.fold;
    boolean dotAll = flags.dotAll;
    boolean multiLine = flags.multiLine;
    boolean on = true;
    boolean any = false;
    while (at < text.length()) {
      int c = next();
      switch (c) {
        case 'i' -> fold = on;
        case 's' -> dotAll = on;
        case 'm' -> multiLine = on;
        case 'U' -> {}
        case '-' -> {
          if (!on) {
            throw new Re2SyntaxException(
                "invalid or unsupported Perl syntax", text.substring(start, at));
          }
          on = false;
          any = false;
          continue;
        }
        case ':', ')' -> {
          if (!on && !any) {
            throw new Re2SyntaxException(
                "invalid or unsupported Perl syntax", text.substring(start, at));
          }
          Flags changed = new Flags(fold, dotAll, multiLine);
          if (c == ')') {
            flags = changed;
            return false;
          }
          flagsForGroup(changed);
          return true;
        }
        default ->
            throw new Re2SyntaxException(
                "invalid or unsupported Perl syntax", text.substring(start, at));
      }
      any = true;
    }
    throw new Re2SyntaxException("missing closing )", text);
  }

  /** {@code (?i:} holds until the group closes; {@link #openGroup} has kept what was before. */
  private void flagsForGroup(Flags changed) {
    flags = changed;
  }

  // Repetition

  private void repeat(int min, int max, int start, int lastRepeat) throws Re2SyntaxException {
    if (ahead("?")) {
      at++;
    }
    if (lastRepeat >= 0) {
      throw new Re2SyntaxException(
          "invalid nested repetition operator", text.substring(lastRepeat, at));
    }
    List<Node> parts = group.parts;
    if (parts.isEmpty()) {
      throw new Re2SyntaxException(
          "missing argument to repetition operator", text.substring(start, at));
    }
    Node.Repeat repeat = new Node.Repeat(parts.remove(parts.size() - 1), min, max);
    if ((min >= 2 || max >= 2) && copies(repeat) > MAX_REPEAT) {
      throw new Re2SyntaxException("invalid repeat count", text.substring(start, at));
    }
    parts.add(repeat);
  }

  /** How many copies nested counts make of what they repeat. */
  private static int copies(Node node) {
    if (node instanceof Node.Repeat repeat) {
      int own = Math.max(1, Math.max(repeat.min(), repeat.max()));
      return Math.min(MAX_REPEAT + 1, own * copies(repeat.part()));
    }
    int most = 1;
    List<Node> parts =
        node instanceof Node.Concat concat
            ? concat.parts()
            : node instanceof Node.Either either ? either.parts() : List.of();
    for (Node part : parts) {
      most = Math.max(most, copies(part));
    }
    return most;
  }

  /** Reads {@code {n,m}}, or the brace as itself where it is none; where the count began, or -1. */
  private int braces(int lastRepeat) throws Re2SyntaxException {
    int start = at;
    at++;
    int min = number();
    int max = min;
    boolean counts = min != -1;
    if (counts && ahead(",")) {
      at++;
      if (ahead("}")) {
        max = -1;
      } else {
        max = number();
        counts = max != -1;
      }
    }
    if (!counts || !ahead("}")) {
      at = start + 1;
      literal('{');
      return -1;
    }
    at++;
    if (min > MAX_REPEAT || max > MAX_REPEAT || max >= 0 && min > max) {
      throw new Re2SyntaxException("invalid repeat count", text.substring(start, at));
    }
    repeat(min, max, start, lastRepeat);
    return start;
  }

  /** A number without leading zeros, at most one more than is allowed; -1 where there is none. */
  private int number() {
    int start = at;
    int value = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      value = Math.min(MAX_REPEAT + 1, value * 10 + text.charAt(at) - '0');
      at++;
    }
    boolean padded = at - start >= 2 && text.charAt(start) == '0';
    return at == start || padded ? -1 : value;
  }

  // Escapes

  private void backslash() throws Re2SyntaxException {
    if (at + 1 < text.length()) {
      switch (text.charAt(at + 1)) {
        case 'A' -> {
          place(2, Node.Place.BEGIN_TEXT);
          return;
        }
        case 'b' -> {
          place(2, Node.Place.WORD_BOUNDARY);
          return;
        }
        case 'B' -> {
          place(2, Node.Place.NO_WORD_BOUNDARY);
          return;
        }
        case 'z' -> {
          place(2, Node.Place.END_TEXT);
          return;
        }
        case 'C' -> throw new Re2SyntaxException("invalid escape sequence", "\\C");
        case 'Q' -> {
          int end = text.indexOf("\\E", at + 2);
          int stop = end < 0 ? text.length() : end;
          at += 2;
          while (at < stop) {
            literal(next());
          }
          at = end < 0 ? stop : end + 2;
          return;
        }
        default -> {}
      }
    }
    CharSet set = namedSet();
    if (set != null) {
      group.parts.add(new Node.One(set));
    } else {
      literal(escape());
    }
  }

  /** Reads {@code \d} and {@code \p{…}}; null where there is none. */
  private @Nullable CharSet namedSet() throws Re2SyntaxException {
    if (at + 1 >= text.length() || text.charAt(at) != '\\') {
      return null;
    }
    char letter = text.charAt(at + 1);
    CharSet perl =
        switch (letter) {
          case 'd', 'D' -> Classes.DIGIT;
          case 's', 'S' -> Classes.SPACE;
          case 'w', 'W' -> Classes.WORD;
          default -> null;
        };
    if (perl != null) {
      at += 2;
      CharSet folded = flags.fold ? perl.folded() : perl;
      return Character.isUpperCase(letter) ? folded.negated() : folded;
    }
    if (letter != 'p' && letter != 'P') {
      return null;
    }
    int start = at;
    at += 2;
    boolean negated = letter == 'P';
    if (at >= text.length()) {
      throw new Re2SyntaxException("invalid character class range", text.substring(start));
    }
    String name;
    int c = next();
    if (c == '{') {
      int end = text.indexOf('}', at);
      if (end < 0) {
        throw new Re2SyntaxException("invalid character class range", text.substring(start));
      }
      name = text.substring(at, end);
      at = end + 1;
      if (name.startsWith("^")) {
        negated = !negated;
        name = name.substring(1);
      }
    } else {
      name = Character.toString(c);
    }
    CharSet set = Classes.unicode(name);
    if (set == null) {
      throw new Re2SyntaxException("invalid character class range", text.substring(start, at));
    }
    CharSet folded = flags.fold ? set.folded() : set;
    return negated ? folded.negated() : folded;
  }

  private int escape() throws Re2SyntaxException {
    int start = at;
    at++;
    if (at >= text.length()) {
      throw new Re2SyntaxException("trailing backslash at end of expression", "");
    }
    int c = next();
    switch (c) {
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        // One digit that is not 0 would be a backreference.
        if (c == '0' || octal()) {
          int value = c - '0';
          for (int i = 1; i < 3 && octal(); i++) {
            value = value * 8 + text.charAt(at++) - '0';
          }
          return value;
        }
      }
      case 'x' -> {
        int value = hex();
        if (value >= 0) {
          return value;
        }
      }
      case 'a' -> {
        return 7;
      }
      case 'f' -> {
        return '\f';
      }
      case 'n' -> {
        return '\n';
      }
      case 'r' -> {
        return '\r';
      }
      case 't' -> {
        return '\t';
      }
      case 'v' -> {
        return 11;
      }
      default -> {
        boolean letterOrDigit =
            c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
        if (c < 0x80 && !letterOrDigit) {
          return c;
        }
      }
    }
    throw new Re2SyntaxException("invalid escape sequence", text.substring(start, at));
  }

  private boolean octal() {
    return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7';
  }

  /** What follows {@code \x}; -1 where it is no number. */
  private int hex() {
    if (at >= text.length()) {
      return -1;
    }
    if (!ahead("{")) {
      int high = digit();
      int low = high < 0 ? -1 : digit();
      return low < 0 ? -1 : high * 16 + low;
    }
    at++;
    int value = 0;
    int digits = 0;
    while (at < text.length()) {
      if (ahead("}")) {
        at++;
        return digits == 0 ? -1 : value;
      }
      int digit = digit();
      value = value * 16 + digit;
      if (digit < 0 || value > Character.MAX_CODE_POINT) {
        return -1;
      }
      digits++;
    }
    return -1;
  }

  private int digit() {
    return at < text.length() ? Character.digit((char) next(), 16) : -1;
  }

  // Sets in brackets

  private CharSet bracket() throws Re2SyntaxException {
    int start = at;
    at++;
    boolean negated = ahead("^");
    if (negated) {
      at++;
    }
    List<CharSet> sets = new ArrayList<>();
    boolean first = true;
    while (first || !ahead("]")) {
      first = false;
      if (at >= text.length()) {
        throw new Re2SyntaxException("missing closing ]", text.substring(start));
      }
      CharSet named = ahead("[:") ? posix() : namedSet();
      if (named != null) {
        sets.add(named);
        continue;
      }
      int from = at;
      int low = member(start);
      int high = low;
      if (at + 1 < text.length() && text.charAt(at) == '-' && text.charAt(at + 1) != ']') {
        at++;
        high = member(start);
        if (high < low) {
          throw new Re2SyntaxException("invalid character class range", text.substring(from, at));
        }
      }
      CharSet range = CharSet.range(low, high);
      sets.add(flags.fold ? range.folded() : range);
    }
    at++;
    CharSet all = CharSet.anyOf(sets);
    return negated ? all.negated() : all;
  }

  private int member(int start) throws Re2SyntaxException {
    if (at >= text.length()) {
      throw new Re2SyntaxException("missing closing ]", text.substring(start));
    }
    return ahead("\\") ? escape() : next();
  }

  /** Reads {@code [:alpha:]}; null where it is not closed and hence none. */
  private @Nullable CharSet posix() throws Re2SyntaxException {
    int end = text.indexOf(":]", at + 2);
    if (end < 0) {
      return null;
    }
    String name = text.substring(at + 2, end);
    boolean negated = name.startsWith("^");
    CharSet set = Classes.posix(negated ? name.substring(1) : name);
    if (set == null) {
      throw new Re2SyntaxException("invalid character class range", text.substring(at, end + 2));
    }
    at = end + 2;
    CharSet folded = flags.fold ? set.folded() : set;
    return negated ? folded.negated() : folded;
  }
}
