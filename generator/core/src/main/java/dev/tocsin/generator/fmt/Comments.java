package dev.tocsin.generator.fmt;

import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which comment belongs to which part of a file: one at a line's end to the last key or element
 * that begins on the line, one on a line of its own to the next.
 */
public final class Comments {
  /** What ends a line in YAML 1.1 beside a newline; each is one character, as a newline is. */
  private static final Pattern BREAK = Pattern.compile("\r(?!\n)|[\u0085\u2028\u2029]");

  private final Map<YamlNode, YamlOutput.Notes> notes = new IdentityHashMap<>();
  private List<String> rest = List.of();
  private int count;

  /** A comment, with the line that it is on, from 0. */
  private record Comment(int line, int offset, String text, boolean alone) {}

  private Comments() {}

  /** Finds the comments of a file's first document. */
  public static Comments of(YamlDocument document) {
    Comments comments = new Comments();
    comments.attach(BREAK.matcher(document.own()).replaceAll("\n"), document.root());
    return comments;
  }

  /** The comments of a key or an element; each is given once, however often an alias repeats it. */
  YamlOutput.Notes take(YamlNode node) {
    YamlOutput.Notes found = notes.remove(node);
    return found == null ? YamlOutput.Notes.NONE : found;
  }

  /**
   * The comments of a key or an element and of all in it, in their order and without their hashes;
   * each is given once.
   */
  public List<String> texts(YamlNode node) {
    List<String> all = new ArrayList<>();
    Deque<YamlNode> todo = new ArrayDeque<>();
    todo.push(node);
    while (!todo.isEmpty()) {
      YamlNode next = todo.pop();
      YamlOutput.Notes found = take(next);
      found.above().stream().filter(line -> !line.isEmpty()).forEach(all::add);
      found.behind().ifPresent(all::add);
      List<YamlNode> content = next.content();
      for (int i = content.size() - 1; i >= 0; i--) {
        todo.push(content.get(i));
      }
    }
    return plain(all);
  }

  /** The comments behind the last part, without their hashes. */
  public List<String> textsBehind() {
    return plain(rest.stream().filter(line -> !line.isEmpty()).toList());
  }

  private static List<String> plain(List<String> comments) {
    return comments.stream().map(line -> line.replaceFirst("^#+ ?", "")).toList();
  }

  /** The comments behind the last part. */
  List<String> rest() {
    return rest;
  }

  /** How many comments there are. */
  int count() {
    return count;
  }

  private void attach(String text, Optional<YamlNode> root) {
    List<YamlNode> scalars = new ArrayList<>();
    List<YamlNode> anchors = new ArrayList<>();
    root.ifPresent(node -> collect(node, scalars, anchors));
    int[] starts = lineStarts(text);
    List<Comment> comments = find(text, scalars, starts);
    count = comments.size();
    Map<YamlNode, List<String>> above = new IdentityHashMap<>();
    Map<YamlNode, String> behind = new IdentityHashMap<>();
    int next = 0;
    int anchor = 0;
    for (YamlNode node : anchors) {
      List<String> lines = new ArrayList<>();
      while (next < comments.size() && comments.get(next).offset < node.start()) {
        Comment comment = comments.get(next++);
        YamlNode owner =
            comment.alone || anchor == 0 ? null : lastOnLine(anchors, anchor, comment.line, starts);
        if (owner != null && !behind.containsKey(owner)) {
          behind.put(owner, comment.text);
        } else {
          if (isBlankAbove(text, starts, comment.line)) {
            lines.add("");
          }
          lines.add(comment.text);
        }
      }
      if (isBlankAbove(text, starts, line(starts, node.start()))) {
        lines.add("");
      }
      above.put(node, lines);
      anchor++;
    }
    List<String> after = new ArrayList<>();
    while (next < comments.size()) {
      Comment comment = comments.get(next++);
      YamlNode owner =
          comment.alone || anchors.isEmpty()
              ? null
              : lastOnLine(anchors, anchors.size(), comment.line, starts);
      if (owner != null && !behind.containsKey(owner)) {
        behind.put(owner, comment.text);
      } else {
        if (isBlankAbove(text, starts, comment.line)) {
          after.add("");
        }
        after.add(comment.text);
      }
    }
    rest = List.copyOf(after);
    for (YamlNode node : anchors) {
      notes.put(
          node,
          new YamlOutput.Notes(
              List.copyOf(above.getOrDefault(node, List.of())),
              Optional.ofNullable(behind.get(node))));
    }
  }

