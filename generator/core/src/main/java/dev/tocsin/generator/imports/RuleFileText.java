package dev.tocsin.generator.imports;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceGroup;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A rule file without secrets, and its comments.
 *
 * @param name what messages call it
 * @param masking masks a comment
 */
record RuleFileText(
    String name, List<SourceGroup> groups, SourceComments comments, UnaryOperator<String> masking) {
  RuleFileText {
    groups = List.copyOf(groups);
  }

  static RuleFileText of(Importer.Source source, RuleFile file, List<Problem> problems) {
    UnaryOperator<String> masking = SecretTable.comments(source.name(), List.of(), problems);
    return new RuleFileText(
        source.name(),
        SecretTable.masked(source.name(), file.groups(), problems),
        new SourceComments(source.bytes(), masking),
        masking);
  }
}
