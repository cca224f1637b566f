package dev.tocsin.dsl.promql;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.problem.Span;

/**
 * Cuts a text into PromQL's words, one at a time and looking at each character once. It holds to
 * what Prometheus 3.5 accepts, oddities included: within brackets, any letter behind the first
 * duration counts as the colon of a subquery.
 */
final class Lexer {
  private final String text;
  private final int length;

  private int position;
  private boolean insideBraces;
  private boolean insideBrackets;

  /** Behind an opening bracket or an operator in it, where only durations can follow. */
  private boolean durationExpected;

  private boolean colonSeen;

  private Token token = Token.END;
  private int start;
  private String message = "";
  private String help = "";

  Lexer(String text) {
    this.text = text;
    this.length = text.length();
  }

  /** The kind of the word that {@link #next} read last. */
  Token token() {
    return token;
  }

  /** Where that word starts. */
  int start() {
    return start;
  }

  /** Where it ends, exclusive. */
  int end() {
    return position;
  }

  /** That word as it is written. */
  String word() {
    return text.substring(start, position);
  }

  /** What is wrong, when the token is {@link Token#ERROR}. */
  Problem problem() {
    return Problem.error(PromqlCheck.ID, Span.of(start, position), message).help(help);
  }

  /** Reads the next word. At the end, and behind an error, it stays where it is. */
  Token next() {
    if (token != Token.ERROR) {
      token = durationExpected ? insideDuration() : insideBraces ? matcher() : statement();
    }
    return token;
  }

  private Token statement() {
    if (!skipBlanks(true)) {
      return insideBrackets ? error("unclosed bracket", "add `]`") : Token.END;
    }
    char c = text.charAt(position++);
    if (isLetter(c)) {
      return insideBrackets ? colon(c) : name();
    }
    if (isDigit(c) || (c == '.' && isDigit(peek()))) {
      return number();
    }
    switch (c) {
      case ':':
        return insideBrackets ? colon(c) : name();
      case ',':
        return Token.COMMA;
      case '+':
        return Token.ADD;
      case '-':
        return Token.SUBTRACT;
      case '*':
        return Token.MULTIPLY;
      case '/':
        return Token.DIVIDE;
      case '%':
        return Token.MODULO;
      case '^':
        return Token.POWER;
      case '@':
        return Token.AT;
      case '(':
        return Token.LEFT_PAREN;
      case ')':
        return Token.RIGHT_PAREN;
      case '=':
        return afterEquals();
      case '!':
        return accept('=')
            ? Token.NOT_EQUAL
            : error(
                "unknown operator `!`",
                peek() == '~' ? "`!~` is only allowed inside braces" : "use `!=` or `unless`");
      case '<':
        return accept('=') ? Token.LESS_OR_EQUAL : Token.LESS;
      case '>':
        return accept('=') ? Token.GREATER_OR_EQUAL : Token.GREATER;
      case '"', '\'':
        return string(c);
      case '`':
        return rawString();
      case '{':
        insideBraces = true;
        return Token.LEFT_BRACE;
      case '[':
        if (insideBrackets) {
          return error("unexpected `[` inside brackets", "close the first one with `]`");
        }
        insideBrackets = true;
        durationExpected = true;
        colonSeen = false;
        return Token.LEFT_BRACKET;
      case ']':
        if (!insideBrackets) {
          return error("unexpected `]`: no bracket is open", "remove it");
        }
        insideBrackets = false;
        return Token.RIGHT_BRACKET;
      default:
        return unexpected(c, "");
    }
  }

  private Token afterEquals() {
    if (accept('=')) {
      return Token.EQUAL;
    }
    return peek() == '~'
        ? error("`=~` is only allowed inside braces", "use for example `{label=~\"…\"}`")
        : Token.ASSIGN;
  }

  private Token colon(char c) {
    if (colonSeen) {
      position--;
      return unexpected(c, " inside brackets");
    }
    colonSeen = true;
    return Token.COLON;
  }

  /** Behind `[`: operators, parentheses and then a number or duration. */
  private Token insideDuration() {
    if (!skipBlanks(false)) {
      return error("unclosed bracket", "add a duration and `]`");
    }
    char c = text.charAt(position++);
    if (isDigit(c) || (c == '.' && isDigit(peek()))) {
      durationExpected = false;
      return number();
    }
    switch (c) {
      case '(':
        return Token.LEFT_PAREN;
      case ')':
        return Token.RIGHT_PAREN;
      case '+':
        return Token.ADD;
      case '-':
        return Token.SUBTRACT;
      case '*':
        return Token.MULTIPLY;
      case '/':
        return Token.DIVIDE;
      case '%':
        return Token.MODULO;
      case '^':
        return Token.POWER;
      case ':':
        return error("missing range before `:`", "use for example `[1h:1m]`");
      case ']':
        return error("empty brackets", "add a duration, such as `[5m]`");
      default:
        return unexpected(c, ", expected a duration");
    }
  }

