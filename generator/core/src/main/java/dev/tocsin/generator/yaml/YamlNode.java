package dev.tocsin.generator.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a YAML document, with its place; places count from 1, columns in code points. */
public final class YamlNode {
  /** What kinds of node there are. */
  public enum Kind {
    SCALAR,
    SEQUENCE,
    MAPPING,
    ALIAS
  }

  /** How a scalar was written; a collection in brackets is FLOW, and any other one PLAIN. */
  public enum Style {
    FLOW,
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    LITERAL,
    FOLDED
  }

  private final Kind kind;
  private final String tag;
  private final String value;
  private final Style style;
  private final int line;
  private final int column;
  private final int start;
  private final int end;
  private final List<YamlNode> content = new ArrayList<>();
  private @Nullable YamlNode target;

  YamlNode(
      Kind kind, String tag, String value, Style style, int line, int column, int start, int end) {
    this.kind = kind;
    this.tag = tag;
    this.value = value;
    this.style = style;
    this.line = line;
    this.column = column;
    this.start = start;
    this.end = end;
  }

  void add(YamlNode child) {
    content.add(child);
  }

  void pointTo(YamlNode anchored) {
    target = anchored;
  }

  public Kind kind() {
    return kind;
  }

  /** The explicit tag in its short form, such as {@code !!str}; empty when there is none. */
  public String tag() {
    return tag;
  }

  /** A scalar's text, or the name that an alias refers to; else empty. */
  public String value() {
    return value;
  }

  public Style style() {
    return style;
  }

  /** Whether this is a scalar without quotes. */
  public boolean isPlain() {
    return kind == Kind.SCALAR && style == Style.PLAIN;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }

  /** Where the node starts, in UTF-16 code units of the file's text. */
  public int start() {
    return start;
  }

  /** Behind where the node ends, in UTF-16 code units; for collections where they start. */
  public int end() {
    return end;
  }

  /** A sequence's elements, or a mapping's keys and values in turn. */
  public List<YamlNode> content() {
    return Collections.unmodifiableList(content);
  }

  /** The node that an alias stands for, and any other node itself. */
  public YamlNode resolved() {
    return target == null ? this : target;
  }

  /** Whether this is a key that merges another map into its own: {@code <<} without quotes. */
  public boolean isMerge() {
    return kind == Kind.SCALAR
        && value.equals("<<")
        && (tag.equals("!!merge") || style == Style.PLAIN && (tag.isEmpty() || tag.equals("!")));
  }

  /** Whether the value is null: empty, {@code ~}, {@code null}, or tagged so. */
  public boolean isNull() {
    YamlNode node = resolved();
    if (node.kind != Kind.SCALAR) {
      return node.tag.equals("!!null");
    }
    return node.tag.isEmpty() || node.tag.equals("!")
        ? node.style == Style.PLAIN && YamlScalars.isNull(node.value)
        : node.tag.equals("!!null") && YamlScalars.isNull(node.value);
  }

  @Override
  public String toString() {
    return kind + " " + line + ":" + column + (value.isEmpty() ? "" : " " + value);
  }
}
