package dev.tocsin.dsl.regex;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled regular expression of Go's <a
 * href="https://pkg.go.dev/regexp/syntax">regexp/syntax</a>. Matching takes time linear in the
 * text, whatever the expression: there is no backtracking, so that a hostile one cannot stall a
 * check.
 */
public final class Re2 {
  private final String pattern;
  private final Program program;
  private final @Nullable Set<String> literals;

  private Re2(String pattern, Program program, @Nullable Set<String> literals) {
    this.pattern = pattern;
    this.program = program;
    this.literals = literals;
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
    return compile(pattern, null);
  }

  /**
   * The expression between {@code ^(?:} and {@code )$}, as Alertmanager's <a
   * href="https://github.com/prometheus/alertmanager/blob/main/pkg/labels/matcher.go">matchers</a>
   * put it: it has to fit the whole text, and {@code .} fits no line feed.
   *
   * @throws IllegalArgumentException when Go refuses it; the message is Go's
   */
  public static Re2 anchored(String pattern) {
    return compile("^(?:" + pattern + ")$", literals(pattern));
  }

  /**
   * What Go says against the expression where {@link #anchored} would wrap it; empty if nothing.
   */
  public static Optional<String> checkAnchored(String pattern) {
    return check("^(?:" + pattern + ")$");
  }

  private static Re2 compile(String pattern, @Nullable Set<String> literals) {
    try {
      return new Re2(pattern, Program.of(new Re2Parser(pattern).parse()), literals);
    } catch (Re2SyntaxException e) {
      throw new IllegalArgumentException(e.message(), e);
    }
  }

  /** The texts of an expression like {@code a|b|c}, which need no machine; null for all others. */
  private static @Nullable Set<String> literals(String pattern) {
    for (int i = 0; i < pattern.length(); i++) {
      if ("\\.+*?()[]{}^$".indexOf(pattern.charAt(i)) >= 0) {
        return null;
      }
    }
    return Set.copyOf(Arrays.asList(pattern.split("\\|", -1)));
  }

  /** The expression as it was compiled, with the anchors of {@link #anchored}. */
  public String pattern() {
    return pattern;
  }

  /** Whether it is found in the text; for an anchored one, whether it fits all of it. */
  public boolean find(String text) {
    return literals != null ? literals.contains(text) : program.find(text);
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
