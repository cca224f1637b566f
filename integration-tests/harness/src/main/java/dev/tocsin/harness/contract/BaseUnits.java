package dev.tocsin.harness.contract;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The <a href="https://prometheus.io/docs/practices/naming/#base-units">base units</a>, as the
 * definitions say them and as names end with them.
 */
final class BaseUnits {
  private BaseUnits() {}

  /** From the simple name of the language's {@code Unit} to the words that a page may use. */
  private static final Map<String, Set<String>> WORDS =
      Map.of(
          "Seconds", Set.of("seconds"),
          "Timestamp", Set.of("seconds", "timestamp_seconds"),
          "Bytes", Set.of("bytes"),
          "Ratio", Set.of("ratio"),
          "Celsius", Set.of("celsius"));

  /** What names end with: base units, and those that should have been one. */
  private static final Set<String> SUFFIXES =
      Set.of(
          "seconds",
          "bytes",
          "ratio",
          "celsius",
          "milliseconds",
          "microseconds",
          "nanoseconds",
          "minutes",
          "hours",
          "percent",
          "kilobytes",
          "megabytes",
          "gigabytes",
          "bits");

  /** The unit in a metric's name, without {@code _total} and its siblings. */
  static Optional<String> in(String metric) {
    String base = metric.replaceFirst("_(total|bucket|sum|count|info)$", "");
    String last = base.substring(base.lastIndexOf('_') + 1);
    return SUFFIXES.contains(last) ? Optional.of(last) : Optional.empty();
  }

  /** Whether the definitions' unit is one that names are to end with. */
  static boolean isBase(String unit) {
    return WORDS.containsKey(unit);
  }

  /** Whether a page's word is what the definitions' unit is called; any, where it is our own. */
  static boolean agree(String unit, String word) {
    return isBase(unit) ? WORDS.getOrDefault(unit, Set.of()).contains(word) : !isSuffix(word);
  }

  private static boolean isSuffix(String word) {
    return SUFFIXES.contains(word);
  }
}
