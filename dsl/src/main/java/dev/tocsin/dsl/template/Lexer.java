package dev.tocsin.dsl.template;

import dev.tocsin.dsl.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Splits a template into tokens, where Go's own lexer splits it (<a
 * href="https://pkg.go.dev/text/template#hdr-Text_and_spaces">text and spaces</a> tells of trim
 * markers).
 */
final class Lexer {
  private static final Set<String> KEYWORDS =
      Set.of(
          "block", "break", "continue", "define", "else", "end", "if", "range", "template", "with");

  private final String input;
  private int at;
  private boolean insideAction;
  private int parens;
  private int actionStart;

  Lexer(String input) {
    this.input = input;
  }

  /** The tokens up to the end of the text or to the first error, which is the last one. */
  List<Token> tokens() {
    List<Token> tokens = new ArrayList<>();
    Token token;
    do {
      token = insideAction ? inAction() : inText();
      tokens.add(token);
    } while (!token.is(Kind.ERROR) && !token.is(Kind.END_OF_TEXT));
    return tokens;
  }

  private boolean sees(String text) {
    return input.startsWith(text, at);
  }

  private char charAt(int index) {
    return index < input.length() ? input.charAt(index) : '\0';
  }

  private static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  private static boolean isAlphanumeric(int c) {
    return c == '_'
        || Character.isLetter(c)
        || Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
  }

  private Token token(Kind kind, int start) {
    return new Token(kind, input.substring(start, at), start, at);
  }

  private Token error(String message, int start) {
    return new Token(Kind.ERROR, message, start, Math.max(start, Math.min(at, input.length())));
  }

  // --- text -----------------------------------------------------------------------------------

  private Token inText() {
    while (true) {
      int start = at;
      int open = input.indexOf("{{", at);
      if (open < 0) {
        at = input.length();
        return token(start < at ? Kind.TEXT : Kind.END_OF_TEXT, start);
      }
      boolean trims =
          charAt(open + 2) == '-' && isSpace(charAt(open + 3)) && open + 3 < input.length();
      int end = open;
      while (trims && end > start && isSpace(input.charAt(end - 1))) {
        end--;
      }
      at = open;
      if (end > start) {
        return new Token(Kind.TEXT, input.substring(start, end), start, end);
      }
      // The marker is a minus and the one space behind it.
      int behind = open + (trims ? 4 : 2);
      if (input.startsWith("/*", behind)) {
        Token problem = comment(open, behind);
        if (problem != null) {
          return problem;
        }
        continue;
      }
      at = open + 2;
      Token delimiter = token(Kind.LEFT_DELIMITER, open);
      at = behind;
      insideAction = true;
      parens = 0;
      actionStart = open;
      return delimiter;
    }
  }

  private @Nullable Token comment(int open, int start) {
    int close = input.indexOf("*/", start + 2);
    if (close < 0) {
      return error("unclosed comment", open);
    }
    at = close + 2;
    if (sees("}}")) {
      at += 2;
      return null;
    }
    if (isSpace(charAt(at)) && charAt(at + 1) == '-' && input.startsWith("}}", at + 2)) {
      at += 4;
      skipSpaces();
      return null;
    }
    at = open;
    return error("comment ends before closing delimiter", open);
  }

  private void skipSpaces() {
    while (at < input.length() && isSpace(input.charAt(at))) {
      at++;
    }
  }

  // --- actions --------------------------------------------------------------------------------

  private boolean atTrimmedRight(int index) {
    return isSpace(charAt(index)) && charAt(index + 1) == '-' && input.startsWith("}}", index + 2);
  }

