package dev.tocsin.dsl.promql;

import java.util.Objects;

/**
 * What is wrong with an expression, where, and how to mend it.
 *
 * @param message what is wrong, one sentence
 * @param span the part of the text or tree that is meant, or {@link Span#NONE}
 * @param help how to mend it, or an empty string where nothing better is known
 */
public record PromqlProblem(String message, Span span, String help) {
  public PromqlProblem {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(span, "span");
    Objects.requireNonNull(help, "help");
  }

  /** A problem that no fix is known for. */
  public static PromqlProblem of(String message, Span span) {
    return new PromqlProblem(message, span, "");
  }

  /** The message and, behind a semicolon, the fix. */
  @Override
  public String toString() {
    return help.isEmpty() ? message : message + "; " + help;
  }
}
