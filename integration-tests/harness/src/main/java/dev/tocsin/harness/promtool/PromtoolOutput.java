package dev.tocsin.harness.promtool;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what promtool prints of expressions that gave something else than expected. */
final class PromtoolOutput {
  private static final String EXPR = "expr: ";
  private static final String GOT = "got: ";

  private PromtoolOutput() {}

  /** What each failed expression gave, by the line that names it; see {@link Expectation#key}. */
  static Map<String, String> got(String output) {
    Map<String, String> all = new LinkedHashMap<>();
    String key = "";
    for (String line : output.lines().toList()) {
      String text = line.strip();
      if (text.startsWith(EXPR)) {
        key = text;
      } else if (text.startsWith(GOT) && !key.isEmpty()) {
        all.put(key, text.substring(GOT.length()));
        key = "";
      }
    }
    return all;
  }
}
