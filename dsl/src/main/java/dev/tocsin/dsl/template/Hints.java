package dev.tocsin.dsl.template;

import dev.tocsin.dsl.problem.Similar;
import dev.tocsin.dsl.template.Token.Kind;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** How to mend what the parser complains about. */
final class Hints {
  static final String ESCAPES =
      "known escapes are \\a \\b \\f \\n \\r \\t \\v \\\\ \\\" \\xhh \\uhhhh and octal \\ooo;"
          + " `…` has no escapes";

  private Hints() {}

  static @Nullable String lexical(String message) {
    return switch (message) {
      case "unclosed action" -> "close it with }}";
      case "unclosed comment" -> "close it with */}}";
      case "comment ends before closing delimiter" ->
          "use an action for the comment alone: {{/* … */}}";
      case "unclosed left paren" -> "close it with )";
      case "unterminated quoted string" -> "close it with \" on the same line, or use `…`";
      case "unterminated character constant" -> "use double quotes or `…` for a string";
      default ->
          message.startsWith("bad character")
              ? "templates have no operators: use functions, as in {{ eq $a $b }}, and `index` for"
                  + " labels with odd names"
              : null;
    };
  }

  static @Nullable String unexpected(Token token, String context) {
    if (token.is(Kind.RIGHT_DELIMITER) && context.equals("parentheses")) {
      return "close the parenthesis";
    }
    if (token.isKeyword("define")) {
      return "{{define}} is allowed at the top of a template only";
    }
    if (token.is(Kind.KEYWORD)) {
      return "\"" + token.text() + "\" is a keyword: it must come first in its action";
    }
    if (token.is(Kind.CHARACTER) && token.text().equals("}")) {
      return "close the action with }}";
    }
    return token.is(Kind.CHARACTER)
        ? "templates have no operators: use functions, as in {{ eq $a $b }}"
        : null;
  }

  static @Nullable String function(String name, Dialect dialect) {
    for (Dialect other : Dialect.values()) {
      if (other != dialect && other.function(name).isPresent()) {
        return "only "
            + (other == Dialect.PROMETHEUS ? "Prometheus" : "Alertmanager")
            + " has this function";
      }
    }
    return Similar.to(name, dialect.functions())
        .map(found -> "did you mean `" + found + "`?")
        .orElse("a word without $ or . before it is a function; quote text");
  }

  static @Nullable String variable(
      String name, Collection<String> known, boolean inDefinition, Dialect dialect) {
    if (inDefinition && Variables.of(dialect).contains(name)) {
      return "a definition cannot read a variable of its caller: pass it, as in {{template \"x\" "
          + name
          + "}}, and read it as {{.}}";
    }
    return Similar.to(name, known.stream().filter(other -> other.length() > 1).toList())
        .map(found -> "did you mean `" + found + "`?")
        .orElse(null);
  }
}