  private Token inAction() {
    boolean trims = atTrimmedRight(at);
    if (trims || sees("}}")) {
      if (parens > 0) {
        return error("unclosed left paren", at);
      }
      int start = at + (trims ? 2 : 0);
      at = start + 2;
      Token delimiter = token(Kind.RIGHT_DELIMITER, start);
      if (trims) {
        skipSpaces();
      }
      insideAction = false;
      return delimiter;
    }
    int start = at;
    if (at >= input.length()) {
      return error("unclosed action", actionStart);
    }
    int c = input.codePointAt(at);
    if (isSpace(c)) {
      return space();
    }
    switch (c) {
      case '=':
        at++;
        return token(Kind.ASSIGN, start);
      case ':':
        if (charAt(at + 1) != '=') {
          return error("expected :=", start);
        }
        at += 2;
        return token(Kind.DECLARE, start);
      case '|':
        at++;
        return token(Kind.PIPE, start);
      case '"':
        return quoted('"', Kind.STRING, "unterminated quoted string");
      case '`':
        return raw();
      case '\'':
        return quoted('\'', Kind.CHARACTER_CONSTANT, "unterminated character constant");
      case '$':
        at++;
        return name(Kind.VARIABLE, start);
      case '(':
        at++;
        parens++;
        return token(Kind.LEFT_PAREN, start);
      case ')':
        if (parens == 0) {
          return error("unexpected right paren", start);
        }
        at++;
        parens--;
        return token(Kind.RIGHT_PAREN, start);
      default:
        break;
    }
    if (c == '.' && at + 1 < input.length() && !isDigit(input.charAt(at + 1))) {
      at++;
      return name(Kind.FIELD, start);
    }
    if (c == '.' || c == '+' || c == '-' || isDigit(c)) {
      return number();
    }
    if (isAlphanumeric(c)) {
      return identifier();
    }
    if (c >= ' ' && c < 0x7f) {
      at++;
      return token(Kind.CHARACTER, start);
    }
    return error(String.format("unrecognized character in action: U+%04X", c), start);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private Token space() {
    int start = at;
    skipSpaces();
    // The last space may belong to a right delimiter with a trim marker.
    if (atTrimmedRight(at - 1)) {
      at--;
      if (at == start) {
        return inAction();
      }
    }
    return token(Kind.SPACE, start);
  }

  private boolean atTerminator() {
    if (at >= input.length()) {
      return true;
    }
    char c = input.charAt(at);
    return isSpace(c) || ".,|:)(".indexOf(c) >= 0 || sees("}}");
  }

  private void skipAlphanumerics() {
    while (at < input.length()) {
      int c = input.codePointAt(at);
      if (!isAlphanumeric(c)) {
        return;
      }
      at += Character.charCount(c);
    }
  }

  private Token badCharacter() {
    int c = input.codePointAt(at);
    return new Token(
        Kind.ERROR,
        String.format("bad character U+%04X", c)
            + (c > ' ' && c != 0x7f ? " '" + Character.toString(c) + "'" : ""),
        at,
        at + Character.charCount(c));
  }

  /** A field or a variable, whose first character is past. */
  private Token name(Kind kind, int start) {
    if (atTerminator()) {
      return token(kind == Kind.FIELD ? Kind.DOT : kind, start);
    }
    skipAlphanumerics();
    return atTerminator() ? token(kind, start) : badCharacter();
  }

  private Token identifier() {
    int start = at;
    skipAlphanumerics();
    if (!atTerminator()) {
      return badCharacter();
    }
    String word = input.substring(start, at);
    if (KEYWORDS.contains(word)) {
      return token(Kind.KEYWORD, start);
    }
    if (word.equals("nil")) {
      return token(Kind.NIL, start);
    }
    boolean bool = word.equals("true") || word.equals("false");
    return token(bool ? Kind.BOOL : Kind.IDENTIFIER, start);
  }

  private Token quoted(char quote, Kind kind, String unterminated) {
    int start = at;
    at++;
    while (at < input.length()) {
      char c = input.charAt(at++);
      if (c == quote) {
        return token(kind, start);
      }
      if (c == '\n' || (c == '\\' && (at >= input.length() || input.charAt(at++) == '\n'))) {
        break;
      }
    }
    return error(unterminated, start);
  }

  private Token raw() {
    int start = at;
    int close = input.indexOf('`', at + 1);
    at = close < 0 ? input.length() : close + 1;
    return close < 0
        ? error("unterminated raw quoted string", start)
        : token(Kind.RAW_STRING, start);
  }

  // --- numbers --------------------------------------------------------------------------------

  private Token number() {
    int start = at;
    if (!scanNumber()) {
      return error("bad number syntax: \"" + input.substring(start, at) + "\"", start);
    }
    if (charAt(at) != '+' && charAt(at) != '-') {
      return token(Kind.NUMBER, start);
    }
    return scanNumber() && input.charAt(at - 1) == 'i'
        ? token(Kind.COMPLEX, start)
        : error("bad number syntax: \"" + input.substring(start, at) + "\"", start);
  }

  private boolean accept(String valid) {
    if (at < input.length() && valid.indexOf(input.charAt(at)) >= 0) {
      at++;
      return true;
    }
    return false;
  }

  private void acceptRun(String valid) {
    while (accept(valid)) {
      // All is in the condition.
    }
  }

  private boolean scanNumber() {
    String decimal = "0123456789_";
    String hex = "0123456789abcdefABCDEF_";
    String digits = decimal;
    accept("+-");
    if (accept("0")) {
      if (accept("xX")) {
        digits = hex;
      } else if (accept("oO")) {
        digits = "01234567_";
      } else if (accept("bB")) {
        digits = "01_";
      }
    }
    acceptRun(digits);
    if (accept(".")) {
      acceptRun(digits);
    }
    if (digits.equals(decimal) && accept("eE") || digits.equals(hex) && accept("pP")) {
      accept("+-");
      acceptRun(decimal);
    }
    accept("i");
    if (at < input.length() && isAlphanumeric(input.codePointAt(at))) {
      at += Character.charCount(input.codePointAt(at));
      return false;
    }
    return true;
  }
}
