package dev.tocsin.dsl.regex;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A compiled regular expression of Go's <a
 * href="https://pkg.go.dev/regexp/syntax">regexp/syntax</a>. Matching takes time linear in the
 * text, whatever the expression: there is no backtracking, so that a hostile one cannot stall a
 * check.
 *
 * <p>{@link dev.tocsin.dsl.promql.GoRegex} says why PromQL's parser has a reader of its own.
 */
public final class Re2 {
  private static final String META = "\\.+*?()[]{}^$|";

  private final String pattern;

  /** Null where {@link #literals} say all. */
  private final @Nullable Program program;

  private final @Nullable Set<String> literals;

  /** What each text that fits begins with. */
  private final String prefix;

  /** What of an anchored expression follows the prefix. */
  private final String rest;

  private Re2(
      String pattern,
      @Nullable Program program,
      @Nullable Set<String> literals,
      String prefix,
      String rest) {
    this.pattern = pattern;
    this.program = program;
    this.literals = literals;
    this.prefix = prefix;
    this.rest = rest;
  }

  /** The expression that fits this text and no other, as Go's {@code QuoteMeta} writes it. */
  public static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(META.indexOf(c) < 0 ? "" : "\\").append(c);
    }
    return out.toString();
  }

  /** The expression that fits these texts and no others, in their order. */
  public static String anyOf(Collection<String> texts) {
    return texts.stream().map(Re2::quoted).collect(Collectors.joining("|"));
  }

  /**
   * What Go would say against the expression, such as {@code error parsing regexp: missing closing
   * ]: `[a`}; empty when it compiles.
   */
  public static Optional<String> check(String pattern) {
    try {
      Program.of(new Re2Parser(pattern).parse());
      return Optional.empty();
    } catch (Re2SyntaxException e) {
      return Optional.of(e.message());
    }
  }

  /**
   * The expression, to be found anywhere in a text.
   *
   * @throws IllegalArgumentException when Go refuses it; the message is Go's
   */
  public static Re2 compile(String pattern) {
    return new Re2(pattern, program(pattern), null, "", "");
  }

  /**
   * The expression between {@code ^(?:} and {@code )$}, as Alertmanager's <a
   * href="https://github.com/prometheus/alertmanager/blob/main/pkg/labels/matcher.go">matchers</a>
   * put it: it has to fit the whole text, and {@code .} fits no line feed.
   *
   * @throws IllegalArgumentException when Go refuses it; the message is Go's
   */
  public static Re2 anchored(String pattern) {
    String whole = "^(?:" + pattern + ")$";
    String prefix = prefix(pattern);
    String rest = pattern.substring(prefix.length());
    // Most of the expressions in routes are words, which are never refused.
    Set<String> literals = literals(pattern);
    return new Re2(whole, literals == null ? program(whole) : null, literals, prefix, rest);
  }

  /** Empty where alternatives, flags or escapes leave it open. */
  private static String prefix(String pattern) {
    if (pattern.indexOf('|') >= 0 || pattern.contains("(?") || pattern.indexOf('\\') >= 0) {
      return "";
    }
    int end = 0;
    while (end < pattern.length() && META.indexOf(pattern.charAt(end)) < 0) {
      end++;
    }
    boolean repeated = end < pattern.length() && "*+?{".indexOf(pattern.charAt(end)) >= 0;
    int last = repeated && end > 0 ? pattern.offsetByCodePoints(end, -1) : end;
    return pattern.substring(0, last);
  }

  /**
   * What Go says against the expression where {@link #anchored} would wrap it; empty if nothing.
   */
  public static Optional<String> checkAnchored(String pattern) {
    return check("^(?:" + pattern + ")$");
  }

  private static Program program(String pattern) {
    try {
      return Program.of(new Re2Parser(pattern).parse());
    } catch (Re2SyntaxException e) {
      throw new IllegalArgumentException(e.message(), e);
    }
  }

  /** The texts of an expression like {@code a|b|c}, which need no machine; null for all others. */
  private static @Nullable Set<String> literals(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) != '|' && META.indexOf(pattern.charAt(i)) >= 0) {
        return null;
      }
    }
    return Set.copyOf(Arrays.asList(pattern.split("\\|", -1)));
  }

  /** The expression as it was compiled, with the anchors of {@link #anchored}. */
  public String pattern() {
    return pattern;
  }

  /** The texts that an anchored expression such as {@code a|b|c} fits; empty for any other. */
  public Optional<Set<String>> literals() {
    return Optional.ofNullable(literals);
  }

  /** Whether it is found in the text; for an anchored one, whether it fits all of it. */
  public boolean find(String text) {
    if (literals != null || program == null) {
      return literals != null && literals.contains(text);
    }
    if (!text.startsWith(prefix)) {
      return false;
    }
    int length = prefix.length();
    return switch (rest) {
      // What most of them end with; a dot fits no line feed.
      case ".*" -> text.indexOf('\n', length) < 0;
      case ".+" -> text.length() > length && text.indexOf('\n', length) < 0;
      default -> program.find(text);
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Re2 && ((Re2) other).pattern.equals(pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