  private Token matcher() {
    if (!skipBlanks(true)) {
      return error("unclosed brace", "add `}`");
    }
    char c = text.charAt(position++);
    if (isLetter(c)) {
      while (position < length && isLetterOrDigit(text.charAt(position))) {
        position++;
      }
      return Token.IDENTIFIER;
    }
    switch (c) {
      case ',':
        return Token.COMMA;
      case '"', '\'':
        return string(c);
      case '`':
        return rawString();
      case '=':
        return accept('~') ? Token.MATCHES : Token.ASSIGN;
      case '!':
        if (accept('~')) {
          return Token.NOT_MATCHES;
        }
        return accept('=')
            ? Token.NOT_EQUAL
            : error("unknown matching operator `!`", "use `!=` or `!~`");
      case '}':
        insideBraces = false;
        return Token.RIGHT_BRACE;
      case '{':
        return error("unexpected `{` inside braces", "close the first one with `}`");
      default:
        return unexpected(c, " inside braces");
    }
  }

  private Token name() {
    while (position < length) {
      char c = text.charAt(position);
      if (!isLetterOrDigit(c) && c != ':') {
        break;
      }
      position++;
    }
    return Token.ofWord(word());
  }

  /** A number or duration, whose first character has been read. */
  private Token number() {
    position--;
    if (scanNumber()) {
      return Token.NUMBER;
    }
    position = start;
    if (scanDuration()) {
      return Token.DURATION;
    }
    while (position < length && (isLetterOrDigit(peek()) || peek() == '.')) {
      position++;
    }
    String word = word();
    return error(
        "invalid number or duration `" + word + "`",
        isLetter(word.charAt(word.length() - 1))
            ? "use a duration such as `5m` or `1h30m`; the units are y, w, d, h, m, s and ms"
            : "use a number such as `5`, `0.5`, `1e6` or `0x1F`, or a duration such as `5m`");
  }

  /**
   * Reads as far as a number can go. What it accepts need not be a number yet; {@link
   * GoNumber#parse} decides.
   */
  private boolean scanNumber() {
    boolean hex = false;
    if (accept('0') && (accept('x') || accept('X'))) {
      hex = true;
      accept('_');
    }
    accept('.');
    if (isNumberDigit(peek(), hex)) {
      position++;
    }
    boolean dot = false;
    boolean exponent = false;
    while (position < length) {
      char c = text.charAt(position);
      if (c == '.') {
        position++;
        if (dot || hex || peek() == '_' || peek() == '.') {
          return false;
        }
        dot = true;
      } else if (c == 'e' || c == 'E') {
        position++;
        if (exponent) {
          return false;
        }
        exponent = true;
        if (!accept('+')) {
          accept('-');
        }
        if (position == length || isAny(peek(), "._eE")) {
          return false;
        }
      } else if (c == '_') {
        position++;
        if (position == length || isAny(peek(), "._eE")) {
          return false;
        }
      } else if (isNumberDigit(c, hex)) {
        while (isNumberDigit(peek(), hex)) {
          position++;
        }
      } else {
        break;
      }
    }
    return !isLetterOrDigit(peek());
  }

  private boolean scanDuration() {
    do {
      int digits = position;
      while (isDigit(peek())) {
        position++;
      }
      if (position == digits || !isAny(peek(), "smhdwy")) {
        return false;
      }
      position++;
      accept('s');
    } while (isDigit(peek()));
    return !isLetterOrDigit(peek());
  }

  private Token string(char quote) {
    while (position < length) {
      char c = text.charAt(position++);
      if (c == quote) {
        return Token.STRING;
      }
      if (c == '\n') {
        position--;
        break;
      }
      if (c == '\\') {
        if (!escape(quote)) {
          return Token.ERROR;
        }
      } else if (c >= Character.MIN_SURROGATE && !isText(c)) {
        return error("invalid UTF-8 in a string", "replace it");
      }
    }
    return error("unterminated string", "close it with " + quote + " on the same line");
  }

