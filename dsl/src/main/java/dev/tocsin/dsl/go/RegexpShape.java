package dev.tocsin.dsl.go;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What the tree of a regular expression says about the texts that it matches when it is anchored at
 * both ends, as in PromQL: whether the empty text is one of them, whether all texts are, and which
 * groups are never empty. A set of characters is one character, whatever is in it.
 */
@API(status = API.Status.INTERNAL)
public final class RegexpShape {
  private final Facts root;
  private final List<Group> groups;
  private final Map<String, Integer> names;
  private final @Nullable String literal;

  private RegexpShape(Fold fold, Facts root, @Nullable String literal) {
    this.root = root;
    this.groups = fold.groups;
    this.names = fold.names;
    this.literal = literal;
  }

  /** The shape of an expression in PromQL; empty when it is not valid. */
  public static Optional<RegexpShape> of(String pattern) {
    RegexpNode tree;
    try {
      tree = new RegexpParser(pattern, true).parse();
    } catch (RegexpException e) {
      return Optional.empty();
    }
    Fold fold = new Fold();
    boolean plain = GoRegexp.quoteMeta(pattern).equals(pattern);
    return Optional.of(new RegexpShape(fold, fold.facts(tree, true, true), plain ? pattern : null));
  }

  /** Whether the empty text matches. */
  public boolean matchesEmpty() {
    return root.emptyText;
  }

  /** Whether no text but the empty one matches. */
  public boolean matchesOnlyEmpty() {
    return root.onlyEmpty;
  }

  /** Whether every text matches that is not empty. */
  public boolean matchesEveryNonEmpty() {
    return root.everyNonEmpty;
  }

  /** The pattern itself where it has no special characters, and so matches only itself. */
  public @Nullable String literal() {
    return literal;
  }

  /** Whether a group takes part in every match and takes at least one character. */
  public boolean isNeverEmpty(int group) {
    return group == 0
        ? !root.emptyText
        : group < groups.size() + 1 && groups.get(group - 1).neverEmpty;
  }

  /** Whether a group, if it exists, never takes a character. */
  public boolean isAlwaysEmpty(int group) {
    return group == 0 ? root.onlyEmpty : group > groups.size() || groups.get(group - 1).onlyEmpty;
  }

  /** Whether a group always takes the whole text. */
  public boolean isWhole(int group) {
    return group == 0 || (group <= groups.size() && groups.get(group - 1).whole);
  }

