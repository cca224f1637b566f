package dev.tocsin.generator.alertmanager;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.template.Dialect;
import dev.tocsin.dsl.template.Template;
import java.util.Optional;

/** Whether texts are templates that Go reads. */
final class GoTemplates {
  private GoTemplates() {}

  /** What is wrong with a template in a place where only Go's own functions are known. */
  static Optional<String> problem(String text) {
    return first(Template.parse(text, Dialect.GO));
  }

  private static Optional<String> first(Template template) {
    return template.problems().stream().map(Problem::message).findFirst();
  }
}
