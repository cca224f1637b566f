package dev.tocsin.dsl.go;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A compiled regular expression of Go's <a
 * href="https://pkg.go.dev/regexp/syntax">regexp/syntax</a>. Matching takes time linear in the
 * text, whatever the expression: there is no backtracking, so that a hostile one cannot stall a
 * check.
 *
 * <p>Prometheus and Alertmanager differ in three points, and so does this class: {@link #inPromql}
 * has {@code .} match line feeds and takes two groups of one name; {@link #anchored} reads the
 * anchors around the expression as a part of it.
 *
 * <p>RE2/J was tried in its place. It refuses scripts that Go knows ({@code \p{Adlam}}) and two
 * groups of one name, takes nested counts and sizes that Go refuses, needs 50 s for a million
 * parentheses, and keeps its tree to itself, so that label flow would need a second reader.
 */
public final class GoRegexp {
  private static final String META = "\\.+*?()[]{}^$|";
  private static final Pattern WORDS = Pattern.compile("[^\\\\.+*?()\\[\\]{}^$]*");

  private final String pattern;

  /** Null where {@link #literals} say all. */
  private final @Nullable RegexpProgram program;

  private final @Nullable Set<String> literals;

  /** What each text that fits begins with. */
  private final String prefix;

  /** What of an anchored expression follows the prefix. */
  private final String rest;

  private GoRegexp(
      String pattern,
      @Nullable RegexpProgram program,
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
  public static String quoteMeta(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(META.indexOf(c) < 0 ? "" : "\\").append(c);
    }
    return out.toString();
  }

  /** The expression that fits these texts and no others, in their order. */
  public static String anyOf(Collection<String> texts) {
    return texts.stream().map(GoRegexp::quoteMeta).collect(Collectors.joining("|"));
  }

  /**
   * What Go would say against the expression, such as {@code error parsing regexp: missing closing
   * ]: `[a`}; empty when it compiles.
   */
  public static Optional<String> check(String pattern) {
    try {
      new RegexpParser(pattern, false).parse();
      return Optional.empty();
    } catch (RegexpException e) {
      return Optional.of(e.message());
    }
  }

  /** What is wrong with a regular expression in PromQL, in our words; empty when nothing is. */
  public static Optional<String> problemInPromql(String pattern) {
    // Prometheus does not parse words and alternatives of words.
    if (WORDS.matcher(pattern).matches()) {
      return Optional.empty();
    }
    try {
      new RegexpParser(pattern, true).parse();
      return Optional.empty();
    } catch (RegexpException e) {
      return Optional.of(e.explanation());
    }
  }

  /**
   * The expression, to be found anywhere in a text.
   *
   * @throws IllegalArgumentException when Go refuses it; the message is Go's
   */
  public static GoRegexp compile(String pattern) {
    return new GoRegexp(pattern, program(pattern), null, "", "");
  }

  /**
   * The expression as Prometheus 3 matches label values with it: it has to match the whole text,
   * and {@code .} matches line feeds.
   *
   * @throws IllegalArgumentException when Go refuses it; the message is Go's
   */
  public static GoRegexp inPromql(String pattern) {
    Set<String> literals = literals(pattern);
    if (literals != null) {
      return new GoRegexp(whole(pattern), null, literals, "", "");
    }
    try {
      RegexpNode whole =
          new RegexpNode.Concat(
              List.of(
                  new RegexpNode.At(RegexpNode.Place.BEGIN_TEXT),
                  new RegexpParser(pattern, true).parse(),
                  new RegexpNode.At(RegexpNode.Place.END_TEXT)));
      return new GoRegexp(whole(pattern), RegexpProgram.of(whole), null, "", "");
    } catch (RegexpException e) {
      throw new IllegalArgumentException(e.message(), e);
    }
  }

  /**
   * The expression between {@code ^(?:} and {@code )$}, as Alertmanager's <a
   * href="https://github.com/prometheus/alertmanager/blob/main/pkg/labels/matcher.go">matchers</a>
   * put it: it has to fit the whole text, and {@code .} fits no line feed.
   *
   * @throws IllegalArgumentException when Go refuses it; the message is Go's
   */
  public static GoRegexp anchored(String pattern) {
    String whole = "^(?:" + pattern + ")$";
    String prefix = prefix(pattern);
    String rest = pattern.substring(prefix.length());
    // Most of the expressions in routes are words, which are never refused.
    Set<String> literals = literals(pattern);
    return new GoRegexp(whole, literals == null ? program(whole) : null, literals, prefix, rest);
  }

  private static String whole(String pattern) {
    return "^(?s:" + pattern + ")$";
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

  private static RegexpProgram program(String pattern) {
    try {
      return RegexpProgram.of(new RegexpParser(pattern, false).parse());
    } catch (RegexpException e) {
      throw new IllegalArgumentException(e.message(), e);
    }
  }

  /** The texts of an expression like {@code a|b|c}, which need no machine; null for all others. */
  private static @Nullable Set<String> literals(String pattern) {
    if (!WORDS.matcher(pattern).matches()) {
      return null;
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
    return other instanceof GoRegexp regexp && regexp.pattern.equals(pattern);
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