  /** The group of that name or number, or -1. */
  public int group(String name) {
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
   * @param free can match without taking a character wherever it is
   */
  private record Facts(
      boolean emptyText,
      boolean zeroWidth,
      boolean onlyEmpty,
      boolean everyNonEmpty,
      boolean free) {
    static final Facts EMPTY = new Facts(true, true, true, false, true);

    /** Takes no character, and holds at some places only. */
    static final Facts ANCHOR = new Facts(true, true, true, false, false);

    /** A word boundary, which the empty text does not have. */
    static final Facts BOUNDARY = new Facts(false, true, true, false, false);

    static final Facts CHARACTER = new Facts(false, false, false, false, false);
    static final Facts ANYTHING = new Facts(true, true, false, true, true);
    static final Facts SOMETHING = new Facts(false, false, false, true, false);

    Facts then(Facts next) {
      boolean every = (everyNonEmpty && next.free) || (next.everyNonEmpty && free);
      return new Facts(
          emptyText && next.emptyText,
          zeroWidth && next.zeroWidth,
          onlyEmpty && next.onlyEmpty,
          every,
          free && next.free);
    }

    Facts or(Facts other) {
      return new Facts(
          emptyText || other.emptyText,
          zeroWidth || other.zeroWidth,
          onlyEmpty && other.onlyEmpty,
          everyNonEmpty || other.everyNonEmpty,
          free || other.free);
    }

    Facts optional() {
      return new Facts(true, true, onlyEmpty, everyNonEmpty, true);
    }
  }

  /**
   * What is known about a capturing group; settled when the fold has left all that is around it.
   */
  private static final class Group {
    boolean neverEmpty;
    boolean onlyEmpty;
    boolean whole;
  }

  /** Goes over the tree once, from left to right. */
  private static final class Fold {
    private final List<Group> groups = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();

    /**
     * What holds for a node.
     *
     * @param first whether it begins where the text does
     * @param last whether it ends where the text does
     */
    Facts facts(RegexpNode node, boolean first, boolean last) {
      if (node instanceof RegexpNode.One) {
        return Facts.CHARACTER;
      } else if (node instanceof RegexpNode.At at) {
        return at(at.place(), first, last);
      } else if (node instanceof RegexpNode.Concat concat) {
        return concatenation(concat.parts(), first, last);
      } else if (node instanceof RegexpNode.Either either) {
        return alternation(either.parts(), first, last);
      } else if (node instanceof RegexpNode.Capture capture) {
        return capture(capture, first, last);
      } else if (node instanceof RegexpNode.Repeat repeat) {
        return repeated(repeat);
      }
      return Facts.EMPTY;
    }

    private static Facts at(RegexpNode.Place place, boolean first, boolean last) {
      return switch (place) {
        case BEGIN_TEXT, BEGIN_LINE -> first ? Facts.EMPTY : Facts.ANCHOR;
        case END_TEXT, END_LINE -> last ? Facts.EMPTY : Facts.ANCHOR;
        case NO_WORD_BOUNDARY -> Facts.ANCHOR;
        case WORD_BOUNDARY -> Facts.BOUNDARY;
      };
    }

    private Facts concatenation(List<RegexpNode> parts, boolean first, boolean last) {
      Facts all = Facts.EMPTY;
      int firstGroup = groups.size();
      int taking = 0;
      for (int i = 0; i < parts.size(); i++) {
        Facts part = facts(parts.get(i), first && i == 0, last && i == parts.size() - 1);
        all = all.then(part);
        taking += part.onlyEmpty ? 0 : 1;
      }
      if (taking > 1) {
        notWhole(firstGroup);
      }
      return all;
    }

    private Facts alternation(List<RegexpNode> parts, boolean first, boolean last) {
      int firstGroup = groups.size();
      Facts all = facts(parts.get(0), first, last);
      for (RegexpNode part : parts.subList(1, parts.size())) {
        all = all.or(facts(part, first, last));
      }
      notInEveryMatch(firstGroup);
      return all;
    }

    private Facts capture(RegexpNode.Capture capture, boolean first, boolean last) {
      Group group = new Group();
      groups.add(group);
      if (!capture.name().isEmpty()) {
        names.put(capture.name(), groups.size());
      }
      Facts part = facts(capture.part(), first, last);
      group.neverEmpty = !part.zeroWidth;
      group.onlyEmpty = part.onlyEmpty;
      group.whole = true;
      return part;
    }

    private Facts repeated(RegexpNode.Repeat repeat) {
      int firstGroup = groups.size();
      boolean any = repeat.part() instanceof RegexpNode.One one && one.isAny();
      Facts part = facts(repeat.part(), false, false);
      notWhole(firstGroup);
      if (repeat.min() == 0) {
        notInEveryMatch(firstGroup);
      }
      if (any && repeat.max() < 0 && repeat.min() < 2) {
        return repeat.min() == 0 ? Facts.ANYTHING : Facts.SOMETHING;
      } else if (repeat.max() == 0) {
        return Facts.EMPTY;
      } else if (repeat.min() == 0) {
        return part.optional();
      }
      return repeat.min() == 1 ? part : part.then(part);
    }

    private void notInEveryMatch(int firstGroup) {
      for (Group group : groups.subList(firstGroup, groups.size())) {
        group.neverEmpty = false;
        group.whole = false;
      }
    }

    private void notWhole(int firstGroup) {
      groups.subList(firstGroup, groups.size()).forEach(group -> group.whole = false);
    }
  }
}
