package dev.tocsin.generator.source;

import dev.tocsin.dsl.problem.Excerpt;
import dev.tocsin.dsl.schema.FieldSpec;
import dev.tocsin.dsl.schema.FieldType;
import dev.tocsin.dsl.schema.FieldType.Kind;
import dev.tocsin.dsl.schema.Schema;
import dev.tocsin.dsl.schema.StructSpec;
import dev.tocsin.generator.yaml.YamlDocument;
import dev.tocsin.generator.yaml.YamlNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What of a configuration messages may show: the names of fields, and the values of fields that
 * hold no secrets. All else is hidden: secrets, values of unknown fields, headers, comments.
 */
final class Shown {
  private static final Pattern KEY = Pattern.compile("([A-Za-z_]\\w*)[\"']?\\s*:(?=\\s|$)");

  /** User information in an address. */
  private static final Pattern USER = Pattern.compile("://[^/\\s]*@");

  /** Null where all may be shown. */
  private final @Nullable Schema schema;

  private final YamlDocument document;
  private final Set<YamlNode> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<YamlNode> secret = Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable List<Range> ranges;

  /** A scalar's place in the text. */
  private record Range(int start, int end, boolean hidden) {}

  Shown(@Nullable Schema schema, YamlDocument document) {
    this.schema = schema;
    this.document = document;
  }

  /** For a file without secrets. */
  static Shown all(YamlDocument document) {
    return new Shown(null, document);
  }

  /** Takes note of a value that was read as this type. */
  void value(StructSpec struct, FieldType type, YamlNode node) {
    if (schema == null) {
      return;
    }
    (isOpen(struct, type) && !USER.matcher(node.value()).find() ? open : secret).add(node);
  }

  private static boolean isOpen(StructSpec struct, FieldType type) {
    boolean header = struct.name().equals("http_header");
    return !header
        && (type instanceof FieldType.Choice
            || type instanceof FieldType.Scalar scalar
                && !scalar.kind().isSecret()
                && scalar.kind() != Kind.ANY
                && scalar.kind() != Kind.PROXY_URL);
  }

  /** The line of a node, and carets under it. */
  List<String> excerpt(YamlNode node) {
    int end = node.kind() == YamlNode.Kind.SCALAR ? node.end() : node.start() + 1;
    return excerpt(node.start(), end);
  }

  /** The line of a part of the text, and carets under it. */
  List<String> excerpt(int from, int to) {
    return schema == null
        ? Excerpt.of(document.text(), from, to)
        : Excerpt.of(document.text(), from, to, this::isHidden);
  }

  /** The line of a place in a file that is no YAML. */
  List<String> excerptOfPlace(int line, int column) {
    int start = document.offset(line, column);
    return schema == null
        ? Excerpt.of(document.text(), start, start + 1)
        : Excerpt.of(document.text(), start, start + 1, hiddenWithoutNodes(schema, line));
  }

  private boolean isHidden(int offset) {
    List<Range> all = ranges();
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).start <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low > 0 && offset < all.get(low - 1).end) {
      return all.get(low - 1).hidden;
    }
    return isComment(offset, low == 0 ? 0 : all.get(low - 1).end);
  }

  /** Whether a # between the scalar before and the offset begins a comment on this line. */
  private boolean isComment(int offset, int behindScalar) {
    String text = document.text();
    int line = text.lastIndexOf('\n', offset - 1) + 1;
    int hash = text.indexOf('#', Math.max(line, behindScalar));
    while (hash >= 0 && hash <= offset) {
      if (hash == line || Character.isWhitespace(text.charAt(hash - 1))) {
        return true;
      }
      hash = text.indexOf('#', hash + 1);
    }
    return false;
  }

  private List<Range> ranges() {
    List<Range> known = ranges;
    if (known == null) {
      known = new ArrayList<>();
      Deque<YamlNode> left = new ArrayDeque<>();
      document.root().ifPresent(left::push);
      while (!left.isEmpty()) {
        YamlNode node = left.pop();
        List<YamlNode> content = node.content();
        for (int i = 0; i < content.size(); i++) {
          YamlNode child = content.get(i);
          boolean key = node.kind() == YamlNode.Kind.MAPPING && i % 2 == 0;
          if (child.kind() == YamlNode.Kind.SCALAR) {
            known.add(range(child, !key && (!open.contains(child) || secret.contains(child))));
          } else {
            left.push(child);
          }
        }
        if (node.kind() == YamlNode.Kind.SCALAR) {
          known.add(range(node, true)); // A file that is one text.
        }
      }
      known.sort(Comparator.comparingInt(Range::start));
      ranges = known;
    }
    return known;
  }

  private static Range range(YamlNode scalar, boolean hidden) {
    return new Range(scalar.start(), scalar.end(), hidden && scalar.end() > scalar.start());
  }

  /**
   * In a file that is no YAML the name of the field decides: the one before it in the line, or the
   * nearest above that is indented less.
   */
  private IntPredicate hiddenWithoutNodes(Schema schema, int line) {
    String text = document.text();
    int start = document.offset(line, 1);
    int newline = text.indexOf('\n', start);
    int end = newline < 0 ? text.length() : newline;
    List<Range> parts = new ArrayList<>();
    Matcher key = KEY.matcher(text).region(start, end);
    boolean open = isOpenAbove(schema, line);
    int at = start;
    while (key.find()) {
      if (!isName(schema, key.group(1))) {
        continue; // It may be a part of a secret.
      }
      parts.add(new Range(at, key.start(1), !open));
      open = isOpenName(schema, key.group(1));
      at = key.end();
    }
    parts.add(new Range(at, end, !open));
    Matcher comment = Pattern.compile("(?:^|\\s)#").matcher(text).region(start, end);
    int hash = comment.find() ? comment.start() : end;
    return offset ->
        offset >= hash
            || parts.stream()
                .anyMatch(
                    part ->
                        part.hidden
                            && offset >= part.start
                            && offset < part.end
                            && " \t-[]{},".indexOf(text.charAt(offset)) < 0);
  }

  private boolean isOpenAbove(Schema schema, int line) {
    String text = document.text();
    int indent = indent(text, document.offset(line, 1));
    for (int above = line - 1; above > 0; above--) {
      int start = document.offset(above, 1);
      int end = text.indexOf('\n', start);
      Matcher key = KEY.matcher(text).region(start, end < 0 ? text.length() : end);
      String name = "";
      while (key.find()) {
        name = isName(schema, key.group(1)) ? key.group(1) : name;
      }
      if (!name.isEmpty() && indent(text, start) <= indent) {
        return isOpenName(schema, name);
      }
    }
    return false;
  }

  private static int indent(String text, int start) {
    int at = start;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '-')) {
      at++;
    }
    return at - start;
  }

  private static boolean isName(Schema schema, String word) {
    return schema.structs().stream().anyMatch(struct -> struct.field(word).isPresent());
  }

  /** Whether all fields of this name are known to hold no secret. */
  private static boolean isOpenName(Schema schema, String name) {
    boolean found = false;
    for (StructSpec struct : schema.structs()) {
      FieldSpec field = struct.field(name).orElse(null);
      if (field != null) {
        found = true;
        FieldType type = field.type();
        while (type instanceof FieldType.ListOf list) {
          type = list.element();
        }
        boolean holds = type instanceof FieldType.StructOf || isOpen(struct, type);
        if (!holds) {
          return false;
        }
      }
    }
    return found;
  }
}
