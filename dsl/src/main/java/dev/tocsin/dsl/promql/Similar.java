package dev.tocsin.dsl.promql;

import java.util.Collection;
import java.util.Locale;

/** Finds the word that somebody may have meant. */
public final class Similar {
  private static final int LONGEST = 64;

  private Similar() {}

  /** The known word with the fewest edits from {@code word}; empty when none is near enough. */
  public static String to(String word, Collection<String> known) {
    if (word.length() > LONGEST) {
      return "";
    }
    String lower = word.toLowerCase(Locale.ROOT);
    String best = "";
    int fewest = Math.max(1, lower.length() / 3) + 1;
    for (String candidate : known) {
      int edits = distance(lower, candidate);
      if (edits < fewest) {
        fewest = edits;
        best = candidate;
      }
    }
    return best;
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
