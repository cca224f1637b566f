package dev.tocsin.dsl.problem;

import dev.tocsin.dsl.internal.Masking;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong, where, and how to fix it. Parsers and checks return problems and never throw them.
 * A parser knows a text but not its file: its problems have a {@link Span} of the text, and the
 * caller turns that into a place and an excerpt, with {@link #in(String, String)} for a file and
 * {@link #at(Place, String)} for a text in a Java definition.
 *
 * <p>Names, passwords and parameters in the addresses that a problem quotes are masked.
 */
public final class Problem implements Comparable<Problem> {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem problem) -> problem.content.place.file())
          .thenComparingInt(problem -> problem.content.place.line())
          .thenComparingInt(problem -> problem.content.place.column())
          .thenComparing(problem -> problem.content.check)
          .thenComparing(problem -> problem.content.message);

  /** How bad a problem is. */
  public enum Level {
    /** The output would be wrong, or refused by the real tools. */
    ERROR,
    /** The output works, but probably not as intended. */
    WARNING
  }

  private record Content(
      String check,
      Level level,
      Place place,
      Span span,
      String message,
      Optional<String> help,
      List<String> excerpt) {
    Content {
      Objects.requireNonNull(check, "check");
      place = place.in(Masking.message(place.file()));
      message = Masking.message(message);
      help = help.map(Masking::message);
      excerpt = excerpt.stream().map(Masking::message).toList();
    }
  }

  private final Content content;

  private Problem(
      String check,
      Level level,
      Place place,
      Span span,
      String message,
      Optional<String> help,
      List<String> excerpt) {
    this.content = new Content(check, level, place, span, message, help, excerpt);
  }

  private static Problem of(String check, Level level, Place place, Span span, String message) {
    return new Problem(check, level, place, span, message, Optional.empty(), List.of());
  }

  /** An error that the check of this id found. */
  public static Problem error(String check, Place place, String message) {
    return of(check, Level.ERROR, place, Span.NONE, message);
  }

  /** A warning that the check of this id found. */
  public static Problem warning(String check, Place place, String message) {
    return of(check, Level.WARNING, place, Span.NONE, message);
  }

  /** An error in a text whose file is not known yet. */
  public static Problem error(String check, Span span, String message) {
    return of(check, Level.ERROR, Place.NONE, span, message);
  }

  /** A warning about a text whose file is not known yet. */
  public static Problem warning(String check, Span span, String message) {
    return of(check, Level.WARNING, Place.NONE, span, message);
  }

  /** With the fix; without one if it is null or empty. */
  public Problem help(@Nullable String fix) {
    Optional<String> help = Optional.ofNullable(fix).filter(text -> !text.isEmpty());
    return with(content.place, content.message, help, content.excerpt);
  }

  /** With lines of source that show it, as {@link Excerpt} makes them. */
  public Problem showing(List<String> lines) {
    return with(content.place, content.message, content.help, lines);
  }

  /** With a prefix of the message that says which definition has the problem. */
  public Problem about(String prefix) {
    return with(content.place, prefix + content.message, content.help, content.excerpt);
  }

  /** At another place, such as the Java line that a line of a generated file comes from. */
  public Problem at(Place place) {
    return with(place, content.message, content.help, content.excerpt);
  }

  /** In a file whose name was not known, at the same line and column. */
  public Problem in(String file) {
    return at(content.place.in(file));
  }

  /** In a file whose whole text was parsed: the span gives line, column and excerpt. */
  public Problem in(String file, String text) {
    Span span = content.span;
    return at(span.isKnown() ? Place.in(file, text, span.start()) : Place.file(file), text);
  }

  /** At the place of the definition that holds the text: the span gives the excerpt. */
  public Problem at(Place place, String text) {
    return at(place).showing(Excerpt.of(text, content.span));
  }

  private Problem with(Place place, String message, Optional<String> help, List<String> excerpt) {
    return new Problem(content.check, content.level, place, content.span, message, help, excerpt);
  }

  /** The id of the check, such as {@code promql/expression}. */
  public String check() {
    return content.check;
  }

  public Level level() {
    return content.level;
  }

  /** Whether it is an error, not a warning. */
  public boolean isError() {
    return content.level == Level.ERROR;
  }

  public Place place() {
    return content.place;
  }

  /** The part of the parsed text that is wrong, or {@link Span#NONE}. */
  public Span span() {
    return content.span;
  }

  public String message() {
    return content.message;
  }

  /** How to fix it. */
  public Optional<String> help() {
    return content.help;
  }

  /** Lines of source that show it; may be empty. */
  public List<String> excerpt() {
    return content.excerpt;
  }

  /** Whether any of them is an error. */
  public static boolean anyError(List<Problem> problems) {
    return problems.stream().anyMatch(Problem::isError);
  }

  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Problem problem
        && problem.content.level == content.level
        && problem.compareTo(this) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(content.check, content.level, content.place, content.message);
  }

  /** The message and, behind a semicolon, the fix, for where there is one line only. */
  public String oneLine() {
    return content.message + content.help.map(fix -> "; fix: " + fix).orElse("");
  }

  /** The problem as people read it, over several lines where it has an excerpt or a fix. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (!content.place.equals(Place.NONE)) {
      text.append(content.place).append(": ");
    }
    text.append(isError() ? "error: " : "warning: ").append(content.message);
    text.append(" [").append(content.check).append(']');
    for (String line : content.excerpt) {
      text.append("\n    ").append(line);
    }
    content.help.ifPresent(fix -> text.append("\n    fix: ").append(fix));
    return text.toString();
  }
}
