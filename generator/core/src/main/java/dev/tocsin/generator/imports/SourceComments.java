package dev.tocsin.generator.imports;

import dev.tocsin.generator.fmt.Comments;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The comments of a file, to be given to the parts of it one after the other. Readers have nodes of
 * their own, so that parts are known by where they are.
 */
final class SourceComments {
  private static final YamlNode NOTHING =
      YamlDocument.read("{}".getBytes(StandardCharsets.UTF_8)).root().orElseThrow();

  private final YamlNode root;
  private final Comments comments;
  private final UnaryOperator<String> shown;
  private final Map<Integer, YamlNode> byStart = new HashMap<>();
  private final Map<Integer, YamlNode> byLine = new HashMap<>();

  /**
   * @param shown masks a comment
   */
  SourceComments(byte[] bytes, UnaryOperator<String> shown) {
    YamlDocument document = YamlDocument.read(bytes);
    this.root = document.root().orElse(NOTHING);
    this.comments = Comments.of(document);
    this.shown = shown;
    List<YamlNode> todo = new ArrayList<>(List.of(root));
    while (!todo.isEmpty()) {
      YamlNode node = todo.remove(0);
      if (node.kind() == YamlNode.Kind.MAPPING) {
        byStart.putIfAbsent(node.start(), node);
        byLine.putIfAbsent(node.line(), node);
      }
      todo.addAll(0, node.content());
    }
  }

  /** The comments of a map and of all in it that are not given yet. */
  List<String> at(YamlNode node) {
    return of(byStart.get(node.start()));
  }

  /** The comments of the map that begins on a line, and of all in it, that are not given yet. */
  List<String> onLine(int line) {
    return of(byLine.get(line));
  }

  private List<String> of(@Nullable YamlNode node) {
    return node == null || node == root
        ? List.of()
        : comments.texts(node).stream().map(shown).toList();
  }

  /** All comments that are not given yet. */
  List<String> rest() {
    List<String> all = new ArrayList<>(comments.texts(root));
    all.addAll(comments.textsBehind());
    return all.stream().map(shown).toList();
  }
}
