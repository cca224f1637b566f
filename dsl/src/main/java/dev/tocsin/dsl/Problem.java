package dev.tocsin.dsl;

import dev.tocsin.dsl.internal.Masking;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One finding: what is wrong, where, and how to mend it. Checks collect problems and never throw
 * them; they are printed together, sorted by place. Names, passwords and parameters in the
 * addresses that they quote are masked.
 */
public final class Problem implements Comparable<Problem> {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing((Problem problem) -> problem.place.file())
          .thenComparingInt(problem -> problem.place.line())
          .thenComparingInt(problem -> problem.place.column())
          .thenComparing(problem -> problem.check)
          .thenComparing(problem -> problem.message);

  /** How bad a problem is. */
  public enum Level {
    /** The output would be wrong, or refused by the real tools. */
    ERROR,
    /** The output works, and probably not as meant. */
    WARNING
  }

  private final String check;
  private final Level level;
  private final Place place;
  private final String message;
  private final Optional<String> help;
  private final List<String> excerpt;

  private Problem(
      String check,
      Level level,
      Place place,
      String message,
      Optional<String> help,
      List<String> excerpt) {
    this.check = Objects.requireNonNull(check, "check");
    this.level = level;
    this.place = place.withFile(Masking.message(place.file()));
    this.message = Masking.message(message);
    this.help = help.map(Masking::message);
    this.excerpt = excerpt.stream().map(Masking::message).toList();
  }

  /** An error that the check of this id found. */
  public static Problem error(String check, Place place, String message) {
    return new Problem(check, Level.ERROR, place, message, Optional.empty(), List.of());
  }

  /** A warning that the check of this id found. */
  public static Problem warning(String check, Place place, String message) {
    return new Problem(check, Level.WARNING, place, message, Optional.empty(), List.of());
  }

  /** With the way to mend it. */
  public Problem help(String fix) {
    return new Problem(check, level, place, message, Optional.of(fix), excerpt);
  }

  /** With lines of source that show it, such as an expression and a caret under the fault. */
  public Problem showing(List<String> lines) {
    return new Problem(check, level, place, message, help, lines);
  }

  /** The id of the check, such as {@code promql/syntax}. */
  public String check() {
    return check;
  }

  public Level level() {
    return level;
  }

  public Place place() {
    return place;
  }

  public String message() {
    return message;
  }

  /** The way to mend it. */
  public Optional<String> help() {
    return help;
  }

  /** Lines of source that show it; may be empty. */
  public List<String> excerpt() {
    return excerpt;
  }

  /** Whether any of them is an error. */
  public static boolean anyError(List<Problem> problems) {
    return problems.stream().anyMatch(problem -> problem.level == Level.ERROR);
  }

  @Override
  public int compareTo(Problem other) {
    return BY_PLACE.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Problem
        && ((Problem) other).check.equals(check)
        && ((Problem) other).level == level
        && ((Problem) other).place.equals(place)
        && ((Problem) other).message.equals(message);
  }

  @Override
  public int hashCode() {
    return Objects.hash(check, level, place, message);
  }

  /** The problem as people read it, over several lines where it has an excerpt or a fix. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(place).append(": ").append(level == Level.ERROR ? "error" : "warning");
    text.append(": ").append(message).append(" [").append(check).append(']');
    for (String line : excerpt) {
      text.append("\n    ").append(line);
    }
    help.ifPresent(fix -> text.append("\n    fix: ").append(fix));
    return text.toString();
  }
}
