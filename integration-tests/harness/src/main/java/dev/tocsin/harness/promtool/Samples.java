package dev.tocsin.harness.promtool;

import dev.tocsin.dsl.go.GoNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Samples as promtool prints them, made readable. */
final class Samples {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+E[+-][0-9]+,?");

  private Samples() {}

  /** {@code {…} 2.1E+00} is {@code {…} 2.1}, and {@code nil} is nothing. */
  static String readable(String samples) {
    if (samples.equals("nil")) {
      return "nothing";
    }
    List<String> words = new ArrayList<>();
    for (String word : samples.split(" ", -1)) {
      boolean comma = word.endsWith(",");
      words.add(
          NUMBER.matcher(word).matches()
              ? GoNumber.readable(
                      Double.parseDouble(comma ? word.substring(0, word.length() - 1) : word))
                  + (comma ? "," : "")
              : word);
    }
    return String.join(" ", words);
  }
}
