package dev.tocsin.generator.rules;

import dev.tocsin.dsl.Problem;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.yaml.FileKind;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A file of <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/">rules</a>, and
 * all that is wrong with it. It {@linkplain #ok() is right} when {@code promtool check rules} 3.5.3
 * says so at default flags; everything that only we find is a warning.
 */
public final class RuleFile {
  private final List<SourceGroup> groups;
  private final Report report;

  private RuleFile(List<SourceGroup> groups, Report report) {
    this.groups = List.copyOf(groups);
    this.report = report;
  }

  /**
   * Reads and checks a file.
   *
   * @throws IOException when it cannot be read, or {@link InputFile} refuses it
   */
  public static RuleFile read(Path file) throws IOException {
    return of(file.toString(), InputFile.read(file, InputFile.Kind.RULES));
  }

  /** Checks a file's bytes; the name is for the problems' places. */
  public static RuleFile of(String file, byte[] bytes) {
    YamlDocument document = YamlDocument.read(bytes);
    Report report = new Report(file, document);
    for (YamlProblem problem : document.problems()) {
      report.yaml("yaml/syntax", problem);
    }
    document.ignored().ifPresent(report::documents);
    if (document.root().isEmpty()) {
      return new RuleFile(List.of(), report);
    }
    Optional<YamlProblem> otherKind = FileKind.otherThan(FileKind.RULES, document.root().get());
    if (otherKind.isPresent()) {
      report.yaml("rules/kind", otherKind.get());
      return new RuleFile(List.of(), report);
    }
    List<SourceGroup> groups = new RuleDecoder(report).groups(document.root().get());
    new RuleChecks(report).check(groups);
    if (!Problem.anyError(report.problems())) {
      DuplicateRules.check(groups, report);
    }
    return new RuleFile(groups, report);
  }

  /** Whether {@code promtool check rules} accepts the file. */
  public boolean ok() {
    return !Problem.anyError(report.problems());
  }

  /** The groups, as far as they could be read. */
  public List<SourceGroup> groups() {
    return groups;
  }

  /** How many rules the file has. */
  public int ruleCount() {
    return groups.stream().mapToInt(group -> group.rules().size()).sum();
  }

  /** All that is wrong, in the order of the file. */
  public List<Problem> problems() {
    return sorted(report);
  }

  /** What an older Prometheus does not know, in the order of the file. */
  public List<Problem> unknownTo(Version target) {
    Report newer = report.part();
    new RuleVersions(target, newer).check(groups);
    return sorted(newer);
  }

  private static List<Problem> sorted(Report report) {
    List<Problem> all = new ArrayList<>(report.problems());
    Collections.sort(all);
    return Collections.unmodifiableList(all);
  }
}
