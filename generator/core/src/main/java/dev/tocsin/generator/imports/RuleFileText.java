package dev.tocsin.generator.imports;

import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.rules.SourceGroup;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A rule file that was read, and its comments.
 *
 * @param name what messages call it
 */
record RuleFileText(String name, List<SourceGroup> groups, SourceComments comments) {
  RuleFileText {
    groups = List.copyOf(groups);
  }

  static RuleFileText of(Importer.Source source, RuleFile file) {
    return new RuleFileText(
        source.name(), file.groups(), new SourceComments(source.bytes(), UnaryOperator.identity()));
  }
}
