package dev.tocsin.generator.format;

import dev.tocsin.dsl.Problem;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.generator.alertmanager.AlertmanagerFile;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a rule file or an Alertmanager configuration in its canonical form. What is written means
 * the same, is accepted by the same tools, and is written the same again.
 */
public final class Formatter {
  private Formatter() {}

  /**
   * What came of it.
   *
   * @param text the canonical form; empty where the file has errors
   * @param problems why it has none
   */
  public record Result(Optional<String> text, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** Formats a file; whether it holds rules is told from its {@code groups}. */
  public static Result format(String name, byte[] bytes) {
    YamlDocument document =
        YamlDocument.read(bytes.length > AlertmanagerFile.MAX_BYTES ? new byte[0] : bytes);
    return document.root().filter(Formatter::holdsRules).isPresent()
        ? format(AlertmanagerFile.read(name, bytes, Schema.rules()), Schema.rules())
        : configuration(name, bytes, Schema.alertmanager());
  }

  /** Formats a configuration of Alertmanager by another table of fields. */
  public static Result configuration(String name, byte[] bytes, Schema schema) {
    return format(AlertmanagerFile.read(name, bytes, schema), schema);
  }

  private static boolean holdsRules(YamlNode root) {
    List<YamlNode> content = root.content();
    for (int i = 0; i < content.size(); i += 2) {
      if (content.get(i).resolved().value().equals("groups")) {
        return true;
      }
    }
    return false;
  }

  private static Result format(AlertmanagerFile file, Schema schema) {
    List<Problem> errors =
        file.problems().stream().filter(p -> p.level() == Problem.Level.ERROR).toList();
    Optional<YamlNode> root = file.document().root();
    if (!errors.isEmpty() || root.isEmpty()) {
      return new Result(Optional.empty(), errors);
    }
    Comments comments = Comments.of(file.document(), root.get());
    Out.Fields canonical = new Canonical(schema, comments).root(root.get());
    List<String> rest = new ArrayList<>(comments.left());
    rest.addAll(comments.rest());
    return new Result(Optional.of(Emitter.write(canonical, rest)), List.of());
  }
}
