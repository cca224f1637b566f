package dev.tocsin.dsl.template;

import dev.tocsin.dsl.Problem;
import dev.tocsin.dsl.promql.Span;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with a template: an error where Go refuses it, a warning where it would write
 * nonsense or fail when an alert fires.
 *
 * @param check the id of the check: {@code template/syntax}, {@code template/arity}, …
 * @param message what is wrong
 * @param span where, in UTF-16 code units of the template's text
 * @param help how to mend it, or null
 */
public record TemplateProblem(
    String check, Problem.Level level, String message, Span span, @Nullable String help) {

  /** Whether Go, and so the real tool, refuses the template for this. */
  public boolean isError() {
    return level == Problem.Level.ERROR;
  }

  static TemplateProblem error(String message, Span span, @Nullable String help) {
    return new TemplateProblem("template/syntax", Problem.Level.ERROR, message, span, help);
  }

  static TemplateProblem warning(String check, String message, Span span, @Nullable String help) {
    return new TemplateProblem(check, Problem.Level.WARNING, message, span, help);
  }
}
