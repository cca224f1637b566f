package dev.tocsin.dsl.routing;

import dev.tocsin.dsl.promql.MatchOp;
import dev.tocsin.dsl.promql.Matcher;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How Alertmanager reads {@code matchers}: in one of two syntaxes, or, by default, in the newer
 * with the older as the way out. After <a
 * href="https://github.com/prometheus/alertmanager/blob/v0.33.1/matcher/compat/parse.go">its
 * compat</a> package.
 */
public enum MatcherSyntax {
  /** Names of ASCII, tolerant; Alertmanager up to 0.26, or with {@code classic-mode}. */
  CLASSIC,

  /** Any UTF-8 name, strict about quotes; Alertmanager with {@code utf8-strict-mode}. */
  UTF8,

  /**
   * Alertmanager's default from 0.27 on: UTF-8, but classic where only that understands the text,
   * and classic too where both do and disagree.
   */
  FALLBACK;

  private static final Pattern CLASSIC_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  /**
   * What a text was read as.
   *
   * @param matchers what it says; empty when it is wrong
   * @param error why it is wrong, in Alertmanager's words
   * @param warning that a coming Alertmanager will refuse it or read it otherwise
   */
  public record Reading(List<Matcher> matchers, Optional<String> error, Optional<String> warning) {
    public Reading {
      matchers = List.copyOf(matchers);
    }

    /** Whether it is right. */
    public boolean isValid() {
      return error.isEmpty();
    }
  }

  /**
   * Reads no, one or several matchers, as they are in {@code matchers}, {@code {}} around or not.
   */
  public Reading parse(String input) {
    Matcher plain = plain(input);
    if (plain != null) {
      return right(List.of(plain));
    }
    return switch (this) {
      case CLASSIC -> classic(input);
      case UTF8 -> utf8(input);
      case FALLBACK -> fallback(input);
    };
  }

  /** Reads exactly one matcher without braces, as on {@code amtool}'s command line. */
  public Reading parseOne(String input) {
    if (this != CLASSIC && (input.startsWith("{") || input.endsWith("}"))) {
      return wrong("unexpected open or close brace: " + input);
    }
    return switch (this) {
      case CLASSIC -> classicOne(input);
      case UTF8 -> one(utf8(input));
      case FALLBACK -> merge(one(utf8(input)), classicOne(input));
    };
  }

  /** Whether Alertmanager takes the text as a label's name. */
  public boolean isValidLabelName(String name) {
    return this == CLASSIC ? CLASSIC_NAME.matcher(name).matches() : !name.isEmpty();
  }

  /** Whether the text is a label's name in {@code match} and {@code match_re}, in every mode. */
  public static boolean isClassicLabelName(String name) {
    return CLASSIC_NAME.matcher(name).matches();
  }

  /**
   * Reads the common spelling, which all modes read alike: a classic name, an operator, and behind
   * it without blanks a value in quotes that needs no thought. Null for all else, and for a regular
   * expression that is none. Large configurations have thousands.
   */
  private static @Nullable Matcher plain(String input) {
    int length = input.length();
    int end = 0;
    while (end < length && isNameCharacter(input.charAt(end), end == 0)) {
      end++;
    }
    int quote = input.indexOf('"', end);
    if (end == 0 || quote < 0 || quote > end + 2 || length < quote + 2) {
      return null;
    }
    MatchOp op = null;
    for (MatchOp one : MatchOp.values()) {
      if (one.symbol().length() == quote - end && input.startsWith(one.symbol(), end)) {
        op = one;
      }
    }
    for (int i = quote + 1; i < length - 1; i++) {
      char c = input.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == ',' || c == '{' || c == '}') {
        return null;
      }
    }
    if (op == null || input.charAt(length - 1) != '"') {
      return null;
    }
    try {
      return Matcher.of(input.substring(0, end), op, input.substring(quote + 1, length - 1))
          .checked();
    } catch (IllegalArgumentException e) {
      return null; // The long way says why.
    }
  }

  private static boolean isNameCharacter(char c, boolean first) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '_'
        || !first && c >= '0' && c <= '9';
  }

  private static Reading classic(String input) {
    try {
      return right(ClassicMatchers.parse(input));
    } catch (MatcherSyntaxException e) {
      return wrong(e.text());
    }
  }

  private static Reading classicOne(String input) {
    try {
      return right(List.of(ClassicMatchers.parseOne(input)));
    } catch (MatcherSyntaxException e) {
      return wrong(e.text());
    }
  }

  private static Reading utf8(String input) {
    try {
      return right(Utf8Matchers.parse(input));
    } catch (MatcherSyntaxException e) {
      return wrong(e.text());
    }
  }

  private static Reading one(Reading reading) {
    if (!reading.isValid() || reading.matchers.size() == 1) {
      return reading;
    }
    return wrong(
        reading.matchers.isEmpty()
            ? "no matchers"
            : "expected 1 matcher, found " + reading.matchers.size());
  }

  private static Reading fallback(String input) {
    return merge(utf8(input), classic(input));
  }

  private static Reading merge(Reading utf8, Reading classic) {
    if (!utf8.isValid()) {
      return classic.isValid()
          ? warned(
              classic,
              "only Alertmanager's classic syntax reads this, and it is going away: "
                  + utf8.error.orElse(""))
          : classic;
    }
    if (classic.isValid() && !classic.matchers.equals(utf8.matchers)) {
      return warned(
          classic,
          "Alertmanager's two syntaxes read this differently, and the classic one still wins: "
              + Matcher.toString(classic.matchers)
              + " now, "
              + Matcher.toString(utf8.matchers)
              + " later");
    }
    return utf8;
  }

  private static Reading right(List<Matcher> matchers) {
    return new Reading(matchers, Optional.empty(), Optional.empty());
  }

  private static Reading wrong(String error) {
    return new Reading(List.of(), Optional.of(error), Optional.empty());
  }

  private static Reading warned(Reading reading, String warning) {
    return new Reading(reading.matchers, Optional.empty(), Optional.of(warning));
  }

  static Matcher create(String name, MatchOp op, String value) throws MatcherSyntaxException {
    try {
      return Matcher.of(name, op, value).checked();
    } catch (IllegalArgumentException e) {
      throw new MatcherSyntaxException(Objects.requireNonNullElse(e.getMessage(), ""));
    }
  }
}
