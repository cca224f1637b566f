package dev.tocsin.generator.yaml;

import dev.tocsin.dsl.problem.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in plain words what the scanner complains about, and what to do. */
final class Explanations {
  /** A value or an element of a list that begins with an action of a template. */
  private static final Pattern STARTS_WITH_ACTION =
      Pattern.compile("(?:^|[{,])[\\s-]*(?:[\\w.\"'-]+\\s*:|-)\\s+\\{\\{");

  /** A value in quotes or brackets that other text follows, which YAML ends there. */
  private static final Pattern QUOTED_OR_BRACKETS =
      Pattern.compile(
          "(?<=[:-]\\s)(?:\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^']|'')*'|\\{[^{}]*}|\\[[^\\[\\]]*])(?!\\s*(?:#|$|:\\s))");

  private Explanations() {}

  static Problem of(MarkedYAMLException e, @Nullable Mark mark, String text) {
    String said = String.valueOf(e.getProblem());
    int line = mark == null ? 0 : mark.getLine() + 1;
    int column = mark == null ? 0 : mark.getColumn() + 1;
    String context = e.getContext() == null ? "" : e.getContext();
    if (context.contains("\n")) {
      context = "";
    }
    return YamlDocument.problem(
        message(said, context), line, column, help(said, context, line(text, line), column));
  }

  private static String message(String said, String context) {
    if (said.contains("TAB")) {
      return "a tab is not allowed here: YAML is indented with spaces";
    }
    if (said.startsWith("mapping values are not allowed")) {
      return "a key is not allowed here";
    }
    return context.isEmpty() ? said : said + ", " + context;
  }

  private static @Nullable String help(String said, String context, String line, int column) {
    String trimmed = line.strip();
    if (trimmed.startsWith("{{") || trimmed.startsWith("{%")) {
      return "this looks like a template of Helm or Jinja: render it first";
    }
    if (STARTS_WITH_ACTION.matcher(line).find()) {
      return "put a text that starts with {{ into quotes";
    }
    if (said.contains("TAB")) {
      return "replace it by spaces";
    }
    if (said.startsWith("mapping values are not allowed")) {
      return "check the indentation; a text that contains \": \" must be in quotes or after |";
    }
    Optional<String> behind = behind(line, column);
    if (behind.isPresent()) {
      return behind.get();
    }
    if (said.contains("but found '<block mapping start>'")
        || said.contains("expected <block end>")) {
      return "check the indentation of this line against the ones above";
    }
    if (said.contains("chomping or indentation indicators")) {
      return "remove what follows | or > on its line, such as a tab";
    }
    if (context.contains("simple key")) {
      return "a key is followed by a colon and a space on the same line";
    }
    return said.contains("cannot start any token")
        ? "put a text that starts with this character into quotes"
        : null;
  }

  /** What to do where a value goes on behind the quote or the bracket that ended it. */
  private static Optional<String> behind(String line, int column) {
    Matcher value = QUOTED_OR_BRACKETS.matcher(line);
    while (value.find()) {
      int end = line.codePointCount(0, value.end());
      // The scanner complains about the first word behind it, or about what follows that.
      if (column > end && !line.substring(value.end()).isBlank()) {
        char ending = line.charAt(value.end() - 1);
        return Optional.of(
            switch (ending) {
              case '"' -> "write \\\" for a quote inside double quotes, or use single quotes";
              case '\'' -> "write '' for a quote inside single quotes, or use double quotes";
              default ->
                  "a value that starts with "
                      + value.group().charAt(0)
                      + " is a YAML "
                      + (ending == '}' ? "map" : "list")
                      + ": put the text into quotes or after |";
            });
      }
    }
    return Optional.empty();
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
