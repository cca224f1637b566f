package dev.tocsin.harness.accelerated;

import java.util.regex.Pattern;

/** Traces that templates leave in a text when they go wrong. */
final class Prose {
  /**
   * What Go writes where a verb does not fit its value, such as {@code %!d(float64=5.25)}: see <a
   * href="https://pkg.go.dev/fmt#hdr-Format_errors">its format errors</a>.
   */
  private static final Pattern MISFIT = Pattern.compile("%!.?\\([^)]*\\)");

  private Prose() {}

  /** What is wrong with a text, to go on behind its name; empty when nothing is. */
  static String wrong(String text) {
    if (text.contains("<error expanding template")) {
      return "cannot be expanded";
    }
    if (text.contains("<no value>")) {
      return "names a label or value that is not there";
    }
    if (MISFIT.matcher(text).find()) {
      return "is printed by a verb that does not fit the value";
    }
    return text.contains("{{") ? "was not expanded" : "";
  }
}
