package dev.tocsin.dsl.routing;

import dev.tocsin.dsl.go.GoSpace;
import dev.tocsin.dsl.go.GoString;
import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The matchers of Alertmanager from 0.27 on: any UTF-8 name, and texts that need quotes have to
 * have them. After <a
 * href="https://github.com/prometheus/alertmanager/tree/v0.33.1/matcher/parse">matcher/parse</a>.
 */
final class Utf8Matchers {
  private static final String NO_NAME = "expected label name";
  private static final String NO_OPERATOR = "expected an operator such as '=', '!=', '=~' or '!~'";
  private static final String NO_VALUE = "expected label value";
  private static final String END = "end of input";

  /** What a token is. */
  enum Kind {
    END,
    OPEN_BRACE,
    CLOSE_BRACE,
    COMMA,
    EQUALS,
    NOT_EQUALS,
    MATCHES,
    NOT_MATCHES,
    QUOTED,
    UNQUOTED
  }

  /** A token; columns count code points from 0. */
  record Token(Kind kind, String text, int from, int to) {}

  private final String input;
  private final List<Matcher> matchers = new ArrayList<>();
  private int at;

  private Utf8Matchers(String input) {
    this.input = input;
  }

  static List<Matcher> parse(String input) throws MatcherSyntaxException {
    return new Utf8Matchers(input).all();
  }

  /** All tokens of a text, for tests. */
  static List<Token> tokens(String input) throws MatcherSyntaxException {
    Utf8Matchers lexer = new Utf8Matchers(input);
    List<Token> all = new ArrayList<>();
    for (Token token = lexer.scan(); token.kind != Kind.END; token = lexer.scan()) {
      all.add(token);
    }
    return all;
  }

  private List<Matcher> all() throws MatcherSyntaxException {
    if (peek().kind == Kind.END) {
      return matchers;
    }
    boolean open = peek().kind == Kind.OPEN_BRACE;
    if (open) {
      scan();
    }
    Kind first = peek().kind;
    if (first != Kind.END && first != Kind.CLOSE_BRACE) {
      boolean more = true;
      while (more) {
        matchers.add(matcher());
        more = another();
      }
    }
    close(open);
    Token rest = scan("expected end of input");
    if (rest.kind != Kind.END) {
      throw new MatcherSyntaxException(
          rest.from + ":" + rest.to + ": " + rest.text + ": expected end of input");
    }
    return matchers;
  }

  private Matcher matcher() throws MatcherSyntaxException {
    String name = unquoted(expect(NO_NAME, Kind.QUOTED, Kind.UNQUOTED));
    Token operator =
        expect(NO_OPERATOR, Kind.EQUALS, Kind.NOT_EQUALS, Kind.MATCHES, Kind.NOT_MATCHES);
    MatchOp op =
        switch (operator.kind) {
          case EQUALS -> MatchOp.EQUAL;
          case NOT_EQUALS -> MatchOp.NOT_EQUAL;
          case MATCHES -> MatchOp.MATCHES;
          default -> MatchOp.NOT_MATCHES;
        };
    String value = unquoted(expect(NO_VALUE, Kind.QUOTED, Kind.UNQUOTED));
    try {
      return MatcherSyntax.create(name, op, value);
    } catch (MatcherSyntaxException e) {
      throw new MatcherSyntaxException("failed to create matcher: " + e.text());
    }
  }

  /** Reads a comma and tells whether a matcher follows. */
  private boolean another() throws MatcherSyntaxException {
    String wanted = "expected a comma or close brace";
    Token token = peek(wanted);
    if (token.kind == Kind.END || token.kind == Kind.CLOSE_BRACE) {
      return false;
    }
    if (token.kind != Kind.COMMA) {
      throw unexpected(token, wanted);
    }
    scan();
    wanted = "expected a matcher or close brace after comma";
    token = peek(wanted);
    return switch (token.kind) {
      case END, CLOSE_BRACE -> false;
      case QUOTED, UNQUOTED -> true;
      default -> throw unexpected(token, wanted);
    };
  }

