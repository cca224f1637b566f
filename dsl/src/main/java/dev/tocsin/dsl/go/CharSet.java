package dev.tocsin.dsl.go;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A set of code points, by a condition on one. */
@FunctionalInterface
interface CharSet {
  /** Every code point. */
  CharSet ANY = c -> true;

  /** Whether the code point is in the set. */
  boolean has(int c);

  /** The code points from {@code lo} to {@code hi}, both included. */
  static CharSet range(int lo, int hi) {
    return c -> lo <= c && c <= hi;
  }

  /** Those that are in any of the sets. */
  static CharSet anyOf(List<CharSet> sets) {
    List<CharSet> all = List.copyOf(sets);
    return c -> {
      for (CharSet set : all) {
        if (set.has(c)) {
          return true;
        }
      }
      return false;
    };
  }

  /** All others. */
  default CharSet negated() {
    return c -> !has(c);
  }

  /** Those too that differ from one of the set in nothing but case. */
  default CharSet folded() {
    return c -> {
      if (has(c)) {
        return true;
      }
      for (int other : Folds.of(c)) {
        if (has(other)) {
          return true;
        }
      }
      return false;
    };
  }

  /** Which code points differ in nothing but case: Unicode's simple folding. */
  final class Folds {
    private static final Map<Integer, int[]> BY_CANONICAL = build();
    private static final int[] NONE = {};

    private Folds() {}

    private static int canonical(int c) {
      return Character.toLowerCase(Character.toUpperCase(c));
    }

    private static Map<Integer, int[]> build() {
      Map<Integer, List<Integer>> groups = new HashMap<>();
      for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
        int canonical = canonical(c);
        if (canonical != c || Character.toUpperCase(c) != c || Character.toLowerCase(c) != c) {
          // U+0130 and U+0131, the Turkish i's, fold to nothing but themselves.
          if (c != 0x130 && c != 0x131) {
            groups.computeIfAbsent(canonical, key -> new ArrayList<>()).add(c);
          }
        }
      }
      Map<Integer, int[]> all = new HashMap<>();
      groups.forEach(
          (canonical, members) ->
              all.put(canonical, members.stream().mapToInt(Integer::intValue).toArray()));
      return all;
    }

    static int[] of(int c) {
      return c == 0x130 || c == 0x131 ? NONE : BY_CANONICAL.getOrDefault(canonical(c), NONE);
    }
  }
}
