package dev.tocsin.dsl.labelflow;

import dev.tocsin.dsl.go.GoString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads what promtool prints: label sets. */
final class PromtoolLabels {
  private PromtoolLabels() {}

  /** The label sets of a line such as {@code got: {a="x"} 1E+00, {} 2E+00}. */
  static List<Map<String, String>> labelSets(String line) {
    List<Map<String, String>> sets = new ArrayList<>();
    int at = line.indexOf('{');
    while (at >= 0) {
      Map<String, String> labels = new TreeMap<>();
      at++;
      while (line.charAt(at) != '}') {
        int equals = line.indexOf('=', at);
        int end = equals + 2;
        while (line.charAt(end) != '"') {
          end += line.charAt(end) == '\\' ? 2 : 1;
        }
        labels.put(
            line.substring(at, equals),
            GoString.unquote(line.substring(equals + 1, end + 1)).orElseThrow());
        at = end + 1;
        while (line.charAt(at) == ',' || line.charAt(at) == ' ') {
          at++;
        }
      }
      sets.add(labels);
      // A native histogram's value has braces of its own: the next set follows a comma.
      int next = line.indexOf(", {", at);
      while (next >= 0 && line.startsWith(", {{", next)) {
        next = line.indexOf(", {", next + 3);
      }
      at = next < 0 ? -1 : next + 2;
    }
    return sets;
  }
}
