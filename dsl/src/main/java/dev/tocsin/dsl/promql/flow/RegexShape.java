package dev.tocsin.dsl.promql.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a regular expression's structure tells about the texts it matches when it is anchored at
 * both ends, as PromQL does: whether the empty text is one of them, whether all texts are, and
 * which groups are never empty.
 *
 * <p>The syntax is <a href="https://github.com/google/re2/wiki/Syntax">RE2's</a>. Only what decides
 * these questions is read: a class is one character, whatever is in it. That keeps the answers
 * right where {@code java.util.regex} reads a pattern differently.
 */
final class RegexShape {
  /** Go refuses deeper nesting. */
  private static final int MAX_DEPTH = 1000;

  private final Node root;
  private final List<Group> groups;
  private final Map<String, Integer> names;
  private final @Nullable String literal;

  private RegexShape(
      Node root, List<Group> groups, Map<String, Integer> names, @Nullable String literal) {
    this.root = root;
    this.groups = groups;
    this.names = names;
    this.literal = literal;
  }

  /** The shape of a pattern; empty when it is none, or one that is too odd to be sure of. */
  static Optional<RegexShape> of(String pattern) {
    Reader reader = new Reader(pattern);
    Node node = reader.alternation(0);
    if (node == null || reader.at < pattern.length()) {
      return Optional.empty();
    }
    boolean plain = pattern.chars().noneMatch(c -> "\\.+*?()|[]{}^$".indexOf(c) >= 0);
    return Optional.of(new RegexShape(node, reader.groups, reader.names, plain ? pattern : null));
  }

  /** Whether the empty text matches. */
  boolean matchesEmpty() {
    return root.emptyText;
  }

  /** Whether no text but the empty one matches. */
  boolean matchesOnlyEmpty() {
    return root.onlyEmpty;
  }

  /** Whether every text matches that is not empty. */
  boolean matchesEveryNonEmpty() {
    return root.everyNonEmpty;
  }

  /** The pattern itself where it has no special characters, and so matches only itself. */
  @Nullable String literal() {
    return literal;
  }

  /** Whether a group takes part in every match and takes at least one character. */
  boolean isNeverEmpty(int group) {
    return group == 0
        ? !root.emptyText
        : group < groups.size() + 1 && groups.get(group - 1).neverEmpty;
  }

  /** Whether a group, if it exists, never takes a character. */
  boolean isAlwaysEmpty(int group) {
    return group == 0 ? root.onlyEmpty : group > groups.size() || groups.get(group - 1).onlyEmpty;
  }

  /** Whether a group always takes the whole text. */
  boolean isWhole(int group) {
    return group == 0 || (group <= groups.size() && groups.get(group - 1).whole);
  }

  /** The group of that name or number, or -1. */
  int group(String name) {
    if (name.chars().allMatch(c -> c >= '0' && c <= '9')
        && name.length() <= 8
        && (name.length() == 1 || name.charAt(0) != '0')) {
      return Integer.parseInt(name);
    }
    return names.getOrDefault(name, -1);
  }

  /**
   * A part of a pattern.
   *
   * @param emptyText matches when the whole text is empty
   * @param zeroWidth can match without taking a character
   * @param onlyEmpty never takes a character
   * @param everyNonEmpty matches every text that is not empty
   * @param free can match without taking a character wherever it stands
   */
  private record Node(
      boolean emptyText,
      boolean zeroWidth,
      boolean onlyEmpty,
      boolean everyNonEmpty,
      boolean free) {
    static final Node EMPTY = new Node(true, true, true, false, true);

    /** Takes no character, and holds at some places only. */
    static final Node ANCHOR = new Node(true, true, true, false, false);

    /** A word boundary, which the empty text does not have. */
    static final Node BOUNDARY = new Node(false, true, true, false, false);

    static final Node CHARACTER = new Node(false, false, false, false, false);
    static final Node ANYTHING = new Node(true, true, false, true, true);
    static final Node SOMETHING = new Node(false, false, false, true, false);

    Node then(Node next) {
      boolean every = (everyNonEmpty && next.free) || (next.everyNonEmpty && free);
      return new Node(
          emptyText && next.emptyText,
          zeroWidth && next.zeroWidth,
          onlyEmpty && next.onlyEmpty,
          every,
          free && next.free);
    }

    Node or(Node other) {
      return new Node(
          emptyText || other.emptyText,
          zeroWidth || other.zeroWidth,
          onlyEmpty && other.onlyEmpty,
          everyNonEmpty || other.everyNonEmpty,
          free || other.free);
    }

    Node optional() {
      return new Node(true, true, onlyEmpty, everyNonEmpty, true);
    }
  }

  /**
   * What is known about a capturing group; settled when the reader has left all that is around it.
   */
  private static final class Group {
    boolean neverEmpty;
    boolean onlyEmpty;
    boolean whole;
  }

  /** Reads the pattern once, from left to right. */
  private static final class Reader {
    private final String text;
    private final List<Group> groups = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private boolean dotIsAnything = true;
    private int at;

    Reader(String text) {
      this.text = text;
      // A pattern that plays with flags is judged with care: its dot may not match a line's end.
      this.dotIsAnything = !text.contains("(?-") && !text.matches("(?s).*\\(\\?[a-zA-Z]+-.*");
    }

    private boolean has(char c) {
      return at < text.length() && text.charAt(at) == c;
    }

