package dev.tocsin.generator.fmt;

import dev.tocsin.dsl.problem.Place;
import dev.tocsin.dsl.problem.Problem;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.input.InputFile;
import dev.tocsin.generator.rules.RuleFile;
import dev.tocsin.generator.source.GoYaml;
import dev.tocsin.generator.yaml.FileKind;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes a rule file or an Alertmanager configuration in its canonical form. What is written means
 * the same, is accepted by the same tools, and is written the same again.
 */
public final class Formatter {
  /** The kinds that stay as they are. */
  private static final Set<FileKind> OTHER_KINDS =
      EnumSet.of(FileKind.RULE_TESTS, FileKind.PROMETHEUS, FileKind.COMPOSE);

  private Formatter() {}

  /**
   * What came of it.
   *
   * @param text the canonical form; empty where the file has errors
   * @param problems why it has none; or warnings: that more documents follow, which are kept as
   *     they are, or that all of the file is
   */
  public record Result(Optional<String> text, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Formats a file. It holds rules when it has {@code groups}, and when it has nothing at all,
   * which is a rule file and no configuration.
   */
  public static Result format(String name, byte[] bytes) {
    if (bytes.length <= InputFile.Kind.YAML.maxBytes()) {
      YamlDocument document = YamlDocument.read(bytes);
      if (document.problems().isEmpty()
          && document.root().map(Formatter::holdsRules).orElse(true)) {
        return rules(name, bytes, document);
      }
      Optional<Result> other = document.root().flatMap(root -> otherKind(name, bytes, root));
      if (other.isPresent()) {
        return other.get();
      }
    }
    return configuration(name, bytes, Schema.alertmanager());
  }

  /** A wrong expression or template is kept as it is; what is wrong with the file's form is not. */
  private static Result rules(String name, byte[] bytes, YamlDocument document) {
    List<Problem> problems = RuleFile.of(name, bytes).problems();
    List<Problem> errors =
        errors(problems).stream()
            .filter(problem -> problem.check().matches("(rules|yaml)/.*|promql/missing"))
            .toList();
    return errors.isEmpty()
        ? new Result(Optional.of(written(document, Schema.rules(), GoYaml.V3)), documents(problems))
        : new Result(Optional.empty(), errors);
  }

  /** Formats a configuration of Alertmanager by another table of fields. */
  public static Result configuration(String name, byte[] bytes, Schema schema) {
    AlertmanagerFile file = AlertmanagerFile.read(name, bytes, schema);
    List<Problem> errors = errors(file.problems());
    return errors.isEmpty()
        ? new Result(
            Optional.of(written(file.document(), schema, GoYaml.V2)), documents(file.problems()))
        : new Result(Optional.empty(), errors);
  }

  private static List<Problem> errors(List<Problem> problems) {
    return problems.stream().filter(Problem::isError).toList();
  }

  private static List<Problem> documents(List<Problem> problems) {
    return problems.stream()
        .filter(problem -> problem.check().equals(YamlDocument.DOCUMENTS))
        .toList();
  }

  private static boolean holdsRules(YamlNode root) {
    boolean empty =
        root.content().isEmpty() && (root.isNull() || root.kind() == YamlNode.Kind.MAPPING);
    return empty || fields(root).contains("groups");
  }

  private static List<String> fields(YamlNode root) {
    List<String> names = new ArrayList<>();
    for (int i = 0; root.kind() == YamlNode.Kind.MAPPING && i < root.content().size(); i += 2) {
      names.add(root.content().get(i).resolved().value());
    }
    return names;
  }

  /** A file of another kind stays as it is, to the byte. */
  private static Optional<Result> otherKind(String name, byte[] bytes, YamlNode root) {
    List<String> fields = fields(root);
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (fields.contains("route")
        || fields.contains("receivers")
        || !Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8))) {
      return Optional.empty();
    }
    return FileKind.of(root)
        .filter(OTHER_KINDS::contains)
        .map(
            kind ->
                new Result(
                    Optional.of(text),
                    List.of(
                        Problem.warning(
                                "fmt/other-kind",
                                Place.file(name),
                                "the file is " + kind.described() + ", which fmt leaves as it is")
                            .help("pass only rule files and Alertmanager configurations"))));
  }

  private static String written(YamlDocument document, Schema schema, GoYaml yaml) {
    Comments comments = Comments.of(document);
    Optional<YamlOutput.Fields> canonical =
        document
            .root()
            .filter(root -> root.kind() == YamlNode.Kind.MAPPING)
            .map(root -> new Canonical(schema, yaml.precedence(), comments).root(root));
    List<String> rest = new ArrayList<>(comments.left());
    rest.addAll(comments.rest());
    String text = Emitter.write(canonical, rest);
    // An empty document that another one follows is one only behind a mark.
    boolean marked = canonical.isEmpty() && !document.rest().isEmpty();
    return (marked ? "---\n" : "") + text + document.rest();
  }
}
