package dev.tocsin.dsl.routing;

import dev.tocsin.dsl.go.GoSpace;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The matchers of Alertmanager before 0.27: tolerant of spaces, of missing quotes and of stray
 * backslashes, and without names beyond ASCII. After <a
 * href="https://github.com/prometheus/alertmanager/blob/v0.33.1/pkg/labels/parse.go">pkg/labels</a>.
 */
final class ClassicMatchers {
  /** Go's {@code \s}: Java's has the vertical tab as well. */
  private static final String SPACE = "[\\t\\n\\f\\r ]*";

  private static final Pattern MATCHER =
      Pattern.compile(
          SPACE
              + "([a-zA-Z_:][a-zA-Z0-9_:]*)"
              + SPACE
              + "(=~|=|!=|!~)"
              + SPACE
              + "((?s:.*?))"
              + SPACE);

  private ClassicMatchers() {}

  static List<Matcher> parse(String input) throws MatcherSyntaxException {
    String text = input.startsWith("{") ? input.substring(1) : input;
    text = text.endsWith("}") ? text.substring(0, text.length() - 1) : text;
    List<Matcher> matchers = new ArrayList<>();
    for (String one : split(text)) {
      matchers.add(parseOne(one));
    }
    return matchers;
  }

  /** The parts between commas that are not in quotes. */
  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    boolean escaped = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ',' && !quoted) {
        // The flag stays as it is past a comma: what Alertmanager does.
        parts.add(part.toString());
        part.setLength(0);
        continue;
      }
      if (c == '"') {
        if (!escaped) {
          quoted = !quoted;
        }
        escaped = false;
      } else if (c == '\\') {
        escaped = !escaped;
      } else if (c != ',') {
        escaped = false;
      }
      part.append(c);
    }
    String rest = GoSpace.trim(part.toString());
    if (!rest.isEmpty()) {
      parts.add(rest);
    }
    return parts;
  }

  static Matcher parseOne(String text) throws MatcherSyntaxException {
    java.util.regex.Matcher found = MATCHER.matcher(text);
    if (!found.matches()) {
      throw new MatcherSyntaxException("bad matcher format: " + text);
    }
    String written = found.group(3);
    boolean quoted = written.startsWith("\"");
    String value = unescape(quoted ? written.substring(1) : written, quoted, written);
    MatchOp op =
        switch (found.group(2)) {
          case "=" -> MatchOp.EQUAL;
          case "!=" -> MatchOp.NOT_EQUAL;
          case "=~" -> MatchOp.MATCHES;
          default -> MatchOp.NOT_MATCHES;
        };
    return MatcherSyntax.create(found.group(1), op, value);
  }

  private static String unescape(String raw, boolean quoted, String written)
      throws MatcherSyntaxException {
    StringBuilder value = new StringBuilder();
    boolean escaped = false;
    boolean open = quoted;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      boolean last = i == raw.length() - 1;
      if (escaped) {
        escaped = false;
        if (c == 'n') {
          value.append('\n');
        } else if (c == '"' || c == '\\') {
          value.append(c);
        } else {
          value.append('\\').append(c);
        }
      } else if (c == '\\' && !last) {
        escaped = true;
      } else if (c == '"') {
        if (!open || !last) {
          throw unescapedQuote(written);
        }
        open = false;
      } else {
        value.append(c);
      }
    }
    if (open) {
      throw unescapedQuote(written);
    }
    return value.toString();
  }

  private static MatcherSyntaxException unescapedQuote(String written) {
    return new MatcherSyntaxException("matcher value contains unescaped double quote: " + written);
  }
}
