package dev.tocsin.harness.virtual;

/** Strings as Go, and so promtool, quotes them. */
final class GoText {
  private GoText() {}

  static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t")
        + '"';
  }
}
