package dev.tocsin.generator.rules;

import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.schema.Version;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.source.Section;
import dev.tocsin.generator.source.SourceProblems;
import dev.tocsin.generator.source.VersionCheck;
import dev.tocsin.generator.yaml.FileKind;
import dev.tocsin.generator.yaml.YamlDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of <a
 * href="https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/">rules</a>, and
 * all that is wrong with it. It {@linkplain #ok() is right} when {@code promtool check rules} 3.5.3
 * says so at default flags; everything that only we find is a warning.
 */
public final class RuleFile {
  private final Optional<Section> file;
  private final List<SourceGroup> groups;
  private final SourceProblems problems;

  private RuleFile(Optional<Section> file, SourceProblems problems) {
    this.file = file;
    this.groups = file.map(RuleReader::groups).orElse(List.of());
    this.problems = problems;
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
    SourceProblems problems = SourceProblems.of(file, document);
    problems.yaml("yaml/syntax");
    if (document.root().isEmpty()) {
      return new RuleFile(Optional.empty(), problems);
    }
    Optional<Problem> otherKind = FileKind.otherThan(FileKind.RULES, document.root().get());
    if (otherKind.isPresent()) {
      problems.yaml("rules/kind", otherKind.get());
      return new RuleFile(Optional.empty(), problems);
    }
    RuleFile read = new RuleFile(RuleReader.file(document.root().get(), problems), problems);
    new RuleChecks(problems).check(read.groups);
    if (!problems.anyError()) {
      DuplicateRules.check(read.groups, problems);
    }
    return read;
  }

  /** Whether {@code promtool check rules} accepts the file. */
  public boolean ok() {
    return !problems.anyError();
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
    return problems.all();
  }

  /** What an older Prometheus does not know, in the order of the file. */
  public List<Problem> unknownTo(Version target) {
    SourceProblems newer = problems.forSameFile();
    file.ifPresent(
        root -> VersionCheck.check(root, RuleVersions.CHECK, "Prometheus", target, newer));
    new RuleVersions(target, newer).check(groups);
    return newer.all();
  }
}
