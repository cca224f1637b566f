package dev.tocsin.harness.promtool;

/** Texts in a YAML file that is written to be read. */
final class Yaml {
  private Yaml() {}

  /** In single quotes, in which nothing but they themselves means anything. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''").replace("\n", " ") + "'";
  }
}
