package dev.tocsin.dsl.labelflow;

import dev.tocsin.dsl.problem.Span;
import java.util.Objects;

/**
 * Why something is known about a label.
 *
 * @param text the reason as the end of a sentence, such as "`sum by (job)` keeps only job"
 * @param span the part of the expression that decides, or {@link Span#NONE} where it was built
 */
public record Reason(String text, Span span) {
  public Reason {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(span, "span");
  }

  @Override
  public String toString() {
    return text;
  }
}