  private Token rawString() {
    while (position < length) {
      char c = text.charAt(position++);
      if (c == '`') {
        return Token.STRING;
      }
      if (c >= Character.MIN_SURROGATE && !isText(c)) {
        return error("invalid UTF-8 in a string", "replace it");
      }
    }
    return error("unterminated string", "close it with a backquote");
  }

  /** Whether the code unit just read is text, with the one behind it where it is a pair's first. */
  private boolean isText(char c) {
    if (Character.isHighSurrogate(c) && Character.isLowSurrogate(peek())) {
      position++;
      return true;
    }
    return !Character.isSurrogate(c) && c != '\ufffd';
  }

  /** Checks the escape sequence behind a backslash. */
  private boolean escape(char quote) {
    int from = position - 1;
    char c = peek();
    position = Math.min(position + 1, length);
    if (c == quote || (c != 0 && isAny(c, "abfnrtv\\"))) {
      return true;
    }
    int value =
        switch (c) {
          case 'x' -> digits(2, 16);
          case 'u' -> digits(4, 16);
          case 'U' -> digits(8, 16);
          case '0', '1', '2', '3', '4', '5', '6', '7' -> {
            position--;
            int octal = digits(3, 8);
            yield octal > 255 ? -1 : octal;
          }
          default -> -1;
        };
    if (value >= 0
        && value <= Character.MAX_CODE_POINT
        && (value < Character.MIN_SURROGATE || value > Character.MAX_SURROGATE)) {
      return true;
    }
    start = from;
    error(
        "unknown escape sequence `" + word() + "`",
        "use `\\\\` for a backslash, or a string in backquotes");
    return false;
  }

  /** Reads exactly so many digits; -1 where they are not there. */
  private int digits(int count, int base) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      int digit = position < length ? hexValue(text.charAt(position)) : base;
      if (digit >= base) {
        return -1;
      }
      value = value * base + digit;
      position++;
    }
    return value > Character.MAX_CODE_POINT ? -1 : (int) value;
  }

  static int hexValue(char c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int letter = c | 0x20;
    return letter >= 'a' && letter <= 'f' && c < 0x80 ? letter - 'a' + 10 : 16;
  }

  /** Skips blanks and comments to the start of the next word; false at the end of the text. */
  private boolean skipBlanks(boolean comments) {
    while (position < length) {
      char c = text.charAt(position);
      if (c == '#' && comments) {
        while (position < length && !isAny(text.charAt(position), "\r\n")) {
          position++;
        }
      } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        break;
      } else {
        position++;
      }
    }
    start = position;
    return position < length;
  }

  private Token unexpected(char c, String where) {
    int codePoint = c;
    if (Character.isHighSurrogate(c) && Character.isLowSurrogate(peek())) {
      codePoint = Character.toCodePoint(c, peek());
      position++;
    }
    String name =
        Character.isISOControl(codePoint) || (codePoint >= 0xD800 && codePoint <= 0xDFFF)
            ? String.format("U+%04X", codePoint)
            : "`" + Character.toString(codePoint) + "`";
    return error("unexpected " + name + where, advice(codePoint));
  }

  private static String advice(int c) {
    return switch (c) {
      case '&' -> "use `and`";
      case '|' -> "use `or`";
      case '$' -> "PromQL has no variables; use the value";
      case ';' -> "remove it";
      case '#' -> "move the comment after the duration";
      case '\u201c', '\u201d', '\u201e', '\u2018', '\u2019' -> "use straight quotes";
      case '\u00a0', '\u202f', '\ufeff', '\u200b' -> "replace it with a plain space";
      case '\u2013', '\u2212' -> "use `-`";
      case '.' -> "quote names with dots: `{\"a.b\"}`";
      default -> "";
    };
  }

  private Token error(String problem, String fix) {
    message = problem;
    help = fix;
    token = Token.ERROR;
    return Token.ERROR;
  }

  private boolean accept(char c) {
    if (position < length && text.charAt(position) == c) {
      position++;
      return true;
    }
    return false;
  }

  /** The next character, or NUL at the end, which is not part of any word. */
  private char peek() {
    return position < length ? text.charAt(position) : 0;
  }

  private static boolean isAny(char c, String set) {
    return set.indexOf(c) >= 0;
  }

  private static boolean isNumberDigit(char c, boolean hex) {
    return isDigit(c) || (hex && hexValue(c) < 16);
  }

  static boolean isLetterOrDigit(char c) {
    return isLetter(c) || isDigit(c);
  }

  static boolean isLetter(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
