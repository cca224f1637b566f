package dev.tocsin.dsl.go;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads Go's syntax, refusing what Go refuses, with Go's words for it and Go's limits. */
final class RegexpParser {
  private static final int MAX_REPEAT = 1000;

  /** How deep the tree may be. */
  private static final int MAX_LEVELS = 1000;

  /** How many instructions a program may have: 128 MiB of 40 bytes each. */
  private static final long MAX_INSTRUCTIONS = (128 << 20) / 40;

  private final String text;
  private final boolean inPromql;
  private int at;
  private Flags flags;
  private final Set<String> names = new HashSet<>();
  private final Deque<Group> open = new ArrayDeque<>();
  private Group group;

  /** What {@code (?i)}, {@code (?s)} and {@code (?m)} switch; {@code (?U)} changes no verdict. */
  private record Flags(boolean fold, boolean dotAll, boolean multiLine) {}

  /**
   * A part that has been read, and what Go's limits count of it.
   *
   * @param levels how deep its tree is
   * @param size how many instructions it takes
   * @param repeats how often counts inside of it repeat it at most
   */
  private record Part(RegexpNode node, int levels, long size, int repeats) {
    static Part single(RegexpNode node) {
      return new Part(node, 1, 1, 1);
    }

    /** These parts in one node. */
    static Part all(List<Part> parts, long ownSize, Function<List<RegexpNode>, RegexpNode> node) {
      if (parts.size() == 1) {
        return parts.get(0);
      }
      int levels = 0;
      long size = ownSize;
      int repeats = 1;
      List<RegexpNode> nodes = new ArrayList<>(parts.size());
      for (Part part : parts) {
        levels = Math.max(levels, part.levels);
        size += part.size;
        repeats = Math.max(repeats, part.repeats);
        nodes.add(part.node);
      }
      return new Part(node.apply(nodes), levels + 1, size, repeats);
    }
  }

  /** A group that is being read: the alternatives so far, and the one at hand. */
  private static final class Group {
    final Flags flagsBefore;

    /** Null where the group captures nothing. */
    final @Nullable String name;

    final List<Part> alternatives = new ArrayList<>();
    List<Part> parts = new ArrayList<>();

    Group(Flags flagsBefore, @Nullable String name) {
      this.flagsBefore = flagsBefore;
      this.name = name;
    }

    void add(RegexpNode node) {
      parts.add(Part.single(node));
    }

    void nextAlternative() {
      alternatives.add(
          parts.isEmpty()
              ? Part.single(new RegexpNode.Empty())
              : Part.all(parts, 0, RegexpNode.Concat::new));
      parts = new ArrayList<>();
    }

    Part close() {
      nextAlternative();
      Part all = Part.all(alternatives, alternatives.size() - 1L, RegexpNode.Either::new);
      return name == null
          ? all
          : new Part(
              new RegexpNode.Capture(name, all.node), all.levels + 1, all.size + 2, all.repeats);
    }
  }

  /**
   * Reads this text.
   *
   * @param inPromql as Prometheus 3 reads it, which has {@code .} match line feeds and takes two
   *     groups of one name, and which puts what it has read between {@code ^} and {@code $}
   */
  RegexpParser(String text, boolean inPromql) {
    this.text = text;
    this.inPromql = inPromql;
    this.flags = new Flags(false, inPromql, false);
    this.group = new Group(flags, null);
  }