  private static @Nullable YamlNode lastOnLine(
      List<YamlNode> anchors, int before, int line, int[] starts) {
    YamlNode last = anchors.get(before - 1);
    return line(starts, last.start()) == line ? last : null;
  }

  /**
   * Scalars, and the keys and elements that comments can belong to, in the file's order. Behind
   * {@code key: [a, b]} a comment belongs to the key.
   */
  private static void collect(YamlNode root, List<YamlNode> scalars, List<YamlNode> anchors) {
    Deque<YamlNode> todo = new ArrayDeque<>();
    todo.push(root);
    Map<YamlNode, Boolean> isAnchor = new IdentityHashMap<>();
    while (!todo.isEmpty()) {
      YamlNode node = todo.pop();
      boolean flow = node.style() == YamlNode.Style.FLOW && node != root;
      if (isAnchor.containsKey(node)) {
        anchors.add(node);
      }
      if (node.kind() == YamlNode.Kind.SCALAR) {
        scalars.add(node);
      }
      List<YamlNode> content = node.content();
      for (int i = content.size() - 1; i >= 0; i--) {
        todo.push(content.get(i));
        boolean owns = node.kind() == YamlNode.Kind.SEQUENCE || i % 2 == 0;
        if (owns && !(flow && content.get(i).line() == node.line())) {
          isAnchor.put(content.get(i), true);
        }
      }
    }
  }

  private static List<Comment> find(String text, List<YamlNode> scalars, int[] starts) {
    List<Comment> found = new ArrayList<>();
    int scalar = 0;
    int at = 0;
    while (at < text.length()) {
      if (scalar < scalars.size() && at >= scalars.get(scalar).start()) {
        YamlNode node = scalars.get(scalar++);
        boolean block =
            node.style() == YamlNode.Style.LITERAL || node.style() == YamlNode.Style.FOLDED;
        if (block) {
          int lineEnd = text.indexOf('\n', node.start());
          int hash = text.indexOf(" #", node.start());
          if (hash >= 0 && lineEnd > hash) {
            found.add(comment(text, hash + 1, starts));
          }
        }
        at = Math.max(at, node.end());
        continue;
      }
      char c = text.charAt(at);
      if (c == '#' && (at == 0 || Character.isWhitespace(text.charAt(at - 1)))) {
        found.add(comment(text, at, starts));
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else {
        at++;
      }
    }
    return found;
  }

  private static Comment comment(String text, int hash, int[] starts) {
    int line = line(starts, hash);
    int end = text.indexOf('\n', hash);
    String content = text.substring(hash, end < 0 ? text.length() : end).stripTrailing();
    boolean alone = text.substring(starts[line], hash).isBlank();
    return new Comment(line, hash, content, alone);
  }

  private static int[] lineStarts(String text) {
    List<Integer> starts = new ArrayList<>();
    starts.add(0);
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      starts.add(i + 1);
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int line(int[] starts, int offset) {
    int found = Arrays.binarySearch(starts, offset);
    return found >= 0 ? found : -found - 2;
  }

  private static boolean isBlankAbove(String text, int[] starts, int line) {
    return line > 0 && text.substring(starts[line - 1], starts[line]).isBlank();
  }

  /** All comments that no part has taken. */
  List<String> left() {
    List<String> all = new ArrayList<>();
    notes
        .values()
        .forEach(
            note -> {
              note.above().stream().filter(line -> !line.isEmpty()).forEach(all::add);
              note.behind().ifPresent(all::add);
            });
    Collections.sort(all);
    return all;
  }
}