    @Nullable Node alternation(int depth) {
      if (depth > MAX_DEPTH) {
        return null;
      }
      int firstGroup = groups.size();
      Node node = concatenation(depth);
      boolean branches = false;
      while (node != null && has('|')) {
        at++;
        branches = true;
        Node next = concatenation(depth);
        node = next == null ? null : node.or(next);
      }
      if (branches) {
        notInEveryMatch(firstGroup);
      }
      return node;
    }

    private void notInEveryMatch(int firstGroup) {
      for (Group group : groups.subList(firstGroup, groups.size())) {
        group.neverEmpty = false;
        group.whole = false;
      }
    }

    private @Nullable Node concatenation(int depth) {
      Node all = Node.EMPTY;
      int firstGroup = groups.size();
      int parts = 0;
      while (at < text.length() && !has('|') && !has(')')) {
        int groupsBefore = groups.size();
        Node part = repeated(depth, groupsBefore);
        if (part == null) {
          return null;
        }
        all = all.then(part);
        if (!part.onlyEmpty) {
          parts++;
        }
      }
      if (parts > 1) {
        groups.subList(firstGroup, groups.size()).forEach(group -> group.whole = false);
      }
      return all;
    }

    private @Nullable Node repeated(int depth, int firstGroup) {
      boolean dot = has('.') && dotIsAnything;
      Node node = atom(depth);
      while (node != null && at < text.length()) {
        char c = text.charAt(at);
        if (c == '*' || c == '?') {
          node = node.optional();
          if (c == '*' && dot) {
            node = Node.ANYTHING;
          }
          notInEveryMatch(firstGroup);
        } else if (c == '+') {
          if (dot) {
            node = Node.SOMETHING;
          }
          wholeNoMore(firstGroup);
        } else if (c == '{') {
          int close = text.indexOf('}', at);
          String counts = close < 0 ? "" : text.substring(at + 1, close);
          if (!counts.matches("\\d+(,\\d*)?")) {
            return node; // A brace that repeats nothing is a character.
          }
          if (counts.matches("0+(,\\d*)?")) {
            node = counts.matches("0+(,0+)?") ? Node.EMPTY : node.optional();
            notInEveryMatch(firstGroup);
          }
          wholeNoMore(firstGroup);
          at = close;
        } else {
          return node;
        }
        at++;
        if (has('?')) {
          at++; // Lazy or greedy, the same texts match.
        }
        dot = false;
      }
      return node;
    }

    private void wholeNoMore(int firstGroup) {
      groups.subList(firstGroup, groups.size()).forEach(group -> group.whole = false);
    }

    private @Nullable Node atom(int depth) {
      char c = text.charAt(at++);
      return switch (c) {
        case '(' -> group(depth);
        case '[' -> characterClass();
        case '\\' -> escape();
        case '^' -> at == 1 ? Node.EMPTY : Node.ANCHOR;
        case '$' -> at == text.length() ? Node.EMPTY : Node.ANCHOR;
        case '*', '+', '?' -> null;
        default -> Node.CHARACTER;
      };
    }

    private @Nullable Node group(int depth) {
      Group group = null;
      if (has('?')) {
        int close = text.indexOf('>', at);
        boolean longName = text.startsWith("?P<", at);
        if (longName || text.startsWith("?<", at)) {
          if (close < 0) {
            return null;
          }
          group = new Group();
          names.put(text.substring(at + (longName ? 3 : 2), close), groups.size() + 1);
          at = close + 1;
        } else {
          at++;
          while (at < text.length() && "imsU-".indexOf(text.charAt(at)) >= 0) {
            at++;
          }
          if (has(')')) {
            at++;
            return Node.EMPTY; // Flags for what follows.
          }
          if (!has(':')) {
            return null;
          }
          at++;
        }
      } else {
        group = new Group();
      }
      if (group != null) {
        group.neverEmpty = true;
        group.whole = true;
        groups.add(group);
      }
      Node node = alternation(depth + 1);
      if (node == null || !has(')')) {
        return null;
      }
      at++;
      if (group != null) {
        group.neverEmpty &= !node.zeroWidth;
        group.onlyEmpty = node.onlyEmpty;
      }
      return node;
    }

    private @Nullable Node characterClass() {
      if (has('^')) {
        at++;
      }
      boolean first = true;
      while (at < text.length() && (first || !has(']'))) {
        if (text.startsWith("[:", at) && text.indexOf(":]", at) > 0) {
          at = text.indexOf(":]", at) + 2;
        } else {
          at += has('\\') ? 2 : 1;
        }
        first = false;
      }
      if (!has(']')) {
        return null;
      }
      at++;
      return Node.CHARACTER;
    }

    private @Nullable Node escape() {
      if (at >= text.length()) {
        return null;
      }
      char c = text.charAt(at++);
      switch (c) {
        case 'A', 'z', 'B':
          return Node.ANCHOR;
        case 'b':
          return Node.BOUNDARY;
        case 'Q':
          int end = text.indexOf("\\E", at);
          int stop = end < 0 ? text.length() : end;
          boolean nothing = stop == at;
          at = end < 0 ? stop : end + 2;
          return nothing ? Node.EMPTY : Node.CHARACTER;
        case 'p', 'P', 'x':
          if (has('{')) {
            int close = text.indexOf('}', at);
            at = close < 0 ? text.length() : close + 1;
          } else {
            at = Math.min(text.length(), at + (c == 'x' ? 2 : 1));
          }
          return Node.CHARACTER;
        default:
          return Node.CHARACTER;
      }
    }
  }
}