  RegexpNode parse() throws RegexpException {
    if (!GoString.isUtf8(text)) {
      throw new RegexpException("invalid UTF-8", text, "it contains bytes that are not UTF-8");
    }
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
        case '^' ->
            place(1, flags.multiLine ? RegexpNode.Place.BEGIN_LINE : RegexpNode.Place.BEGIN_TEXT);
        case '$' ->
            place(1, flags.multiLine ? RegexpNode.Place.END_LINE : RegexpNode.Place.END_TEXT);
        case '.' -> {
          at++;
          group.add(new RegexpNode.One(flags.dotAll ? CharSet.ANY : point -> point != '\n'));
        }
        case '[' -> group.add(new RegexpNode.One(bracket()));
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
      throw missingParen();
    }
    Part all = group.close();
    checked(inPromql ? new Part(all.node, all.levels + 1, all.size, all.repeats) : all);
    return all.node;
  }

  private Part checked(Part part) throws RegexpException {
    if (part.levels > MAX_LEVELS) {
      throw new RegexpException("expression nests too deeply", text, "it is nested too deeply");
    }
    if (part.size > MAX_INSTRUCTIONS) {
      throw new RegexpException("expression too large", text, "it is too large");
    }
    return part;
  }

  private RegexpException missingParen() {
    return new RegexpException("missing closing )", text, "a `(` is not closed");
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
    group.add(new RegexpNode.One(flags.fold ? one.folded() : one));
  }

  private void place(int length, RegexpNode.Place place) {
    at += length;
    group.add(new RegexpNode.At(place));
  }

  // Groups

  private void openGroup() throws RegexpException {
    Flags before = flags;
    int name = ahead("(?P<") ? 4 : ahead("(?<") ? 3 : 0;
    if (name > 0) {
      push(new Group(before, name(name)));
    } else if (!ahead("(?")) {
      at++;
      push(new Group(before, ""));
    } else if (flags()) {
      push(new Group(before, null));
    }
  }

  private void push(Group inner) {
    open.push(group);
    group = inner;
  }

  private void closeGroup() throws RegexpException {
    if (open.isEmpty()) {
      throw new RegexpException("unexpected )", text, "a `)` closes no group");
    }
    at++;
    Part closed = checked(group.close());
    flags = group.flagsBefore;
    group = open.pop();
    group.parts.add(closed);
  }

  /** Reads {@code (?P<name>}, whose name begins so far behind the parenthesis. */
  private String name(int offset) throws RegexpException {
    int start = at;
    int end = text.indexOf('>', at);
    String given = end < 0 ? "" : text.substring(at + offset, end);
    if (given.isEmpty() || !given.chars().allMatch(CharClasses.WORD::has)) {
      throw new RegexpException(
          "invalid named capture",
          text.substring(start, end < 0 ? text.length() : end + 1),
          "the name of a group must consist of letters, digits and underscores");
    }
    if (!names.add(given) && !inPromql) {
      throw new RegexpException(
          "duplicate capture group name", given, "two groups have the name `" + given + "`");
    }
    at = end + 1;
    return given;
  }

  /** Reads {@code (?i:} or {@code (?i)}; false for the latter, which opens no group. */
  private boolean flags() throws RegexpException {
    int start = at;
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
            throw unknownFlag(start);
          }
          on = false;
          any = false;
          continue;
        }
        case ':', ')' -> {
          if (!on && !any) {
            throw unknownFlag(start);
          }
          flags = new Flags(fold, dotAll, multiLine);
          return c == ':';
        }
        default -> throw unknownFlag(start);
      }
      any = true;
    }
    throw missingParen();
  }

  private RegexpException unknownFlag(int start) {
    return new RegexpException(
        "invalid or unsupported Perl syntax",
        text.substring(start, at),
        "unknown flag after `(?`: RE2 has no lookaround");
  }

  // Repetition

  private void repeat(int min, int max, int start, int lastRepeat) throws RegexpException {
    if (ahead("?")) {
      at++;
    }
    String operator = text.substring(start, at);
    if (lastRepeat >= 0) {
      throw new RegexpException(
          "invalid nested repetition operator",
          text.substring(lastRepeat, at),
          "`" + operator + "` repeats a repetition; put the first one into parentheses");
    }
    List<Part> parts = group.parts;
    if (parts.isEmpty()) {
      throw new RegexpException(
          "missing argument to repetition operator",
          operator,
          "there is nothing before `" + operator + "` to repeat");
    }
    Part part = parts.remove(parts.size() - 1);
    int repeats = part.repeats * Math.max(1, max < 0 ? min : max);
    if ((min >= 2 || max >= 2) && repeats > MAX_REPEAT) {
      throw new RegexpException(
          "invalid repeat count", operator, "nested counts repeat more than 1000 times");
    }
    long size;
    if (max < 0) {
      size = min == 0 ? part.size + 2 : min * part.size + 1;
    } else {
      size = Math.max(1, max * part.size + (max - min));
    }
    parts.add(
        checked(
            new Part(new RegexpNode.Repeat(part.node, min, max), part.levels + 1, size, repeats)));
  }

  /** Reads {@code {n,m}}, or the brace as itself where it is none; where the count began, or -1. */
  private int braces(int lastRepeat) throws RegexpException {
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
      String count = text.substring(start, at);
      throw new RegexpException(
          "invalid repeat count",
          count,
          "`" + count + "` repeats more than 1000 times, or has its limits in reverse order");
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

  private void backslash() throws RegexpException {
    if (at + 1 < text.length()) {
      switch (text.charAt(at + 1)) {
        case 'A' -> {
          place(2, RegexpNode.Place.BEGIN_TEXT);
          return;
        }
        case 'b' -> {
          place(2, RegexpNode.Place.WORD_BOUNDARY);
          return;
        }
        case 'B' -> {
          place(2, RegexpNode.Place.NO_WORD_BOUNDARY);
          return;
        }
        case 'z' -> {
          place(2, RegexpNode.Place.END_TEXT);
          return;
        }
        case 'C' -> throw unknownEscape("\\C");
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
      group.add(new RegexpNode.One(set));
    } else {
      literal(escape());
    }
  }

  /** Reads {@code \d} and {@code \p{…}}; null where there is none. */
  private @Nullable CharSet namedSet() throws RegexpException {
    if (at + 1 >= text.length() || text.charAt(at) != '\\') {
      return null;
    }
    char letter = text.charAt(at + 1);
    CharSet perl =
        switch (letter) {
          case 'd', 'D' -> CharClasses.DIGIT;
          case 's', 'S' -> CharClasses.SPACE;
          case 'w', 'W' -> CharClasses.WORD;
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
      throw unknownUnicode(text.substring(start));
    }
    String name;
    int c = next();
    if (c == '{') {
      int end = text.indexOf('}', at);
      if (end < 0) {
        throw unknownUnicode(text.substring(start));
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
    CharSet set = CharClasses.unicode(name);
    if (set == null) {
      throw unknownUnicode(text.substring(start, at));
    }
    CharSet folded = flags.fold ? set.folded() : set;
    return negated ? folded.negated() : folded;
  }

  private static RegexpException unknownUnicode(String where) {
    return new RegexpException(
        "invalid character class range",
        where,
        "unknown category or script of Unicode `" + where + "`");
  }

  private static RegexpException unknownEscape(String where) {
    return new RegexpException(
        "invalid escape sequence", where, "unknown escape sequence `" + where + "`");
  }

  private int escape() throws RegexpException {
    int start = at;
    at++;
    if (at >= text.length()) {
      throw new RegexpException(
          "trailing backslash at end of expression", "", "it ends with a backslash");
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
    throw unknownEscape(text.substring(start, at));
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
    int c = at < text.length() ? next() : -1;
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }

  // Sets in brackets

  private CharSet bracket() throws RegexpException {
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
        throw missingBracket(start);
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
          String range = text.substring(from, at);
          throw new RegexpException(
              "invalid character class range", range, "range `" + range + "` is in reverse order");
        }
      }
      CharSet members = CharSet.range(low, high);
      sets.add(flags.fold ? members.folded() : members);
    }
    at++;
    CharSet all = CharSet.anyOf(sets);
    return negated ? all.negated() : all;
  }

  private RegexpException missingBracket(int start) {
    return new RegexpException("missing closing ]", text.substring(start), "a `[` is not closed");
  }

  private int member(int start) throws RegexpException {
    if (at >= text.length()) {
      throw missingBracket(start);
    }
    return ahead("\\") ? escape() : next();
  }

  /** Reads {@code [:alpha:]}; null where it is not closed and hence none. */
  private @Nullable CharSet posix() throws RegexpException {
    int end = text.indexOf(":]", at + 2);
    if (end < 0) {
      return null;
    }
    String name = text.substring(at + 2, end);
    boolean negated = name.startsWith("^");
    CharSet set = CharClasses.posix(negated ? name.substring(1) : name);
    if (set == null) {
      String where = text.substring(at, end + 2);
      throw new RegexpException(
          "invalid character class range", where, "unknown character class `" + where + "`");
    }
    at = end + 2;
    CharSet folded = flags.fold ? set.folded() : set;
    return negated ? folded.negated() : folded;
  }
}
