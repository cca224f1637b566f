package dev.tocsin.dsl.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word that an unknown one was probably meant to be: "did you mean …?". */
public final class Similar {
  private static final int LONGEST = 64;

  private Similar() {}

  /**
   * The known word with the fewest edits from {@code word}, or the shortest that begins with it;
   * empty when none is near enough. Upper and lower case are one, and of two equally near the first
   * in the alphabet is given.
   */
  public static Optional<String> to(String word, Collection<String> known) {
    if (word.isEmpty() || word.length() > LONGEST) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT);
    int most = Math.max(1, lower.length() / 3);
    List<String> sorted = known.stream().sorted().toList();
    String best = null;
    int fewest = most + 1;
    for (String candidate : sorted) {
      if (Math.abs(candidate.length() - lower.length()) < fewest) {
        int edits = distance(lower, candidate.toLowerCase(Locale.ROOT));
        if (edits < fewest) {
          fewest = edits;
          best = candidate;
        }
      }
    }
    return best != null || lower.length() < 4
        ? Optional.ofNullable(best)
        : sorted.stream()
            .filter(candidate -> candidate.toLowerCase(Locale.ROOT).startsWith(lower))
            .min(Comparator.comparingInt(String::length));
  }

  /** How many letters to insert, remove, replace or swap with a neighbour. */
  private static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
        }
      }
    }
    return edits[a.length()][b.length()];
  }
}
