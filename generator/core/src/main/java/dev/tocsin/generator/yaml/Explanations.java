package dev.tocsin.generator.yaml;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words what the scanner complains about, and what to do. */
final class Explanations {
  private Explanations() {}

  static YamlProblem of(MarkedYAMLException e, @Nullable Mark mark, String text) {
    String said = String.valueOf(e.getProblem());
    int line = mark == null ? 0 : mark.getLine() + 1;
    int column = mark == null ? 0 : mark.getColumn() + 1;
    String context = e.getContext() == null ? "" : e.getContext();
    if (context.contains("\n")) {
      context = "";
    }
    return new YamlProblem(
        message(said, context), line, column, help(said, context, line(text, line)));
  }

  private static String message(String said, String context) {
    if (said.contains("TAB")) {
      return "a tab cannot stand here: YAML is indented with spaces";
    }
    if (said.startsWith("mapping values are not allowed")) {
      return "a key cannot stand here";
    }
    return context.isEmpty() ? said : said + ", " + context;
  }

  private static @Nullable String help(String said, String context, String line) {
    String trimmed = line.strip();
    if (trimmed.startsWith("{{") || trimmed.startsWith("{%")) {
      return "this looks like a template of Helm or Jinja: render it first";
    }
    if (line.contains(": {{") || line.contains("- {{")) {
      return "put a text that starts with {{ into quotes";
    }
    if (said.contains("TAB")) {
      return "replace it by spaces";
    }
    if (said.startsWith("mapping values are not allowed")) {
      return "check the indentation; a text with \": \" in it stands in quotes or after |";
    }
    if (said.contains("but found '<block mapping start>'")
        || said.contains("expected <block end>")) {
      return "check the indentation of this line against the ones above";
    }
    if (context.contains("simple key")) {
      return "a key is followed by a colon and a space on the same line";
    }
    return said.contains("cannot start any token")
        ? "put a text that starts with this character into quotes"
        : null;
  }

  private static String line(String text, int line) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      int next = text.indexOf('\n', start);
      if (next < 0) {
        return "";
      }
      start = next + 1;
    }
    int end = text.indexOf('\n', start);
    return end < 0 ? text.substring(start) : text.substring(start, end);
  }
}