  private void close(boolean open) throws MatcherSyntaxException {
    Token token = peek();
    if (open) {
      if (token.kind != Kind.CLOSE_BRACE) {
        throw new MatcherSyntaxException("0:" + column(at) + ": " + END + ": expected close brace");
      }
      scan();
    } else if (token.kind == Kind.CLOSE_BRACE) {
      scan();
      throw new MatcherSyntaxException("0:" + column(at) + ": }: expected opening brace");
    }
  }

  private String unquoted(Token token) throws MatcherSyntaxException {
    if (token.kind == Kind.UNQUOTED) {
      return token.text;
    }
    Optional<String> text = GoString.unquote(token.text).filter(GoString::isUtf8);
    if (text.isEmpty()) {
      throw new MatcherSyntaxException(
          token.from + ":" + token.to + ": " + token.text + ": invalid input");
    }
    return text.get();
  }

  private Token expect(String wanted, Kind... kinds) throws MatcherSyntaxException {
    Token token = scan(wanted);
    if (token.kind == Kind.END) {
      throw new MatcherSyntaxException(END + ": " + wanted);
    }
    for (Kind kind : kinds) {
      if (token.kind == kind) {
        return token;
      }
    }
    throw unexpected(token, wanted);
  }

  private static MatcherSyntaxException unexpected(Token token, String wanted) {
    return new MatcherSyntaxException(
        token.from + ":" + token.to + ": unexpected " + token.text + ": " + wanted);
  }

  // Tokens

  private Token peek() throws MatcherSyntaxException {
    int before = at;
    Token token = scan();
    at = before;
    return token;
  }

  private Token peek(String wanted) throws MatcherSyntaxException {
    int before = at;
    Token token = scan(wanted);
    at = before;
    return token;
  }

  private Token scan(String wanted) throws MatcherSyntaxException {
    try {
      return scan();
    } catch (MatcherSyntaxException e) {
      throw new MatcherSyntaxException(e.text() + ": " + wanted);
    }
  }

  private Token scan() throws MatcherSyntaxException {
    while (at < input.length() && GoSpace.is(input.codePointAt(at))) {
      at += Character.charCount(input.codePointAt(at));
    }
    int start = at;
    if (at == input.length()) {
      return new Token(Kind.END, "", 0, 0);
    }
    int c = input.codePointAt(at);
    at += Character.charCount(c);
    return switch (c) {
      case '{' -> token(Kind.OPEN_BRACE, start);
      case '}' -> token(Kind.CLOSE_BRACE, start);
      case ',' -> token(Kind.COMMA, start);
      case '=' -> accept('~') ? token(Kind.MATCHES, start) : token(Kind.EQUALS, start);
      case '!' -> not(start);
      case '"' -> quoted(start);
      default -> {
        if (Matcher.isReserved(c)) {
          throw new MatcherSyntaxException(place(start) + ": invalid input");
        }
        while (at < input.length() && !Matcher.isReserved(input.codePointAt(at))) {
          at += Character.charCount(input.codePointAt(at));
        }
        yield token(Kind.UNQUOTED, start);
      }
    };
  }

  private Token not(int start) throws MatcherSyntaxException {
    if (accept('=')) {
      return token(Kind.NOT_EQUALS, start);
    }
    if (accept('~')) {
      return token(Kind.NOT_MATCHES, start);
    }
    String columns = column(start) + ":" + column(at);
    throw new MatcherSyntaxException(
        at >= input.length()
            ? columns + ": unexpected end of input, expected one of '=~'"
            : columns + ": " + input.substring(start, at) + ": expected one of '=~'");
  }

  private Token quoted(int start) throws MatcherSyntaxException {
    boolean escaped = false;
    while (at < input.length()) {
      char c = input.charAt(at++);
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = true;
      } else if (c == '"') {
        return token(Kind.QUOTED, start);
      }
    }
    throw new MatcherSyntaxException(place(start) + ": missing end \"");
  }

  private boolean accept(char c) {
    if (at < input.length() && input.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private Token token(Kind kind, int start) {
    return new Token(kind, input.substring(start, at), column(start), column(at));
  }

  private String place(int start) {
    return column(start) + ":" + column(at) + ": " + input.substring(start, at);
  }

  private int column(int offset) {
    return input.codePointCount(0, offset);
  }
}
